using System.Text.Json.Nodes;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Notifiers.Channels;

/// <summary>
/// Lays an announcement out for Slack: blocks of <c>plain_text</c>, in which nothing is a mention, a link or markup. Limits (api.slack.com/reference/block-kit): 150
/// characters in a header, 3000 in a section.
/// </summary>
internal static class SlackLayout
{
    private const int HeaderLimit = 150;
    private const int SectionLimit = 3000;

    /// <summary>The <c>text</c> and <c>blocks</c> of a message.</summary>
    public static JsonObject Of(Announcement news)
    {
        var title = UntrustedText.Cut(PlainNews.Title(news), HeaderLimit);
        return new JsonObject
        {
            // What a notification shows, and screens that know no blocks. In it the three characters that could begin something are escaped.
            ["text"] = title.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal),
            ["blocks"] = new JsonArray(Block("header", title), Block("section", PlainNews.Body(news, SectionLimit))),
        };
    }

    private static JsonObject Block(string type, string text) => new() { ["type"] = type, ["text"] = new JsonObject { ["type"] = "plain_text", ["text"] = text, ["emoji"] = false } };
}
