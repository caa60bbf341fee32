using System.Globalization;
using System.Text.RegularExpressions;

namespace OpenClaw.Host.Playbook.Remedies;

/// <summary>The versions of a runtime that a package takes, as npm writes them: comparators with blanks between them, alternatives with <c>||</c>. Only what OpenClaw uses is understood; anything else takes nothing.</summary>
internal static partial class EngineRange
{
    /// <summary>Whether the version (with or without a leading v) is in the range.</summary>
    public static bool Takes(string range, string version) =>
        Parse(version) is { } v && range.Split("||").Any(one => one.Trim() is { Length: > 0 } all && all.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(c => Compares(c, v)));

    private static bool Compares(string comparator, Version version)
    {
        if (Form().Match(comparator) is not { Success: true } form || Parse(form.Groups[2].Value) is not { } bound) return false;
        return form.Groups[1].Value switch
        {
            ">=" => version >= bound,
            ">" => version > bound,
            "<" => version < bound,
            "<=" => version <= bound,
            "^" => version >= bound && version.Major == bound.Major,
            _ => version == bound,
        };
    }

    private static Version? Parse(string text)
    {
        var parts = text.TrimStart('v').Split('-')[0].Split('.');
        var numbers = parts.Select(static p => int.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : -1).Concat([0, 0]).Take(3).ToArray();
        return numbers.Contains(-1) ? null : new Version(numbers[0], numbers[1], numbers[2]);
    }

    [GeneratedRegex(@"^(>=|<=|>|<|\^|=)?(v?\d[\w.-]*)$")]
    private static partial Regex Form();
}
