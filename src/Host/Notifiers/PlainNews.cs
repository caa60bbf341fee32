using System.Text;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Notifiers;

/// <summary>
/// An announcement as plain text, for channels without cards: what, what to do, why, and where all of it is. What is cut first is the evidence; what the
/// reader must do has a quarter of the room, and the line that leads to all of it is always whole. Text of others is cleaned, and never obeyed where the channel is told that it is plain.
/// </summary>
internal static class PlainNews
{
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
        if (news.YourTurn is { } turn && UntrustedText.Lines(turn, limit / 4) is { Length: > 0 } yours) end.Append("\n\nYour turn: ").Append(yours);
        var foot = new StringBuilder("\n\nGateway ").Append(UntrustedText.OneLine(news.Gateway.Value, NameLimit));
        if (news.Incident is { } incident) foot.Append("; all of it: openclaw-actors incidents ").Append(UntrustedText.OneLine(incident.Value, NameLimit));
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

    /// <summary>What a glance tells.</summary>
    public static string Sign(Severity severity) => severity switch
    {
        Severity.Critical => "🚨",
        Severity.Warning => "⚠️",
        Severity.Resolved => "✅",
        _ => "ℹ️",
    };
}
