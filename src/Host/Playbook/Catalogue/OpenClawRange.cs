using System.Globalization;

namespace OpenClaw.Host.Playbook.Catalogue;

/// <summary>
/// Releases of OpenClaw that an entry is about, as npm writes them: comparisons with blanks between them, all of which must hold (<c>>=2026.8.0 &lt;2027</c>).
/// Versions are calendar ones; a suffix (<c>2026.9.6-beta.1</c>) comes before the release itself.
/// </summary>
public sealed class OpenClawRange
{
    private static readonly string[] Operators = [">=", "<=", ">", "<", "="];

    private readonly (string Operator, Release Release)[] _parts;

    private OpenClawRange((string, Release)[] parts) => _parts = parts;

    /// <summary>Reads a range.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static OpenClawRange Parse(string text)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Part).ToArray();
        return parts.Length > 0 ? new OpenClawRange(parts) : throw new FormatException("a range of versions is empty");
    }

    /// <summary>Whether a version is in it. One that nobody can read is in every range: not knowing it rules nothing out.</summary>
    public bool Holds(string? version) => Release.Read(version) is not { } release || _parts.All(part => part.Operator switch
    {
        ">=" => release.CompareTo(part.Release) >= 0,
        "<=" => release.CompareTo(part.Release) <= 0,
        ">" => release.CompareTo(part.Release) > 0,
        "<" => release.CompareTo(part.Release) < 0,
        _ => release.CompareTo(part.Release) == 0,
    });

    private static (string, Release) Part(string text)
    {
        var sign = Operators.FirstOrDefault(o => text.StartsWith(o, StringComparison.Ordinal)) ?? "";
        return Release.Read(text[sign.Length..]) is { } release ? (sign, release) : throw new FormatException($"\"{text}\" is no version");
    }

    // Numbers that are not there are 0, so that <2027 means the whole of what comes before that year.
    private sealed record Release(int Year, int Month, int Patch, string Suffix) : IComparable<Release>
    {
        public static Release? Read(string? text)
        {
            var halves = text?.Trim().TrimStart('v').Split('-', 2) ?? [""];
            var numbers = halves[0].Split('.');
            if (numbers.Length > 3 || !numbers.All(static n => n.Length is > 0 and < 7 && n.All(char.IsAsciiDigit))) return null;
            int Number(int at) => at < numbers.Length ? int.Parse(numbers[at], CultureInfo.InvariantCulture) : 0;
            return new Release(Number(0), Number(1), Number(2), halves.Length > 1 ? halves[1] : "");
        }

        public int CompareTo(Release? other)
        {
            if (other is null) return 1;
            var order = (Year, Month, Patch).CompareTo((other.Year, other.Month, other.Patch));
            if (order != 0) return order;
            if (Suffix.Length == 0 || other.Suffix.Length == 0) return other.Suffix.Length.CompareTo(Suffix.Length);
            return Suffixes(Suffix.Split('.'), other.Suffix.Split('.'));
        }

        private static int Suffixes(string[] a, string[] b)
        {
            for (var i = 0; i < Math.Min(a.Length, b.Length); i++)
            {
                var numbers = int.TryParse(a[i], NumberStyles.None, CultureInfo.InvariantCulture, out var x) & int.TryParse(b[i], NumberStyles.None, CultureInfo.InvariantCulture, out var y);
                var order = numbers ? x.CompareTo(y) : string.CompareOrdinal(a[i], b[i]);
                if (order != 0) return order;
            }

            return a.Length.CompareTo(b.Length);
        }
    }
}
