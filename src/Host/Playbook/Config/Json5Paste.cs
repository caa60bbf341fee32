namespace OpenClaw.Host.Playbook.Config;

/// <summary>Puts a member into an object where it stands in another text, indented as its neighbours are.</summary>
internal static class Json5Paste
{
    /// <summary>The document with the member.</summary>
    /// <param name="document">The document.</param>
    /// <param name="into">The object in it.</param>
    /// <param name="source">The document that has the member.</param>
    /// <param name="model">The object there.</param>
    /// <param name="member">The member there.</param>
    public static Json5Document Member(Json5Document document, Json5Object into, Json5Document source, Json5Object model, Json5Slot member)
    {
        var raw = $"{source.Text[member.Start..member.NameEnd]}: {source.Raw(member.Value)}";
        if (into.Members.Count == 0) return IntoEmpty(document, into, raw);
        var before = model.Members.Where(other => other.Start < member.Start && into.Find(other.Name!) is not null).Select(other => into.Find(other.Name!)!).LastOrDefault();
        return before is null ? First(document, into.Members[0], raw) : After(document, before, raw);
    }

    private static Json5Document First(Json5Document document, Json5Slot first, string raw) =>
        document.With(first.Start, first.Start, $"{raw},{Separator(document.Text, first)}");

    private static Json5Document After(Json5Document document, Json5Slot neighbour, string raw)
    {
        var separator = Separator(document.Text, neighbour);
        if (neighbour.Comma is { } comma)
        {
            var at = PastRemark(document.Text, comma + 1);
            return document.With(at, at, $"{separator}{raw},");
        }

        // A remark at the end of the neighbour's line stays the neighbour's.
        var end = PastRemark(document.Text, neighbour.Value.End);
        return document.With(neighbour.Value.End, end, $",{document.Text[neighbour.Value.End..end]}{separator}{raw}");
    }

    private static Json5Document IntoEmpty(Json5Document document, Json5Object into, string raw)
    {
        var (text, outer) = (document.Text, Indent(document.Text, into.Start));
        var unit = document.Root is Json5Object { Members: [var first, ..] } && IsOwnLine(text, first.Start) && Indent(text, first.Start) is { Length: > 0 } used ? used : "  ";
        var newLine = NewLine(text);
        var inner = text[(into.Start + 1)..(into.End - 1)].TrimEnd(' ', '\t', '\r', '\n');
        return document.With(into.Start + 1, into.End - 1, $"{inner}{newLine}{outer}{unit}{raw}{newLine}{outer}");
    }

    private static string Separator(string text, Json5Slot neighbour) => IsOwnLine(text, neighbour.Start) ? NewLine(text) + Indent(text, neighbour.Start) : " ";

    private static bool IsOwnLine(string text, int at) => text.AsSpan(LineStart(text, at), at - LineStart(text, at)).IsWhiteSpace();

    private static string Indent(string text, int at)
    {
        var start = LineStart(text, at);
        var end = start;
        while (end < at && text[end] is ' ' or '\t') end++;
        return text[start..end];
    }

    private static int LineStart(string text, int at) => at == 0 ? 0 : text.LastIndexOf('\n', at - 1) + 1;

    private static string NewLine(string text) => text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";

    // Past comments that end with the line; where something else follows on it, nothing is passed.
    private static int PastRemark(string text, int from)
    {
        var at = from;
        while (at < text.Length)
        {
            if (text[at] is ' ' or '\t') at++;
            else if (string.CompareOrdinal(text, at, "//", 0, 2) == 0) return Json5Lexer.LineEnd(text, at);
            else if (string.CompareOrdinal(text, at, "/*", 0, 2) == 0) at = text.IndexOf("*/", at + 2, StringComparison.Ordinal) + 2;
            else break;
        }

        return at < text.Length && text[at] is '\n' or '\r' && at > from && !text.AsSpan(from, at - from).IsWhiteSpace() ? at : from;
    }
}
