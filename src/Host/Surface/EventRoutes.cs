using System.Globalization;
using System.Text;

namespace OpenClaw.Host.Surface;

/// <summary><c>GET /api/v1/events</c>: server-sent events. How everything stands comes first and at each change; what happened while nobody listened is in the book and not told again.</summary>
/// <param name="feed">Whom is listened to.</param>
/// <param name="answers">Takes secrets out.</param>
/// <param name="access">What a reader may do.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Tells of a reader that was dropped.</param>
internal sealed class EventRoutes(SurfaceFeed feed, SurfaceAnswers answers, SurfaceAccess access, TimeProvider time, ILogger<EventRoutes> log) : ISurfaceRoutes
{
    private static readonly TimeSpan Ping = TimeSpan.FromSeconds(20);
    private static readonly byte[] PingLine = ": ping\n\n"u8.ToArray();

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes, SurfaceDoor door)
    {
        var stopping = routes.ServiceProvider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        routes.MapGet("/api/v1/events", context => Listen(context, door, stopping));
    }

    private async Task Listen(HttpContext context, SurfaceDoor door, CancellationToken stopping)
    {
        using var reader = feed.Open();
        if (reader is null)
        {
            context.Response.Headers.RetryAfter = "30";
            await answers.Error(context, StatusCodes.Status503ServiceUnavailable, $"{SurfaceFeed.MostReaders} listen already: close one of them");
            return;
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, reader.Dropped, stopping);
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        try
        {
            await Tell(context, door, reader, end.Token);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException && end.IsCancellationRequested)
        {
            if (reader.Dropped.IsCancellationRequested) log.LogInformation("A reader of the {Door} did not keep up and was dropped", door.Name);
            // Not an orderly end: what is under way may never be taken.
            context.Abort();
        }
    }

    private async Task Tell(HttpContext context, SurfaceDoor door, SurfaceReader reader, CancellationToken end)
    {
        var body = context.Response.Body;
        while (true)
        {
            while (reader.TryTake(out var e)) await body.WriteAsync(Encoding.UTF8.GetBytes(Frame(e, context, door)), end);
            await body.FlushAsync(end);
            for (var more = reader.More(end); !await Within(more, end);)
            {
                await body.WriteAsync(PingLine, end);
                await body.FlushAsync(end);
            }
        }
    }

    // JSON without indentation has no line break, so an event is one line of data.
    private string Frame(SurfaceEvent e, HttpContext context, SurfaceDoor door)
    {
        var (name, data) = e switch
        {
            { Incident: { } news } => ("incident", answers.Text(news, SurfaceJson.Default.IncidentNewsJson)),
            { Channel: { } channel } => ("channel", answers.Text(channel, SurfaceJson.Default.ChannelLine)),
            _ => ("status", answers.Text(e.Status! with { Access = access.Of(context, door) }, SurfaceJson.Default.DaemonStatus)),
        };
        return string.Create(CultureInfo.InvariantCulture, $"id: {e.Number}\nevent: {name}\ndata: {data}\n\n");
    }

    private async Task<bool> Within(Task more, CancellationToken end)
    {
        try
        {
            await more.WaitAsync(Ping, time, end);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
