using System.Globalization;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Doctors;

/// <summary>Foreign text as a doctor's papers show it: <see cref="UntrustedText"/> with the bounds that suit a report.</summary>
internal static class PlainText
{
    /// <summary>One line.</summary>
    public static string Line(string? text, int limit = 500) => UntrustedText.OneLine(text ?? "", limit);

    /// <summary>Several lines; what is cut off is counted, so that nobody takes a part for the whole.</summary>
    public static string Block(string? text, int limit = 20_000)
    {
        var all = (text ?? "").Replace("\r\n", "\n", StringComparison.Ordinal);
        var shown = UntrustedText.Lines(all, limit);
        return all.Length <= limit ? shown : $"{shown}\n... ({(all.Length - limit).ToString(CultureInfo.InvariantCulture)} more characters)";
    }

    /// <summary>US dollars, as people write them.</summary>
    public static string Money(decimal usd) => string.Create(CultureInfo.InvariantCulture, $"${usd:0.00##}");
}
