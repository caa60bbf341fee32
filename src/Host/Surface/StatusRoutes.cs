namespace OpenClaw.Host.Surface;

/// <summary><c>GET /api/v1/status</c>: how everything stands, from memory.</summary>
/// <param name="feed">Knows it.</param>
/// <param name="answers">Writes answers.</param>
/// <param name="access">What whoever asks may do.</param>
internal sealed class StatusRoutes(SurfaceFeed feed, SurfaceAnswers answers, SurfaceAccess access) : ISurfaceRoutes
{
    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes, SurfaceDoor door) => routes.MapGet("/api/v1/status", context => feed.Status is { } status
        ? answers.Json(context, status with { Access = access.Of(context, door) }, SurfaceJson.Default.DaemonStatus)
        : answers.Error(context, StatusCodes.Status503ServiceUnavailable, "the daemon has not seen anything yet: ask again in a moment"));
}
