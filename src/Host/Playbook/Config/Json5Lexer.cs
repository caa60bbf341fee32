using System.Globalization;
using System.Text;

namespace OpenClaw.Host.Playbook.Config;

/// <summary>The tokens of JSON5, one after the other.</summary>
internal sealed class Json5Lexer(string text)
{
    private int _lastTokenEnd;

    /// <summary>Where it stands.</summary>
    public int At { get; private set; }

    /// <summary>Nothing is left.</summary>
    public bool IsAtEnd => At >= text.Length;

    /// <summary>The next character; only before the end.</summary>
    public char Peek => text[At];

    /// <summary>Takes one character that is a token of its own.</summary>
    public void Take() => _lastTokenEnd = ++At;

    /// <summary>Takes this character if it is the next one.</summary>
    public bool TryTake(char token)
    {
        if (IsAtEnd || Peek != token) return false;
        Take();
        return true;
    }

    /// <summary>Skips white space and comments.</summary>
    public void SkipBlank()
    {
        while (!IsAtEnd)
        {
            if (IsBlank(Peek)) At++;
            else if (Follows("//")) At = LineEnd(text, At);
            else if (Follows("/*")) At = text.IndexOf("*/", At + 2, StringComparison.Ordinal) is >= 0 and var end ? end + 2 : throw Fault(Json5Fault.Other, At, "this comment has no end");
            else return;
        }
    }

    /// <summary>A string in either quotes.</summary>
    public Json5Scalar String()
    {
        var (start, quote, value) = (At++, text[At - 1], new StringBuilder());
        while (!IsAtEnd)
        {
            var next = text[At++];
            if (next == quote)
            {
                _lastTokenEnd = At;
                return new(start, At, value.ToString());
            }

            if (next is '\n' or '\r') throw StringFault(Json5Fault.Quote, At - 1, start, "the line ends within a string");
            if (next == '\\') Escape(value, start);
            else value.Append(next);
        }

        throw StringFault(Json5Fault.End, At, start, "the text ends within a string");
    }

    /// <summary>A number or one of the words that are values.</summary>
    public Json5Scalar Literal()
    {
        var start = At;
        var end = start;
        while (end < text.Length && IsLiteral(text[end])) end++;
        var word = text.AsSpan(start, end - start);
        if (!Json5Literal.TryRead(word, out var value))
            throw Fault(Json5Fault.Value, start, word.IsEmpty ? "a value is expected here" : "this is no value: a string needs quotes");
        At = _lastTokenEnd = end;
        return new(start, end, value);
    }

    /// <summary>A key without quotes.</summary>
    public string Name()
    {
        var (start, name) = (At, new StringBuilder());
        while (!IsAtEnd)
        {
            if (Peek == '\\' && At + 6 <= text.Length && text[At + 1] == 'u' && Hex(At + 2, 4) is { } code)
            {
                name.Append((char)code);
                At += 6;
            }
            else if (IsNamePart(Peek, name.Length == 0)) name.Append(text[At++]);
            else break;
        }

        if (name.Length == 0) throw Fault(Json5Fault.Name, start, "a key or a closing } is expected here");
        _lastTokenEnd = At;
        return name.ToString();
    }

    /// <summary>What is wrong, to be thrown.</summary>
    public Json5Exception Fault(Json5Fault fault, int offset, string message)
    {
        var before = text.AsSpan(0, Math.Min(offset, text.Length));
        return new(new(offset, before.Count('\n') + 1, offset - (before.LastIndexOf('\n') + 1) + 1, message, fault) { LastTokenEnd = _lastTokenEnd });
    }

    /// <summary>Where the line ends that holds this place: its line break, or the text's end.</summary>
    public static int LineEnd(string text, int from) => text.AsSpan(from).IndexOfAny("\n\r\u2028\u2029") is >= 0 and var length ? from + length : text.Length;

    /// <summary>White space as JSON5 knows it, line breaks and byte order marks included.</summary>
    public static bool IsBlank(char c) =>
        c is ' ' or '\t' or '\n' or '\r' or '\v' or '\f' or '\u00A0' or '\uFEFF' or '\u2028' or '\u2029' || char.GetUnicodeCategory(c) == UnicodeCategory.SpaceSeparator;

    private Json5Exception StringFault(Json5Fault fault, int offset, int start, string message) => new(Fault(fault, offset, message).Error with { StringStart = start });

    private bool Follows(string token) => string.CompareOrdinal(text, At, token, 0, token.Length) == 0;

    private void Escape(StringBuilder value, int start)
    {
        if (IsAtEnd) throw StringFault(Json5Fault.End, At, start, "the text ends within a string");
        var escaped = text[At++];
        switch (escaped)
        {
            case '\r':
                if (!IsAtEnd && Peek == '\n') At++;
                break;
            case '\n' or '\u2028' or '\u2029': break;
            case 'x': value.Append(Code(2)); break;
            case 'u': value.Append(Code(4)); break;
            case '0' when IsAtEnd || !char.IsAsciiDigit(Peek): value.Append('\0'); break;
            case >= '0' and <= '9': throw Fault(Json5Fault.Other, At - 1, "an escape of a digit is no JSON5");
            default: value.Append(escaped switch { 'b' => '\b', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', 'v' => '\v', _ => escaped }); break;
        }
    }

    private char Code(int digits)
    {
        var code = Hex(At, digits) ?? throw Fault(Json5Fault.Other, At, $"{digits} hexadecimal digits are expected here");
        At += digits;
        return (char)code;
    }

    private int? Hex(int from, int digits) =>
        from + digits <= text.Length && int.TryParse(text.AsSpan(from, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) ? code : null;

    private static bool IsLiteral(char c) => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.' or '_' or '$';

    // Surrogates are taken as they come: letters beyond the basic plane are rare in keys, and the check of OpenClaw follows.
    private static bool IsNamePart(char c, bool isFirst) => c is '$' or '_' || char.IsLetter(c) || char.GetUnicodeCategory(c) is UnicodeCategory.LetterNumber or UnicodeCategory.Surrogate
        || !isFirst && (c is '\u200C' or '\u200D' || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
            or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.ConnectorPunctuation);
}
