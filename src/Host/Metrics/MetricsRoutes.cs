using OpenClaw.Host.Surface;

namespace OpenClaw.Host.Metrics;

/// <summary><c>GET /metrics</c>: everything that is counted, as Prometheus text.</summary>
/// <param name="scrape">Answers.</param>
internal sealed class MetricsRoutes(PrometheusScrape scrape) : ISurfaceRoutes
{
    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes, SurfaceDoor door) => routes.MapGet("/metrics", scrape.Answer);
}
