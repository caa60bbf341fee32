using System.Buffers;
using System.Globalization;
using System.Numerics;

namespace OpenClaw.Host.Playbook.Config;

/// <summary>Numbers and the words that are values.</summary>
internal static class Json5Literal
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>What the word means; false when it means nothing in JSON5.</summary>
    public static bool TryRead(ReadOnlySpan<char> word, out object? value)
    {
        value = word switch { "true" => true, "false" => false, _ => null };
        if (value is not null || word is "null") return true;
        var number = word is ['+' or '-', ..] ? word[1..] : word;
        if (Magnitude(number) is not { } magnitude) return false;
        value = word is ['-', ..] ? -magnitude : magnitude;
        return true;
    }

    private static double? Magnitude(ReadOnlySpan<char> number) => number switch
    {
        "Infinity" => double.PositiveInfinity,
        "NaN" => double.NaN,
        ['0', 'x' or 'X', .. var digits] => Hexadecimal(digits),
        _ => Decimal(number),
    };

    private static double? Hexadecimal(ReadOnlySpan<char> digits) =>
        digits.Length is > 0 and <= 512 && !digits.ContainsAnyExcept(HexDigits)
            ? (double)BigInteger.Parse(string.Concat("0", digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
            : null;

    // What .NET takes beyond JSON5: numbers with a zero in front.
    private static double? Decimal(ReadOnlySpan<char> number) =>
        number.Length > 0 && (char.IsAsciiDigit(number[0]) || number is ['.', >= '0' and <= '9', ..]) && number is not ['0', >= '0' and <= '9', ..]
        && double.TryParse(number, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;
}
