using System.Security.Cryptography;

namespace OpenClaw.Host.Surface;

/// <summary><c>GET /</c> and <c>/assets/*</c>: the page, out of the program itself. Only names that are in the program can be asked for.</summary>
internal sealed class PageRoutes : ISurfaceRoutes
{
    private const string Prefix = "page/";

    // Read when somebody asks: most daemons are never looked at.
    private static readonly Lazy<IReadOnlyDictionary<string, PageFile>> Files = new(Load);

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes, SurfaceDoor door)
    {
        string[] looks = [HttpMethods.Get, HttpMethods.Head];
        routes.MapMethods("/", looks, static context => Show(context, "index.html"));
        routes.MapMethods("/assets/{**name}", looks, static context => Show(context, $"assets/{context.Request.RouteValues["name"]}"));
    }

    private static Task Show(HttpContext context, string name)
    {
        if (!Files.Value.TryGetValue(name, out var file))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        var (request, response) = (context.Request, context.Response);
        response.Headers.ETag = file.Tag;
        // Asked for again each time, so that an update is seen at once; the tag spares the bytes.
        response.Headers.CacheControl = "no-cache";
        if (request.Headers.IfNoneMatch.Contains(file.Tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.ContentType = file.Type;
        response.ContentLength = file.Bytes.Length;
        return HttpMethods.IsHead(request.Method) ? Task.CompletedTask : response.Body.WriteAsync(file.Bytes, context.RequestAborted).AsTask();
    }

    private static Dictionary<string, PageFile> Load()
    {
        var files = new Dictionary<string, PageFile>(StringComparer.Ordinal);
        var program = typeof(PageRoutes).Assembly;
        foreach (var resource in program.GetManifestResourceNames().Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var stream = program.GetManifestResourceStream(resource)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            files[resource[Prefix.Length..]] = new PageFile(bytes, TypeOf(resource), $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 12))}\"");
        }

        return files;
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" or ".mjs" => "text/javascript; charset=utf-8",
        ".json" or ".map" => "application/json; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".png" => "image/png",
        ".ico" => "image/x-icon",
        ".woff2" => "font/woff2",
        ".webmanifest" => "application/manifest+json",
        _ => "text/plain; charset=utf-8",
    };

    private sealed record PageFile(byte[] Bytes, string Type, string Tag);
}
