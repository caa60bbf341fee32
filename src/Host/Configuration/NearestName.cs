namespace OpenClaw.Host.Configuration;

/// <summary>What somebody probably meant to type.</summary>
internal static class NearestName
{
    /// <summary>The candidate with the fewest edits, when at most a third of the letters would have to change; else null.</summary>
    public static string? Of(string typed, IEnumerable<string> candidates)
    {
        var best = candidates.Select(c => (Name: c, Edits: Edits(typed, c))).OrderBy(static c => c.Edits).FirstOrDefault();
        return best.Name is not null && best.Edits <= Math.Max(2, typed.Length / 3) ? best.Name : null;
    }

    private static int Edits(string a, string b)
    {
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var current = new int[b.Length + 1];
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var swap = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.Min(swap, Math.Min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.Length];
    }
}
