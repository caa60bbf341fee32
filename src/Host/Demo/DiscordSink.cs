using System.Net;
using System.Text;
using System.Text.Json;

namespace OpenClaw.Host.Demo;

/// <summary>A message as a reader of the channel would see it.</summary>
/// <param name="Title">The embed's title, or the first line of the text.</param>
/// <param name="Text">The rest.</param>
internal sealed record ReceivedMessage(string Title, string Text);

/// <summary>Stands in for Discord on 127.0.0.1: takes what the notifier posts to its webhook and hands it to a reader. Nothing leaves the machine.</summary>
internal sealed class DiscordSink : IAsyncDisposable
{
    private const string WebhookPath = "/api/webhooks/1/demo";
    private const int LargestBody = 64 * 1024;

    // They all have one id: a reader of the demo sees them go by.
    private const string Message = "1";

    private readonly WebApplication _app;

    private DiscordSink(WebApplication app, Uri webhook) => (_app, Webhook) = (app, webhook);

    /// <summary>The webhook to post to. It is no secret: it ends with the demo.</summary>
    public Uri Webhook { get; }

    /// <summary>Starts to listen on a port that the system chooses.</summary>
    /// <param name="read">Called once for each message and each edit of one, in their order, from any thread.</param>
    /// <param name="cancel">Gives up the start.</param>
    public static async Task<DiscordSink> Start(Action<ReceivedMessage> read, CancellationToken cancel)
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

    private static async Task Take(HttpContext context, Action<ReceivedMessage> read)
    {
        var isEdit = context.Request.Method == "PATCH" && context.Request.Path == $"{WebhookPath}/messages/{Message}";
        if (!isEdit && (context.Request.Method != "POST" || context.Request.Path != WebhookPath))
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

        // With wait=true Discord answers 200 and the message, else 204; to an edit always the message.
        if (!isEdit && context.Request.Query["wait"] != "true")
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync($$"""{"id":"{{Message}}"}""", context.RequestAborted);
    }

    private static ReceivedMessage Parse(JsonElement body)
    {
        var text = new StringBuilder(Text(body, "content"));
        if (body.TryGetProperty("embeds", out var embeds) && embeds.ValueKind == JsonValueKind.Array)
            foreach (var embed in embeds.EnumerateArray())
                text.Append('\n').Append(Text(embed, "title")).Append('\n').Append(Text(embed, "description"));
        var lines = text.ToString().Split('\n', 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return new ReceivedMessage(Shown(lines.FirstOrDefault("")), Shown(lines.ElementAtOrDefault(1) ?? ""));
    }

    /// <summary>Discord shows what a backslash stands before, not the backslash.</summary>
    private static string Shown(string markdown)
    {
        var shown = new StringBuilder(markdown.Length);
        for (var i = 0; i < markdown.Length; i++)
        {
            if (markdown[i] == '\\' && i + 1 < markdown.Length && char.IsAscii(markdown[i + 1]) && !char.IsAsciiLetterOrDigit(markdown[i + 1])) i++;
            shown.Append(markdown[i]);
        }

        return shown.ToString();
    }

    private static string Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
