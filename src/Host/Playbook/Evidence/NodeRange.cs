using System.Globalization;

namespace OpenClaw.Host.Playbook.Evidence;

/// <summary>npm's ranges as far as <c>engines.node</c> uses them: alternatives with <c>||</c>, in each comparisons (<c>&gt;=24.16.0 &lt;25</c>), <c>^</c>, <c>~</c> and bare numbers.</summary>
internal static class NodeRange
{
    /// <summary>Whether a version is within the range; null when the range or the version is not understood: then nothing follows.</summary>
    public static bool? Allows(string range, string version)
    {
        if (Numbers(version) is not { Length: 3 } asked) return null;
        bool? all = false;
        foreach (var alternative in range.Split("||", StringSplitOptions.TrimEntries))
        {
            switch (alternative.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(rule => Meets(rule, asked)).Aggregate((bool?)true, static (a, b) => a is false || b is false ? false : a is null || b is null ? null : true))
            {
                case true: return true;
                case null: all = null; break;
            }
        }

        return all;
    }

    private static bool? Meets(string rule, int[] version)
    {
        if (rule is "*" or "x") return true;
        var sign = string.Concat(rule.TakeWhile(static c => c is '<' or '>' or '=' or '^' or '~'));
        if (Numbers(rule[sign.Length..].TrimStart('v')) is not { } given) return null;
        var order = Compare(version, given);
        return sign switch
        {
            ">=" => order >= 0,
            ">" => given.Length == 3 ? order > 0 : Compare(version[..given.Length], given) > 0,
            "<" => order < 0,
            "<=" => given.Length == 3 ? order <= 0 : Compare(version[..given.Length], given) <= 0,
            "^" => order >= 0 && version[0] == given[0],
            "~" => order >= 0 && version[0] == given[0] && (given.Length < 2 || version[1] == given[1]),
            "" or "=" => Compare(version[..given.Length], given) == 0,
            _ => null,
        };
    }

    private static int Compare(int[] one, int[] other)
    {
        for (var i = 0; i < Math.Max(one.Length, other.Length); i++)
        {
            var difference = (i < one.Length ? one[i] : 0).CompareTo(i < other.Length ? other[i] : 0);
            if (difference != 0) return difference;
        }

        return 0;
    }

    private static int[]? Numbers(string version)
    {
        var parts = version.Split('-', '+')[0].Split('.').Where(static part => part is not ("x" or "*")).ToArray();
        var numbers = parts.Select(static part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1).ToArray();
        return numbers.Length is >= 1 and <= 3 && !numbers.Contains(-1) ? numbers : null;
    }
}
