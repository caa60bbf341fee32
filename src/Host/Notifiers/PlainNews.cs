using System.Globalization;
using System.Text;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Notifiers;

/// <summary>
/// An announcement as plain text, for channels without cards: what, what to do, why, what else it stands for, and where all of it is. What is cut first is the evidence; what
/// the reader must do has a quarter of the room, and the line that leads to all of it is always whole. Text of others is cleaned, and never obeyed where the channel is told that it is plain.
/// </summary>
internal static class PlainNews
{
    /// <summary>What a reader who must do nothing is told.</summary>
    public const string Nothing = "nothing";

    private const int TitleLimit = 200;
    private const int NameLimit = 60;
    private const int KeyLimit = 80;

    // Title, what is to be done, names, key and our own words together; what is left is for the body and the evidence.
    private const int Least = 1000;

    /// <summary>The title with its sign, at most 200 characters.</summary>
    public static string Title(Announcement news) => UntrustedText.Cut($"{Sign(news.Severity)} {UntrustedText.OneLine(news.Title, TitleLimit)}", TitleLimit);

    /// <summary>Everything below the title.</summary>
    /// <param name="news">The news.</param>
    /// <param name="limit">The most characters (UTF-16), at least 1000.</param>
    public static string Body(Announcement news, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, Least);
        var end = new StringBuilder();
        end.Append("\n\nYour turn: ").Append(UntrustedText.Lines(news.YourTurn ?? "", limit / 4) is { Length: > 0 } yours ? yours : Nothing);
        var foot = new StringBuilder("\n");
        foreach (var line in Besides(news)) foot.Append('\n').Append(line);
        foot.Append("\nGateway ").Append(UntrustedText.OneLine(news.Gateway.Value, NameLimit));
        if (Report(news) is { } report) foot.Append("; all of it: ").Append(report);
        foot.Append('\n').Append(UntrustedText.OneLine(news.Key, KeyLimit));
        if (news.MayBeRepeat) foot.Append(" (this may have reached you before)");
        var text = new StringBuilder(UntrustedText.Lines(news.Body, limit / 4)).Append(end);
        var room = limit - foot.Length;
        var first = true;
        foreach (var line in news.Evidence.Select(line => UntrustedText.OneLine(line, limit / 3)).Where(static line => line.Length > 0))
        {
            var more = first ? $"\n\nEvidence:\n- {line}" : $"\n- {line}";
            if (text.Length + more.Length + 4 > room)
            {
                text.Append("\n- …");
                break;
            }

            text.Append(more);
            first = false;
        }

        return UntrustedText.Cut(text.ToString().TrimStart(), room) + foot;
    }

    /// <summary>Title and everything else in one text.</summary>
    public static string Text(Announcement news, int limit) => $"{Title(news)}\n\n{Body(news, limit - TitleLimit - 2)}";

    /// <summary>What else the reader must know: what this message stands for, and what was never told. Our own words and numbers, below 160 characters together.</summary>
    public static IEnumerable<string> Besides(Announcement news)
    {
        if (news.Folded > 0) yield return string.Create(CultureInfo.InvariantCulture, $"This stands for {news.Folded} more that could not be told in their time.");
        if (news.Missed > 0) yield return string.Create(CultureInfo.InvariantCulture, $"{news.Missed} older messages were dropped, as too many waited: openclaw-actors incidents");
    }

    /// <summary>The command that shows the full report; null for what is no incident.</summary>
    public static string? Report(Announcement news) => news.Incident is { } incident ? $"openclaw-actors incidents {UntrustedText.OneLine(incident.Value, NameLimit)}".TrimEnd() : null;

    /// <summary>What a glance tells.</summary>
    public static string Sign(Severity severity) => severity switch
    {
        Severity.Critical => "🚨",
        Severity.Warning => "⚠️",
        Severity.Resolved => "✅",
        _ => "ℹ️",
    };
}
