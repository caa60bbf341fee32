using System.Buffers;

namespace OpenClaw.Host.Playbook.Config;

/// <summary>What may be meant at the place where a reader of JSON5 stops.</summary>
internal static class SyntaxFixes
{
    /// <summary>What was done when something missing at the very end was added.</summary>
    public const string Closed = "the end of the file was completed";

    private static readonly Dictionary<string, string> ForeignWords = new(StringComparer.Ordinal) { ["True"] = "true", ["False"] = "false", ["None"] = "null" };

    private static readonly SearchValues<char> Debris = SearchValues.Create("\0\u001A\uFEFF \t\r\n");

    /// <summary>The texts that may be meant, each with what was done.</summary>
    public static IEnumerable<(string Text, string What)> For(string text, Json5Error error)
    {
        if (IsDebris(text, error.Offset)) return [(text[..error.Offset], Note("characters that are no text were cut off the end", error))];
        return error.Fault switch
        {
            Json5Fault.End => Close(text, error),
            Json5Fault.Comma => Comma(text, error),
            Json5Fault.Colon when text[error.Offset] == '=' => [(Put(text, error.Offset, 1, ":"), Note("= became :", error))],
            Json5Fault.Value or Json5Fault.Name => Token(text, error),
            Json5Fault.Quote => ClosingQuote(text, error),
            Json5Fault.Rest when text.AsSpan(error.Offset).TrimEnd() is "}" or "]" => [(text[..error.Offset] + text[(error.Offset + 1)..], Closed)],
            _ => [],
        };
    }

    private static IEnumerable<(string, string)> Close(string text, Json5Error error)
    {
        var quote = error.StringStart >= 0 ? text[error.StringStart].ToString() : "";
        var body = quote.Length > 0 ? text : text.TrimEnd();
        var newLine = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var closing = string.Concat(error.Open.Reverse().Select(open => newLine + Indent(text, open) + (text[open] == '{' ? '}' : ']')));
        return error.Open.Count == 0 ? [] : [($"{body}{quote}{closing}{newLine}", Closed)];
    }

    private static IEnumerable<(string, string)> Comma(string text, Json5Error error)
    {
        if (text[error.Offset] == ';') return [(Put(text, error.Offset, 1, ","), Note("; became ,", error))];
        return text.AsSpan(error.LastTokenEnd, error.Offset - error.LastTokenEnd).Contains('\n') ? [(Put(text, error.LastTokenEnd, 0, ","), Note("a comma was missing before", error))] : [];
    }

    private static IEnumerable<(string, string)> Token(string text, Json5Error error)
    {
        var at = error.Offset;
        if (at >= text.Length) return [];
        if (text[at] == ',' && error.LastTokenEnd > 0 && text[error.LastTokenEnd - 1] == ',') return [(text.Remove(at, 1), Note("there was a comma too many", error))];
        if (IsDouble(text[at]) || IsSingle(text[at])) return OpeningQuote(text, error);
        var word = new string([.. text.Skip(at).TakeWhile(char.IsAsciiLetter)]);
        return ForeignWords.TryGetValue(word, out var meant) && error.Fault == Json5Fault.Value ? [(Put(text, at, word.Length, meant), Note($"{word} became {meant}", error))] : [];
    }

    private static IEnumerable<(string, string)> OpeningQuote(string text, Json5Error error)
    {
        var (at, end) = (error.Offset, Json5Lexer.LineEnd(text, error.Offset));
        var isDouble = IsDouble(text[at]);
        var closing = text.AsSpan(at + 1, end - at - 1).IndexOfAny(isDouble ? "“”„‟\"" : "‘’‚‛'");
        if (closing < 0 || text.AsSpan(at + 1, closing).ContainsAny("\\\"")) return [];
        return [(Put(text, at, closing + 2, $"\"{text.Substring(at + 1, closing)}\""), Note("quotes of a word processor became plain ones", error))];
    }

    // A plain quote in front and a word processor's behind: clear only when there is one of them on the line.
    private static IEnumerable<(string, string)> ClosingQuote(string text, Json5Error error)
    {
        var isDouble = text[error.StringStart] == '"';
        var places = Enumerable.Range(error.StringStart, error.Offset - error.StringStart).Where(at => isDouble ? IsDouble(text[at]) : IsSingle(text[at])).ToArray();
        return places.Length == 1 ? [(Put(text, places[0], 1, text[error.StringStart].ToString()), Note("quotes of a word processor became plain ones", error))] : [];
    }

    private static bool IsDouble(char c) => c is '“' or '”' or '„' or '‟';

    private static bool IsSingle(char c) => c is '‘' or '’' or '‚' or '‛';

    private static bool IsDebris(string text, int at) => at < text.Length && text.AsSpan(at).ContainsAny("\0\u001A") && !text.AsSpan(at).ContainsAnyExcept(Debris);

    private static string Put(string text, int at, int length, string put) => string.Concat(text.AsSpan(0, at), put, text.AsSpan(at + length));

    private static string Note(string what, Json5Error error) => $"{what} (line {error.Line})";

    private static string Indent(string text, int at) => new([.. text.Skip(at == 0 ? 0 : text.LastIndexOf('\n', at - 1) + 1).TakeWhile(static c => c is ' ' or '\t')]);
}
