using System.Text;
using System.Text.Json;

namespace OpenClaw.Host.Logging.Reading;

/// <summary>One event of our JSON log (CLEF, <see href="https://clef-json.org"/>: <c>@t</c>, <c>@mt</c>, <c>@l</c>, <c>@x</c>, <c>@r</c> and its properties), as it was read back.</summary>
internal sealed class LogLine
{
    private const int LongestMessage = 8_000;
    private static readonly string[] Levels = ["Verbose", "Debug", "Information", "Warning", "Error", "Fatal"];
    private static readonly string[] Short = ["VRB", "DBG", "INF", "WRN", "ERR", "FTL"];

    private readonly JsonElement _event;

    private LogLine(string raw, JsonElement e, DateTimeOffset at) => (Raw, _event, At) = (raw, e, at);

    /// <summary>The line as it stands in the file.</summary>
    public string Raw { get; }

    /// <summary>When it was written.</summary>
    public DateTimeOffset At { get; }

    /// <summary>0 for verbose to 5 for fatal.</summary>
    public int Level => Text("@l") is { } word && Array.IndexOf(Levels, word) is >= 0 and var level ? level : 2;

    /// <summary>Three letters for <see cref="Level"/>.</summary>
    public string LevelWord => Short[Level];

    /// <summary>The message with its properties in place, and the exception below it; printable, bounded.</summary>
    public string Message => UntrustedText.Lines(Text("@x") is { } exception ? $"{Rendered()}\n{exception}" : Rendered(), LongestMessage);

    /// <summary>Reads one; null for what is no event: a line that a dying daemon has cut off, or somebody else's.</summary>
    public static LogLine? Parse(string raw)
    {
        try
        {
            using var document = JsonDocument.Parse(raw);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("@t", out var at) && at.ValueKind == JsonValueKind.String && at.TryGetDateTimeOffset(out var when)
                ? new LogLine(raw, root.Clone(), when)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether it is about this incident: it says so, or names it.</summary>
    public bool IsAbout(string incident)
    {
        if (Text("Incident") == incident) return true;
        var message = Rendered();
        for (var at = message.IndexOf(incident, StringComparison.Ordinal); at >= 0; at = message.IndexOf(incident, at + 1, StringComparison.Ordinal))
            if (!IsPartOfName(message, at - 1) && !IsPartOfName(message, at + incident.Length)) return true;
        return false;
    }

    /// <summary>Whether it is about this gateway: it says so, or an actor of its subtree has written it.</summary>
    public bool IsOf(string gateway) =>
        Text("Gateway") == gateway || (Text("ActorPath") is { } path && $"{path}/".Contains($"/gateways/{gateway}/", StringComparison.Ordinal));

    private static bool IsPartOfName(string text, int at) => at >= 0 && at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '-' or '_');

    private string? Text(string name) => _event.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>The template's holes filled: <c>{Name}</c>, <c>{Name:format}</c> (its text is in <c>@r</c>, in order), <c>{{</c> and <c>}}</c>.</summary>
    private string Rendered()
    {
        var (template, renderings, text) = (Text("@mt") ?? Text("@m") ?? "", 0, new StringBuilder());
        for (var at = 0; at < template.Length; at++)
        {
            if (template[at] is '{' or '}' && at + 1 < template.Length && template[at + 1] == template[at]) text.Append(template[at++]);
            else if (template[at] == '{' && template.IndexOf('}', at) is > 0 and var end)
            {
                text.Append(Hole(template[(at + 1)..end], ref renderings));
                at = end;
            }
            else text.Append(template[at]);
        }

        return text.ToString();
    }

    private string Hole(string hole, ref int renderings)
    {
        var (name, format) = hole.IndexOfAny([':', ',']) is >= 0 and var cut ? (hole[..cut], hole[cut] == ':' ? hole[(cut + 1)..] : "") : (hole, "");
        if (format.Length > 0 && _event.TryGetProperty("@r", out var all) && all.ValueKind == JsonValueKind.Array && renderings < all.GetArrayLength()
            && all[renderings++] is { ValueKind: JsonValueKind.String } rendered && format != "l") return rendered.GetString()!;
        return !_event.TryGetProperty(name.TrimStart('@', '$'), out var value) ? $"{{{hole}}}" : value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(static item => item.ValueKind == JsonValueKind.String ? item.GetString()! : item.GetRawText())),
            JsonValueKind.Null => "null",
            _ => value.GetRawText(),
        };
    }
}
