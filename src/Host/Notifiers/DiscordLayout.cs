using System.Text;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Notifiers;

/// <summary>
/// Lays an announcement out as one card that Discord accepts by construction: title 256, description 4096, at most 25 fields of 256 and 1024,
/// 6000 together (Discord's webhook limits). Text of others can neither ping, nor link, nor break out of its block.
/// </summary>
internal static class DiscordLayout
{
    private const int TitleLimit = 256;
    private const int FieldLimit = 1024;

    // 256 title + 2700 description + 1024 each for what to do and the evidence + names, gateway, incident, key and what we add ourselves stay below 6000.
    private const int DescriptionLimit = 2700;
    private const int NameLimit = 100;
    private const int KeyLimit = 200;
    private const string Repeat = "*This may have reached you before.*";

    public static DiscordMessage Of(Announcement news)
    {
        var fields = new List<DiscordField>();
        fields.Add(new DiscordField("Your turn", Prose(news.YourTurn ?? "", FieldLimit) is { Length: > 0 } turn ? turn : PlainNews.Nothing, false));
        if (news.Evidence.Count > 0)
            fields.Add(new DiscordField("Evidence", Block(news.Evidence), false));
        fields.Add(new DiscordField("Gateway", Prose(news.Gateway.Value, NameLimit), true));
        if (news.Incident is { } incident)
            fields.Add(new DiscordField("Incident", Prose(incident.Value, NameLimit), true));
        if (PlainNews.Report(news) is { } report)
            fields.Add(new DiscordField("Full report", $"`{report.Replace('`', 'ˋ')}`", false));

        IEnumerable<string> said = [.. news.MayBeRepeat ? [Repeat] : Array.Empty<string>(), Prose(news.Body, DescriptionLimit), .. PlainNews.Besides(news).Select(static line => $"*{line}*")];
        var description = string.Join('\n', said.Where(static part => part.Length > 0));
        var sign = PlainNews.Sign(news.Severity);
        var embed = new DiscordEmbed(
            Prose($"{sign} {UntrustedText.OneLine(news.Title, TitleLimit)}", TitleLimit),
            description.Length == 0 ? null : description,
            Colour(news.Severity),
            news.At.ToUniversalTime(),
            // Discord refuses a field without a value.
            [.. fields.Where(static f => f.Value.Length > 0)],
            // Webhooks know no idempotency key (nonce and enforce_nonce are for bots' messages only), so the reader gets it: two cards with one key are one piece of news.
            new DiscordFooter($"OpenClaw.Actors · {UntrustedText.OneLine(news.Key, KeyLimit)}"));
        return new DiscordMessage([embed], new DiscordMentions([]));
    }

    private static int Colour(Severity severity) => severity switch
    {
        Severity.Critical => 0xE74C3C,
        Severity.Warning => 0xF1C40F,
        Severity.Resolved => 0x2ECC71,
        _ => 0x3498DB,
    };

    /// <summary>Text of others in which nothing is markup. Escaped first and cut then: an escape doubles a character, and the limit is on what is sent.</summary>
    internal static string Prose(string text, int limit)
    {
        var escaped = new StringBuilder();
        foreach (var c in UntrustedText.Lines(text, limit))
        {
            if (c is '\\' or '*' or '_' or '~' or '|' or '`' or '[' or ']' or '<' or '>' or '#')
                escaped.Append('\\');
            escaped.Append(c);
        }
        return WithoutHalfEscape(UntrustedText.Cut(escaped.ToString(), limit));
    }

    // A cut between a backslash and what it escapes would escape the ellipsis instead; that shows as the same text, so only the backslash goes.
    private static string WithoutHalfEscape(string text)
    {
        if (!text.EndsWith('…'))
            return text;
        var backslashes = 0;
        while (backslashes < text.Length - 1 && text[text.Length - 2 - backslashes] == '\\')
            backslashes++;
        return backslashes % 2 == 0 ? text : text[..^2] + "…";
    }

    private static string Block(IReadOnlyList<string> lines)
    {
        const string Open = "```\n";
        const string Close = "\n```";
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            if (text.Length > FieldLimit)
                break;
            text.Append(UntrustedText.OneLine(line, FieldLimit)).Append('\n');
        }
        // U+02CB looks like a backtick and closes no block.
        var inner = UntrustedText.Cut(text.ToString().TrimEnd().Replace('`', 'ˋ'), FieldLimit - Open.Length - Close.Length);
        return inner.Length == 0 ? "" : Open + inner + Close;
    }
}
