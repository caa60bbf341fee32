using System.Globalization;
using System.Text.RegularExpressions;

namespace OpenClaw.Host.Cli;

/// <summary>A length of time as it is typed, first of all a pause's: a number with its unit, e.g. <c>90m</c>, <c>2h</c>, <c>1.5d</c>.</summary>
public static partial class PauseLength
{
    /// <summary>The longest pause. One without an end is a pause without <c>--for</c>.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>Reads it; null when it is no length, not longer than zero, or longer than <see cref="Longest"/>.</summary>
    public static TimeSpan? Parse(string text) => Parse(text, Longest);

    /// <summary>Reads it; null when it is no length, not longer than zero, or longer than what is the longest here.</summary>
    public static TimeSpan? Parse(string text, TimeSpan longest)
    {
        if (Pattern().Match(text) is not { Success: true } match || !double.TryParse(match.Groups[1].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return null;
        var seconds = number * match.Groups[2].Value switch { "s" => 1, "m" => 60, "h" => 3600, _ => 86400 };
        return seconds > 0 && seconds <= longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
    }

    [GeneratedRegex(@"\A([0-9]{1,9}(?:\.[0-9]{1,3})?)\s*(s|m|h|d)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
