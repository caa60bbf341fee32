using OpenClaw.Host.Configuration;

namespace OpenClaw.Host.Surface;

/// <summary><c>GET /api/v1/history</c>: what the last days came to.</summary>
/// <param name="settings">The settings.</param>
/// <param name="parts">The book.</param>
/// <param name="answers">Writes answers.</param>
/// <param name="time">The clock.</param>
internal sealed class HistoryRoutes(HealerSettings settings, SurfaceParts parts, SurfaceAnswers answers, TimeProvider time) : ISurfaceRoutes
{
    private const int Usual = 30;
    private const int Most = 366;

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes, SurfaceDoor door) => routes.MapGet("/api/v1/history", async context =>
    {
        var asked = context.Request.Query;
        var (days, gateway) = (IncidentRoutes.Number(asked["days"], "days", 1, Most) ?? Usual, IncidentRoutes.Gateway(asked["gateway"]));
        var now = time.GetUtcNow();
        var history = new DayHistory(now, days, gateway is { } one ? [one.Value] : [.. settings.Gateways.Select(static g => g.Id.Value)]);
        await answers.Json(context, await parts.Book.Ask(history.Of, 1, history.Empty, context.RequestAborted), SurfaceJson.Default.HistoryJson);
    });
}
