using System.Globalization;
using System.Text.RegularExpressions;

namespace OpenClaw.Host.Processes.Systemd;

/// <summary>Time spans as <c>systemctl show</c> writes them: <c>5s</c>, <c>1min 30s</c>, <c>100ms</c> (systemd.time(7)).</summary>
internal static partial class SystemdTime
{
    /// <summary>The span; null for <c>infinity</c>, for a missing value and for what is no span.</summary>
    public static TimeSpan? Span(string text)
    {
        var match = Whole().Match(text);
        if (!match.Success)
            return null;
        var sum = TimeSpan.Zero;
        for (var i = 0; i < match.Groups["number"].Captures.Count; i++)
            sum += double.Parse(match.Groups["number"].Captures[i].ValueSpan, CultureInfo.InvariantCulture) * Unit(match.Groups["unit"].Captures[i].Value);
        return sum;
    }

    private static TimeSpan Unit(string name) => name switch
    {
        "us" => TimeSpan.FromMicroseconds(1),
        "ms" => TimeSpan.FromMilliseconds(1),
        "s" => TimeSpan.FromSeconds(1),
        "min" => TimeSpan.FromMinutes(1),
        "h" => TimeSpan.FromHours(1),
        "d" => TimeSpan.FromDays(1),
        _ => TimeSpan.FromDays(7),
    };

    // Months and years are left out: nobody waits so long, and a span that is not known is treated with more care than one that is.
    [GeneratedRegex(@"^(?:(?<number>\d{1,6}(?:\.\d{1,6})?)(?<unit>us|ms|s|min|h|d|w)(?: |$))+$")]
    private static partial Regex Whole();
}
