using System.Globalization;
using System.Text.RegularExpressions;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Configuration;

/// <summary>Reads values as what they mean. Every failure is one line for the owner.</summary>
internal sealed partial class SettingsReader(SettingsLayers layers)
{
    // Timers of the platform end at 49 days; nothing here is meant to wait longer than this.
    private static readonly TimeSpan LongestPeriod = TimeSpan.FromDays(30);
    private static readonly TimeSpan ShortestPeriod = TimeSpan.FromMilliseconds(1);

    /// <summary>The value as given for the gateway, else for all; null when it is empty or not given.</summary>
    public Given? Find(string key, string? gateway = null)
    {
        var own = gateway is null ? null : layers.Values.GetValueOrDefault(SettingsSchema.Gateways + gateway + "." + key);
        return (own ?? layers.Values.GetValueOrDefault(key)) is { } given && (given.Items is not null || given.Text.Length > 0) ? given : null;
    }

    public Given Require(string key, string? gateway = null) =>
        Find(key, gateway) ?? throw (layers.Values.TryGetValue(gateway is null ? key : SettingsSchema.Gateways + gateway + "." + key, out var empty)
            ? Wrong(empty, "it must not be empty", "Give it a value, or remove the line")
            : new ConfigurationException($"{SettingsSchema.Root}.{key} is missing. The shipped hocon/openclaw.conf is damaged: install again."));

    public TimeSpan Period(string key, string? gateway = null) => Period(Require(key, gateway));

    public IReadOnlyList<TimeSpan> Periods(string key, string? gateway = null)
    {
        var given = Require(key, gateway);
        return given.Items is { Count: > 0 } items
            ? [.. items.Select(item => Period(given with { Text = item, Items = null }))]
            : throw Wrong(given, "expected a list of periods", "Write for example [10s, 30s, 90s]");
    }

    /// <summary>Known names, each at most once.</summary>
    public IReadOnlyList<string> Names(string key, IReadOnlyList<string> known)
    {
        var given = Require(key);
        if (given.Items is not { Count: > 0 } items) throw Wrong(given, "expected a list of names", $"Write for example [{string.Join(", ", known)}]");
        foreach (var item in items)
        {
            if (!known.Contains(item)) throw Wrong(given with { Text = item, Items = null }, $"expected one of {string.Join(", ", known)}", "Correct the name or take it out");
            if (items.Count(other => other == item) > 1) throw Wrong(given with { Text = item, Items = null }, "it is named twice", "Name it once");
        }

        return items;
    }

    /// <summary>Ids of people and places at a service: whole numbers, some of them negative; may be empty.</summary>
    public IReadOnlySet<string> Ids(string key)
    {
        if (Find(key) is not { } given) return new HashSet<string>();
        var items = given.Items ?? throw Wrong(given, "expected a list of ids", "Write for example [123456789]");
        return items.FirstOrDefault(static item => !IdPattern().IsMatch(item)) is { } none
            ? throw Wrong(given with { Text = none, Items = null }, "expected an id, which is a whole number", "A name will not do: anybody can take it")
            : items.ToHashSet(StringComparer.Ordinal);
    }

    public int Count(string key, int least, int most, string? gateway = null)
    {
        var given = Require(key, gateway);
        return IsPlainNumber(given) && int.TryParse(given.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= least && count <= most
            ? count
            : throw Wrong(given, $"expected a whole number from {least} to {most}", "Write it without a unit");
    }

    public decimal Amount(string key, bool mayBeZero = false)
    {
        var given = Require(key);
        return given.Items is null && decimal.TryParse(given.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && (amount > 0 || (mayBeZero && amount == 0))
            ? amount
            : throw Wrong(given, mayBeZero ? "expected a number, 0 or above" : "expected a number above 0", "Write for example 5 or 2.50");
    }

    /// <summary>A number of bytes, written with its unit.</summary>
    public long Size(string key, long least, long most)
    {
        var given = Require(key);
        var match = given.Items is null ? SizePattern().Match(given.Text) : Match.Empty;
        var bytes = !match.Success ? 0 : decimal.Parse(match.Groups[1].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture)
            * match.Groups[2].Value switch { "KB" => 1_000, "MB" => 1_000_000, _ => 1_000_000_000 };
        return match.Success && bytes >= least && bytes <= most
            ? (long)bytes
            : throw Wrong(given, $"expected a size with its unit (KB, MB, GB), from {SizeText(least)} to {SizeText(most)}", "Write for example 20MB");
    }

    public bool Switch(string key, string? gateway = null)
    {
        var given = Require(key, gateway);
        return given.Text.ToUpperInvariant() switch
        {
            "ON" or "TRUE" or "YES" => true,
            "OFF" or "FALSE" or "NO" => false,
            _ => throw Wrong(given, "expected on or off", "Write one of the two"),
        };
    }

    public T OneOf<T>(string key, IReadOnlyDictionary<string, T> words, string? gateway = null)
    {
        var given = Require(key, gateway);
        if (words.TryGetValue(given.Text.ToLowerInvariant(), out var value))
            return value;
        var near = NearestName.Of(given.Text.ToLowerInvariant(), words.Keys);
        throw Wrong(given, $"expected one of {string.Join(", ", words.Keys)}", near is null ? "Write one of them" : $"Did you mean {near}?");
    }

    public string? Folder(string key, string? gateway = null) => Find(key, gateway) is { } given ? AbsolutePath(given, layers.HomeDirectory) : null;

    public static string AbsolutePath(Given given, string home)
    {
        var path = given.Text == "~" ? home : given.Text.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(home, given.Text[2..]) : given.Text;
        return given.Items is null && Path.IsPathFullyQualified(path) && !path.Contains('\0', StringComparison.Ordinal)
            ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))
            : throw Wrong(given, "expected an absolute path", "Begin it with / or ~/");
    }

