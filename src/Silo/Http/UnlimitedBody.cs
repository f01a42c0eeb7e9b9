using Microsoft.AspNetCore.Http.Metadata;

namespace BenchCluster.Http;

/// <summary>A route whose body may have any size, because it is streamed.</summary>
internal sealed class UnlimitedBody : IRequestSizeLimitMetadata
{
    public long? MaxRequestBodySize => null;
}
