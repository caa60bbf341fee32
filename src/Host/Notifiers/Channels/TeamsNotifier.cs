using System.Text.Json.Nodes;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Configuration;

namespace OpenClaw.Host.Notifiers.Channels;

/// <summary>
/// Microsoft Teams, by a workflow's webhook ("When a Teams webhook request is received"): one adaptive card of text runs, in which nothing is markup or a mention.
/// Limit (learn.microsoft.com, "Create and send messages"): 28 kB.
/// </summary>
internal sealed class TeamsNotifier(ChannelTools tools, SecretText url, Severity floor)
    : HttpChannel(tools, "teams", "Microsoft Teams", "Make a new workflow webhook and set OPENCLAW_ACTORS_TEAMS_URL", floor)
{
    // Three bytes a character, written as \uXXXX six, and 70 around each line: below 28 kB whatever it holds.
    private const int Limit = 3600;
    private const int MostLines = 50;

    /// <summary>Its settings.</summary>
    public static ChannelKind Kind { get; } = new("teams", [ChannelKind.Secret("teams", "url")], static read =>
        read.SecretUrl("url", "https://ID.environment.api.powerplatform.com/powerautomate/automations/direct/workflows/…") is { } url && read.Floor is var floor ? tools => new TeamsNotifier(tools, url, floor) : null);

    /// <inheritdoc/>
    protected override HttpRequestMessage Request(Announcement news) => new(HttpMethod.Post, url.Reveal())
    {
        Content = JsonBody.Of(new JsonObject
        {
            ["type"] = "message",
            ["attachments"] = new JsonArray(new JsonObject
            {
                ["contentType"] = "application/vnd.microsoft.card.adaptive",
                ["content"] = new JsonObject
                {
                    ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
                    ["type"] = "AdaptiveCard",
                    ["version"] = "1.4",
                    ["body"] = new JsonArray(
                    [
                        Line(PlainNews.Title(news), isTitle: true), .. Lines(PlainNews.Body(news, Limit)).Select(static line => Line(line, isTitle: false)),
                    ]),
                },
            }),
        }),
    };

    // More than the most lines are put together, several in one, so that none is lost.
    private static IEnumerable<string> Lines(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines.Chunk((lines.Length + MostLines - 1) / MostLines).Select(static some => string.Join(" | ", some));
    }

    private static JsonObject Line(string text, bool isTitle)
    {
        var run = new JsonObject { ["type"] = "TextRun", ["text"] = text };
        if (isTitle) (run["weight"], run["size"]) = ("Bolder", "Medium");
        return new JsonObject { ["type"] = "RichTextBlock", ["inlines"] = new JsonArray(run) };
    }
}
