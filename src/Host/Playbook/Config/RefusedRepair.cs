using System.Text.RegularExpressions;

namespace OpenClaw.Host.Playbook.Config;

/// <summary>
/// For a config that OpenClaw's check takes and its start refuses: which of the owner's changes the refusal speaks of. The proof is only the next start, so there are several
/// answers, the smallest first.
/// </summary>
internal static partial class RefusedRepair
{
    /// <summary>The configs to be tried, each with what is taken back in it; empty when the refusal speaks of nothing that was changed.</summary>
    /// <param name="now">The config that is refused.</param>
    /// <param name="served">The version that served last.</param>
    /// <param name="message">The words of the refusal.</param>
    /// <param name="named">The paths in it, where they are known.</param>
    public static IReadOnlyList<KeysMended> Candidates(Json5Document now, Json5Document served, string message, IReadOnlyList<KeyPath> named)
    {
        var all = ConfigDiff.Of(now, served).Where(static path => path.Depth > 0).ToArray();
        var spoken = Spoken(all, message, named);
        if (spoken.Length == 0) return [];
        var tops = spoken.Select(static path => path.Segments[0]).ToHashSet(StringComparer.Ordinal);
        // A nested block (gateway.auth) is one decision; of a large one (gateway) only what the words name.
        IEnumerable<KeyPath[]> sets =
        [
            [.. all.Where(path => spoken.Any(other => path.Equals(other) || other.Depth > 2 && path.IsWithin(other.Parent!)))],
            [.. all.Where(path => spoken.Any(other => path.Equals(other) || other.Depth > 1 && path.Parent!.Equals(other.Parent) || other.Depth > 2 && path.IsWithin(other.Parent!)))],
            [.. all.Where(path => tops.Contains(path.Segments[0]))],
        ];
        return [.. sets.Select(set => new KeysMended(set.Aggregate(now, (document, path) => document.Revert(served, path)), set)).DistinctBy(static mended => mended.Document.Text)];
    }

    private static KeyPath[] Spoken(KeyPath[] all, string message, IReadOnlyList<KeyPath> named)
    {
        var dotted = Dotted().Matches(message).Select(static m => KeyPath.Of(m.Value.Split('.'))).Concat(named).Where(static path => path.Depth > 0).ToArray();
        var exact = all.Where(path => dotted.Any(path.Touches)).ToArray();
        var words = Word().Matches(Dotted().Replace(message, " ")).Select(static m => m.Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var tops = all.Select(static path => path.Segments[0]).Where(words.Contains).Concat(exact.Select(static path => path.Segments[0])).ToHashSet(StringComparer.Ordinal);
        return [.. all.Where(path => exact.Contains(path) || (tops.Count == 0 || tops.Contains(path.Segments[0])) && path.Segments.Skip(1).Any(words.Contains))];
    }

    [GeneratedRegex(@"\b[A-Za-z]\w{0,60}(?:\.[A-Za-z0-9]\w{0,60}){1,8}")]
    private static partial Regex Dotted();

    [GeneratedRegex(@"[A-Za-z]\w{1,60}")]
    private static partial Regex Word();
}
