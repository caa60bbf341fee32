using System.Net;
using System.Text;
using System.Text.Json;

namespace OpenClaw.Host.Demo;

/// <summary>A message as a reader of the channel would see it.</summary>
/// <param name="Title">The embed's title, or the first line of the text.</param>
/// <param name="Text">The rest.</param>
internal sealed record DiscordMessage(string Title, string Text);

/// <summary>Stands in for Discord on 127.0.0.1: takes what the notifier posts to its webhook and hands it to a reader. Nothing leaves the machine.</summary>
internal sealed class DiscordSink : IAsyncDisposable
{
    private const string WebhookPath = "/api/webhooks/1/demo";
    private const int LargestBody = 64 * 1024;

    private readonly WebApplication _app;

    private DiscordSink(WebApplication app, Uri webhook) => (_app, Webhook) = (app, webhook);

    /// <summary>The webhook to post to. It is no secret: it ends with the demo.</summary>
    public Uri Webhook { get; }

    /// <summary>Starts to listen on a port that the system chooses.</summary>
    /// <param name="read">Called once for each message, in their order, from any thread.</param>
    /// <param name="cancel">Gives up the start.</param>
    public static async Task<DiscordSink> Start(Action<DiscordMessage> read, CancellationToken cancel)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        var app = builder.Build();
        app.Run(context => Take(context, read));
        await app.StartAsync(cancel);
        return new DiscordSink(app, new Uri(new Uri(app.Urls.First()), WebhookPath));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task Take(HttpContext context, Action<DiscordMessage> read)
    {
        if (context.Request.Method != "POST" || context.Request.Path != WebhookPath)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        try
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
            read(Parse(body.RootElement));
        }
        catch (JsonException)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        // With wait=true Discord answers 200 and the message, else 204.
        if (context.Request.Query["wait"] != "true")
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync("""{"id":"1"}""", context.RequestAborted);
    }

    private static DiscordMessage Parse(JsonElement body)
    {
        var text = new StringBuilder(Text(body, "content"));
        if (body.TryGetProperty("embeds", out var embeds) && embeds.ValueKind == JsonValueKind.Array)
            foreach (var embed in embeds.EnumerateArray())
                text.AppendLine().AppendLine(Text(embed, "title")).Append(Text(embed, "description"));
        var lines = text.ToString().Split('\n', 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return new DiscordMessage(lines.FirstOrDefault(""), lines.ElementAtOrDefault(1) ?? "");
    }

    private static string Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
