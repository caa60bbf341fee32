using System.Text;

namespace OpenClaw.Host.Doctors;

/// <summary>A small line diff in the unified style, for files of the size of a configuration.</summary>
internal static class UnifiedDiff
{
    private const int Context = 3;
    private const int TooLong = 3000;

    /// <summary>The differences, or an empty text when there are none.</summary>
    public static string Of(string before, string after, string name)
    {
        var (old, @new) = (Lines(before), Lines(after));
        if (old.SequenceEqual(@new)) return "";
        if (old.Length > TooLong || @new.Length > TooLong) return $"({name} changed; too long to be shown line by line)";
        var script = Script(old, @new);
        var text = new StringBuilder($"--- {name} (before)\n+++ {name} (after)\n");
        for (var at = 0; at < script.Count;)
        {
            if (script[at].Mark == ' ') { at++; continue; }
            var start = Math.Max(0, at - Context);
            var end = at;
            for (var ahead = at; ahead < script.Count && ahead <= end + 2 * Context; ahead++)
                if (script[ahead].Mark != ' ') end = ahead;
            var stop = Math.Min(script.Count, end + Context + 1);
            Hunk(text, script, start, stop);
            at = stop;
        }

        return text.ToString();
    }

    private static void Hunk(StringBuilder text, List<(char Mark, string Line)> script, int start, int stop)
    {
        var (oldAt, newAt) = (1 + script.Take(start).Count(static l => l.Mark != '+'), 1 + script.Take(start).Count(static l => l.Mark != '-'));
        var hunk = script[start..stop];
        text.Append(System.Globalization.CultureInfo.InvariantCulture,
            $"@@ -{oldAt},{hunk.Count(static l => l.Mark != '+')} +{newAt},{hunk.Count(static l => l.Mark != '-')} @@\n");
        foreach (var (mark, line) in hunk) text.Append(mark).Append(line).Append('\n');
    }

    private static string[] Lines(string text) => text.Length == 0 ? [] : text.TrimEnd('\n').Split('\n');

    private static List<(char Mark, string Line)> Script(string[] old, string[] @new)
    {
        // Longest common subsequence, counted from the end so that it is read forwards.
        var common = new int[old.Length + 1, @new.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
            for (var j = @new.Length - 1; j >= 0; j--)
                common[i, j] = old[i] == @new[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        var script = new List<(char, string)>();
        for (int i = 0, j = 0; i < old.Length || j < @new.Length;)
        {
            if (i < old.Length && j < @new.Length && old[i] == @new[j]) { script.Add((' ', old[i++])); j++; }
            else if (j < @new.Length && (i == old.Length || common[i, j + 1] > common[i + 1, j])) script.Add(('+', @new[j++]));
            else script.Add(('-', old[i++]));
        }

        return script;
    }
}
