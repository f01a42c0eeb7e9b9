namespace BenchCluster.Client.Exports;

/// <summary>What runs are exported as.</summary>
internal enum ExportFormat
{
    /// <summary>All that the API knows, with statistics.</summary>
    Json,

    /// <summary>A row a scenario run.</summary>
    Csv,

    /// <summary>JUnit's XML.</summary>
    Junit,

    /// <summary>Harbor's result layout, a directory.</summary>
    Harbor,
}
