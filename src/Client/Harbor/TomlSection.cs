using System.Globalization;
using Tomlyn;
using Tomlyn.Model;

namespace BenchCluster.Client.Harbor;

/// <summary>
/// A table of a TOML file. Reading a field checks its type and marks it as known; what nobody asked for is reported at
/// the end, so that no field is dropped silently.
/// </summary>
internal sealed class TomlSection(TomlTable table, string file, string path, HarborProblems problems)
{
    private readonly HashSet<string> _known = [];

    public bool Has(string name) => table.ContainsKey(name);

    /// <summary>The full name of a field, as messages name it.</summary>
    public string Name(string field) => path.Length == 0 ? field : $"{path}.{field}";

    public object? Value(string name)
    {
        _known.Add(name);
        return table.TryGetValue(name, out var value) ? value : null;
    }

    public string? String(string name) => Value(name) switch
    {
        null => null,
        string text => text,
        var other => Wrong<string>(name, "a string", other),
    };

    public bool? Bool(string name) => Value(name) switch
    {
        null => null,
        bool value => value,
        var other => WrongValue<bool>(name, "true or false", other),
    };

    /// <summary>A finite number, not below <paramref name="least"/>.</summary>
    public double? Number(string name, double least = 0)
    {
        double? number = Value(name) switch
        {
            null => null,
            long value => value,
            double value => value,
            var other => WrongValue<double>(name, "a number", other),
        };
        if (number is { } n && (!double.IsFinite(n) || n < least))
            return WrongValue<double>(name, $"a number of at least {least}", n);
        return number;
    }

    /// <summary>A user: a name, or a number.</summary>
    public string? User(string name) => Value(name) switch
    {
        null => null,
        string { Length: > 0 } user => user,
        long uid and >= 0 => uid.ToString(CultureInfo.InvariantCulture),
        var other => Wrong<string>(name, "a user's name or number", other),
    };

    public IReadOnlyList<string>? Strings(string name)
    {
        switch (Value(name))
        {
            case null:
                return null;
            case TomlArray array when array.All(item => item is string):
                return [.. array.Cast<string>()];
            case var other:
                return Wrong<IReadOnlyList<string>>(name, "a list of strings", other);
        }
    }

    /// <summary>A table of strings; numbers and booleans are taken as they are written.</summary>
    public IReadOnlyDictionary<string, string>? Map(string name)
    {
        if (Table(name) is not { } entries)
            return null;
        var map = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in entries)
        {
            if (Scalar(value) is { } text)
                map[key] = text;
            else
                problems.Refuse(file, $"{Name(name)}.{key}", $"expected a string, found {Describe(value)}");
        }

        return map;
    }

    public TomlTable? Table(string name) => Value(name) switch
    {
        null => null,
        TomlTable value => value,
        var other => Wrong<TomlTable>(name, "a table", other),
    };

    /// <summary>A sub-section; empty where it is absent.</summary>
    public TomlSection Section(string name) => new(Table(name) ?? [], file, Name(name), problems);

    /// <summary>The items of a list, whichever way it is written, with the name of each; empty where it is absent.</summary>
    public IReadOnlyList<(string Field, object? Item)> Items(string name)
    {
        switch (Value(name))
        {
            case null:
                return [];
            case TomlTableArray tables:
                return [.. tables.Select((table, i) => ($"{name}[{i}]", (object?)table))];
            case TomlArray list:
                return [.. list.Select((item, i) => ($"{name}[{i}]", item))];
            case var other:
                Wrong<object>(name, "a list", other);
                return [];
        }
    }

    /// <summary>A list of tables; empty where it is absent.</summary>
    public IReadOnlyList<TomlSection> Sections(string name)
    {
        var sections = new List<TomlSection>();
        foreach (var (field, item) in Items(name))
        {
            if (item is TomlTable sub)
                sections.Add(Section(field, sub));
            else
                Wrong<object>(field, "a table", item!);
        }

        return sections;
    }

    /// <summary>A table of this one's as a section.</summary>
    public TomlSection Section(string field, TomlTable sub) => new(sub, file, Name(field), problems);

    public void Refuse(string field, string reason) => problems.Refuse(file, Name(field), reason);

    public void Warn(string field, string reason) => problems.Warn(file, Name(field), reason);

    public void Note(string field, string reason) => problems.Note(file, Name(field), reason);

    /// <summary>Reports the fields that were not asked for.</summary>
    public void ReportUnknown()
    {
        foreach (var name in table.Keys.Where(key => !_known.Contains(key)))
            problems.Warn(file, Name(name), "unknown field; it has no effect");
    }

    /// <summary>A scalar as text; null for anything else.</summary>
    public static string? Scalar(object? value) => value switch
    {
        string text => text,
        bool flag => flag ? "true" : "false",
        long or double => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        TomlDateTime time => time.ToString(),
        _ => null,
    };

    private T? Wrong<T>(string name, string expected, object found)
        where T : class
    {
        problems.Refuse(file, Name(name), $"expected {expected}, found {Describe(found)}");
        return null;
    }

    private T? WrongValue<T>(string name, string expected, object found)
        where T : struct
    {
        problems.Refuse(file, Name(name), $"expected {expected}, found {Describe(found)}");
        return null;
    }

    private static string Describe(object? value) => value switch
    {
        string text => $"the string \"{text}\"",
        TomlTable => "a table",
        TomlTableArray or TomlArray => "a list",
        _ => Scalar(value) ?? "nothing",
    };
}
