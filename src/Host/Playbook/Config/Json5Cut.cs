namespace OpenClaw.Host.Playbook.Config;

/// <summary>Cuts one member or item out of a text.</summary>
internal static class Json5Cut
{
    /// <summary>The document without it.</summary>
    public static Json5Document Out(Json5Document document, IReadOnlyList<Json5Slot> siblings, Json5Slot slot)
    {
        var text = document.Text;
        var before = siblings.LastOrDefault(other => other.Start < slot.Start);
        List<(int Start, int End)> cuts = [];
        if (slot.Comma is { } comma)
        {
            if (IsBlank(text, slot.Value.End, comma)) cuts.Add((slot.Start, comma + 1));
            else cuts.AddRange([(slot.Start, slot.Value.End), (comma, comma + 1)]);
        }
        else if (before?.Comma is { } previous && IsBlank(text, previous + 1, slot.Start))
        {
            // The last one without a comma: the one before becomes the last, and a strict reader of JSON may be reading too.
            return document.With(previous, slot.Value.End, "");
        }
        else
        {
            if (before?.Comma is { } other) cuts.Add((other, other + 1));
            cuts.Add((slot.Start, slot.Value.End));
        }

        foreach (var (start, end) in cuts.AsEnumerable().Reverse())
            text = start == slot.Start ? WithoutLine(text, start, end) : text.Remove(start, end - start);
        return Json5Edit.Parsed(text);
    }

    // Takes the whole lines where nothing else stands on them; within a line the blanks that follow.
    private static string WithoutLine(string text, int start, int end)
    {
        var lineStart = start;
        while (lineStart > 0 && text[lineStart - 1] is ' ' or '\t') lineStart--;
        var lineEnd = end;
        while (lineEnd < text.Length && text[lineEnd] is ' ' or '\t') lineEnd++;
        var isLineStart = lineStart == 0 || text[lineStart - 1] is '\n' or '\r';
        var isLineEnd = lineEnd == text.Length || text[lineEnd] is '\n' or '\r';
        if (!isLineStart) return isLineEnd ? text.Remove(lineStart, end - lineStart) : text.Remove(start, lineEnd - start);
        if (!isLineEnd) return text.Remove(start, lineEnd - start);
        if (lineEnd < text.Length && text[lineEnd] == '\r') lineEnd++;
        if (lineEnd < text.Length && text[lineEnd] == '\n') lineEnd++;
        return text.Remove(lineStart, lineEnd - lineStart);
    }

    private static bool IsBlank(string text, int from, int to) => !text.AsSpan(from, to - from).ContainsAnyExcept(" \t\r\n");
}
