using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Journal;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Surface;

/// <summary>
/// <c>POST /api/v1/orders</c>, and the page's session. On the socket the peer is the owner. On the page an order needs a session of the page's token, what only the page knows of it, and a
/// browser that says it comes from the page.
/// </summary>
/// <param name="settings">The settings.</param>
/// <param name="desk">Carries orders out.</param>
/// <param name="sessions">Who has signed in.</param>
/// <param name="answers">Writes answers.</param>
/// <param name="log">Every order is told there, with where it came from.</param>
internal sealed class OrderRoutes(HealerSettings settings, OwnerDesk desk, PageSessions sessions, SurfaceAnswers answers, ILogger<OrderRoutes> log) : ISurfaceRoutes
{
    private const int LongestText = 4000;

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes, SurfaceDoor door)
    {
        routes.MapPost("/api/v1/orders", context => Order(context, door));
        if (door.IsOwners) return;
        routes.MapPost("/api/v1/session", SignIn);
        routes.MapDelete("/api/v1/session", SignOut);
    }

    private async Task Order(HttpContext context, SurfaceDoor door)
    {
        if (!door.IsOwners && Refusal(context.Request) is { } refusal)
        {
            log.LogWarning("An order on the {Door} was refused: {Why}", door.Name, refusal);
            await Answer(context, StatusCodes.Status403Forbidden, false, refusal);
            return;
        }

        var order = await Read(context, SurfaceJson.Default.OrderJson);
        var (status, text) = await Do(order, context.RequestAborted);
        log.LogInformation(
            "Order {Order} of {Gateway} {Incident} on the {Door}: {Text}", Plain(order.Order), Plain(order.Gateway), Plain(order.Incident), door.Name, UntrustedText.OneLine(text, 300));
        await Answer(context, status, status == StatusCodes.Status200OK, text);
    }

    private async Task<(int Status, string Text)> Do(OrderJson order, CancellationToken cancel)
    {
        try
        {
            return (StatusCodes.Status200OK, await desk.Do(order, cancel));
        }
        catch (Exception refused) when (refused is ConfigurationException or BookRefusedException)
        {
            return (StatusCodes.Status409Conflict, refused.Message);
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException)
        {
            return (StatusCodes.Status503ServiceUnavailable, $"the state folder cannot be used: {UntrustedText.OneLine(unusable.Message, 300)}");
        }
    }

    private string? Refusal(HttpRequest request) =>
        settings.Page.Token is null ? $"the page only shows: set {PageSettings.TokenVariable} to give orders here, or use the command line"
        : !SurfaceGuard.IsOfOurPage(request) ? "orders are taken from the page itself only"
        : sessions.Find(request) is not { } session ? "sign in first"
        : !PageSessions.IsSame(request.Headers[PageSessions.CsrfHeader].ToString(), session.Csrf) ? $"{PageSessions.CsrfHeader} is missing or wrong: sign in again"
        : null;

    private async Task SignIn(HttpContext context)
    {
        if (settings.Page.Token is null)
        {
            await answers.Error(context, StatusCodes.Status403Forbidden, $"the page only shows: {PageSettings.TokenVariable} is not set");
            return;
        }

        if (!SurfaceGuard.IsOfOurPage(context.Request))
        {
            await answers.Error(context, StatusCodes.Status403Forbidden, "one signs in on the page itself only");
            return;
        }

        var (session, wait) = sessions.SignIn((await Read(context, SurfaceJson.Default.SignInJson)).Token ?? "", context.Response);
        if (session is not null)
        {
            log.LogInformation("Somebody has signed in on the status page");
            await answers.Json(context, new SignedInJson(session.Csrf, session.Until), SurfaceJson.Default.SignedInJson);
            return;
        }

        log.LogWarning("A wrong token was typed on the status page");
        if (wait > TimeSpan.Zero) context.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        await answers.Error(
            context, wait > TimeSpan.Zero ? StatusCodes.Status429TooManyRequests : StatusCodes.Status403Forbidden,
            wait > TimeSpan.Zero ? $"too many wrong tokens: wait {Math.Ceiling(wait.TotalSeconds)} s" : "this is not the token");
    }

    private Task SignOut(HttpContext context)
    {
        if (!SurfaceGuard.IsOfOurPage(context.Request)) return answers.Error(context, StatusCodes.Status403Forbidden, "one signs out on the page itself only");
        sessions.SignOut(context.Request, context.Response);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private Task Answer(HttpContext context, int status, bool isDone, string text) =>
        answers.Json(context, new OrderDoneJson(isDone, Redactor.Redact(UntrustedText.Lines(text, LongestText))), SurfaceJson.Default.OrderDoneJson, status);

    // A form of another site could not send this type without asking first.
    private static async Task<T> Read<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        if (context.Request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true) throw new BadHttpRequestException("the body has to be application/json", StatusCodes.Status415UnsupportedMediaType);
        try
        {
            return await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted) ?? throw new JsonException("it is null");
        }
        catch (JsonException none)
        {
            throw new BadHttpRequestException("the body is not what is expected here: docs/api.md has the form", StatusCodes.Status400BadRequest, none);
        }
    }

    private static string Plain(string? word) => UntrustedText.OneLine(word ?? "-", 100);
}
