using System.Globalization;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Cli;
using OpenClaw.Host.Configuration;

namespace OpenClaw.Host.Surface;

/// <summary><c>GET /api/v1/incidents</c>, by pages: a page of a book of a million costs no more than the first one; and one incident with all that is known of it.</summary>
/// <param name="parts">The book and what lies beside it.</param>
/// <param name="answers">Writes answers.</param>
/// <param name="time">The clock.</param>
internal sealed class IncidentRoutes(SurfaceParts parts, SurfaceAnswers answers, TimeProvider time) : ISurfaceRoutes
{
    private const int Usual = 50;
    private const int Most = 500;

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes, SurfaceDoor door)
    {
        routes.MapGet("/api/v1/incidents", List);
        routes.MapGet("/api/v1/incidents/{id}", Story);
        routes.MapGet("/api/v1/incidents/{id}/session", Session);
    }

    private async Task List(HttpContext context)
    {
        var (asked, cancel) = (context.Request.Query, context.RequestAborted);
        var limit = Number(asked["limit"], "limit", 1, Most) ?? Usual;
        var query = new IncidentsAsked { Gateway = Word(asked["gateway"]), Cause = Word(asked["cause"]), Since = Word(asked["since"]) }.ToQuery(time.GetUtcNow()) with
        {
            IsOpen = Switch(asked["open"]),
            Before = Word(asked["before"]) is { } before ? new IncidentId(before) : null,
            // One more than is shown tells whether there is a next page.
            Limit = limit + 1,
        };
        var found = await parts.History.Find(query, cancel);
        if (found.Count == 0 && query.Before is { } unknown && (await parts.History.Find(new IncidentQuery { Id = unknown, Limit = 1 }, cancel)).Count == 0)
            throw new ConfigurationException("before: the book has no such incident. Begin with the first page again.");
        IncidentJson[] page = [.. found.Take(limit).Select(IncidentJson.Of)];
        await answers.Json(context, new IncidentPageJson(page, found.Count > limit ? page[^1].Id : null), SurfaceJson.Default.IncidentPageJson);
    }

    private async Task Story(HttpContext context)
    {
        if (await parts.Stories.Of(Id(context), context.RequestAborted) is { } story) await answers.Json(context, story, SurfaceJson.Default.StoryJson);
        else await answers.Error(context, StatusCodes.Status404NotFound, "the book has no such incident");
    }

    private async Task Session(HttpContext context)
    {
        var from = Number(context.Request.Query["from"], "from", 0, int.MaxValue) ?? 0;
        if (await parts.Sessions.Of(Id(context), from, context.RequestAborted) is { } log) await answers.Json(context, log, SurfaceJson.Default.SessionLogJson);
        else await answers.Error(context, StatusCodes.Status404NotFound, "no doctor with a session has treated it");
    }

    private static string Id(HttpContext context) => (string)context.Request.RouteValues["id"]!;

    private static string? Word(string? text) => string.IsNullOrEmpty(text) ? null : text;

    internal static int? Number(string? text, string name, int least, int most) => string.IsNullOrEmpty(text) ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
        : throw new ConfigurationException($"{name}: write a number from {least} to {most}.");

    private static bool? Switch(string? text) => text switch
    {
        null or "" => null,
        "true" => true,
        "false" => false,
        _ => throw new ConfigurationException("open: write true or false."),
    };

    internal static GatewayId? Gateway(string? text) => new IncidentsAsked { Gateway = Word(text) }.GatewayId();
}