    public static ConfigurationException Wrong(Given given, string problem, string remedy)
    {
        var shown = SettingsSchema.Find(given.Key) is { Secret: true } || given.Text.Contains('@', StringComparison.Ordinal)
            ? " (value not shown)"
            : $" is \"{UntrustedText.OneLine(given.Text, 100)}\"";
        var ending = remedy.EndsWith('?') ? "" : ".";
        return new ConfigurationException($"{given.From}: {given.Name}{shown}: {problem}. {remedy}{ending}");
    }

    private static TimeSpan Period(Given given)
    {
        var period = given.FromVariable && given.Unit != VariableUnit.None ? FromNumber(given) : FromText(given);
        return period >= ShortestPeriod && period <= LongestPeriod
            ? period
            : throw Wrong(given, "a period must be longer than zero and at most 30 days", $"Write for example {Example(given)}");
    }

    private static TimeSpan FromNumber(Given given)
    {
        if (!IsPlainNumber(given) || !int.TryParse(given.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            throw Wrong(given, $"expected whole {(given.Unit == VariableUnit.Minutes ? "minutes" : "seconds")}", $"Write for example {Example(given)}");
        return given.Unit == VariableUnit.Minutes ? TimeSpan.FromMinutes(number) : TimeSpan.FromSeconds(number);
    }

    private static TimeSpan FromText(Given given)
    {
        var match = given.Items is null ? PeriodPattern().Match(given.Text) : Match.Empty;
        if (!match.Success || !double.TryParse(match.Groups[1].ValueSpan, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            || Math.Abs(number) > 1e9)
            throw Wrong(given, "expected a period with its unit (ms, s, m, h, d)", "Write for example 30s or 5m");
        return match.Groups[2].Value switch
        {
            "ms" => TimeSpan.FromMilliseconds(number),
            "s" => TimeSpan.FromSeconds(number),
            "m" => TimeSpan.FromMinutes(number),
            "h" => TimeSpan.FromHours(number),
            _ => TimeSpan.FromDays(number),
        };
    }

    private static bool IsPlainNumber(Given given) => given.Items is null && given.Text.Length is > 0 and <= 10;

    private static string SizeText(long bytes) => bytes switch
    {
        >= 1_000_000_000 => $"{bytes / 1_000_000_000}GB",
        >= 1_000_000 => $"{bytes / 1_000_000}MB",
        _ => $"{bytes / 1_000}KB",
    };

    private static string Example(Given given) => !given.FromVariable ? "30s or 5m" : given.Unit == VariableUnit.Minutes ? "30 (minutes)" : "30 (seconds)";

    [GeneratedRegex(@"\A-?[1-9][0-9]{0,19}\z", RegexOptions.CultureInvariant)]
    private static partial Regex IdPattern();

    [GeneratedRegex(@"\A([0-9]{1,9}(?:\.[0-9]{1,3})?)\s*(KB|MB|GB)\z", RegexOptions.CultureInvariant)]
    private static partial Regex SizePattern();

    [GeneratedRegex(@"\A(-?[0-9]+(?:\.[0-9]+)?)\s*(ms|s|m|h|d)\z", RegexOptions.CultureInvariant)]
    private static partial Regex PeriodPattern();
}
