using OpenClaw.Host.Configuration;
using OpenClaw.Host.Journal;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Surface;

/// <summary>
/// Stands before every route: headers that keep a browser from doing anything but showing the page, no request that another site has a browser make, and one line for
/// whatever goes wrong.
/// </summary>
/// <param name="door">The listener.</param>
/// <param name="answers">Writes answers.</param>
/// <param name="log">Where a bug of ours is told.</param>
internal sealed class SurfaceGuard(SurfaceDoor door, SurfaceAnswers answers, ILogger log)
{
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    // A name that is resolved anew to 127.0.0.1 is still that name: whoever comes with it is not our page (DNS rebinding).
    private readonly string[] _hosts = [.. new[] { "localhost", "127.0.0.1", "[::1]" }.SelectMany(name => door.Port == 80 ? [name, $"{name}:80"] : new[] { $"{name}:{door.Port}" })];

    /// <summary>Whether a request comes from our own page, as its browser says: it cannot be told so by another site.</summary>
    public static bool IsOfOurPage(HttpRequest request) => request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site
        ? site == "same-origin"
        : request.Headers.Origin is { Count: 1 } origin && origin == $"http://{request.Host.Value}";

    /// <summary>Lets a request through, or answers it.</summary>
    public async Task Pass(HttpContext context, RequestDelegate next)
    {
        Dress(context);
        try
        {
            if (Refusal(context.Request) is var (status, why)) await answers.Error(context, status, why);
            else await next(context);
            if (!context.Response.HasStarted && context.Response is { StatusCode: >= 400, ContentLength: null, ContentType: null }) await answers.Error(context, context.Response.StatusCode, Words(context.Response.StatusCode));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Whoever asked has gone.
        }
        catch (Exception fault)
        {
            await Tell(context, fault);
        }
    }

    private static void Dress(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Embedder-Policy"] = "require-corp";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        headers.CacheControl = "no-store";
    }

    private (int Status, string Why)? Refusal(HttpRequest request)
    {
        if (door.IsOwners) return null;
        if (!_hosts.Contains(request.Host.Value, StringComparer.OrdinalIgnoreCase)) return (StatusCodes.Status421MisdirectedRequest, $"this is no page of that name: ask for {door.Where}");
        // A link to the page from elsewhere is welcome; the page's data is for the page only.
        var isPage = HttpMethods.IsGet(request.Method) && request.Path == "/";
        return !isPage && request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site" ? (StatusCodes.Status403Forbidden, "another site may not ask for this") : null;
    }

    private async Task Tell(HttpContext context, Exception fault)
    {
        var (status, why) = fault switch
        {
            BadHttpRequestException bad => (bad.StatusCode, bad.Message),
            ConfigurationException refused => (StatusCodes.Status400BadRequest, refused.Message),
            BookRefusedException or IOException or UnauthorizedAccessException => (StatusCodes.Status503ServiceUnavailable, fault.Message),
            _ => (StatusCodes.Status500InternalServerError, "a bug in the healer: its log has the details"),
        };
        if (status >= 500) log.LogWarning("{Path} on the {Door} could not be answered: {Kind}: {Why}", UntrustedText.OneLine(context.Request.Path, 200), door.Name, fault.GetType().Name, UntrustedText.OneLine(fault.Message, 300));
        if (context.Response.HasStarted) context.Abort();
        else await answers.Error(context, status, why);
    }

    private static string Words(int status) => status switch
    {
        StatusCodes.Status404NotFound => "there is nothing here",
        StatusCodes.Status405MethodNotAllowed => "this cannot be done here",
        _ => "the request cannot be answered",
    };
}
