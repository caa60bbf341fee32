namespace OpenClaw.Host.Playbook.Config;

/// <summary>
/// Mends a text that is no JSON5 where only one reading of it is possible: a comma missing between two lines, a comma too many, the last brackets missing, quotes of a word processor,
/// <c>=</c> for <c>:</c> and the like. What could be meant in two ways is refused, and so is a text of which something was cut off.
/// </summary>
public static class SyntaxRepair
{
    private const int MostRepairs = 5;
    private const int MostTexts = 100;

    /// <summary>The mended text and what was done; null when it needs a guess.</summary>
    /// <param name="text">The broken text.</param>
    /// <param name="served">The version that served last: without it nobody can tell whether the end of the text is missing.</param>
    public static SyntaxMended? Mend(string text, Json5Document? served)
    {
        var mended = new Dictionary<string, SyntaxMended>(StringComparer.Ordinal);
        var texts = 0;
        Try(text, [], -1);
        return mended.Count == 1 && texts <= MostTexts ? mended.Values.Single() : null;

        void Try(string current, List<string> done, int reached)
        {
            if (++texts > MostTexts || mended.Count > 1) return;
            if (Json5Document.TryParse(current, out var document, out var error))
            {
                if (done.Count > 0 && document.Root is Json5Object && (!done.Contains(SyntaxFixes.Closed) || IsWhole(text, document, served)))
                    mended.TryAdd(current, new(document, done));
                return;
            }

            // A repair that does not get the reader further has mended nothing.
            if (done.Count == MostRepairs || error.Offset <= reached) return;
            foreach (var fix in SyntaxFixes.For(current, error)) Try(fix.Text, [.. done, fix.What], error.Offset);
        }
    }

    // Nothing was cut off: every key that served is there, and the value at which the text broke off is the one that served.
    private static bool IsWhole(string broken, Json5Document document, Json5Document? served)
    {
        if (served is null) return false;
        var end = broken.TrimEnd().Length;
        return ConfigDiff.Of(served, document).All(path => document.Find(path) is { } now && (now is not Json5Scalar || now.End < end)) && ServedKeys(served.Root, document.Root);
    }

    private static bool ServedKeys(Json5Value served, Json5Value? now) => served switch
    {
        Json5Object before => now is not Json5Object after || before.Names.All(name => after.Find(name) is { } member && ServedKeys(before.Find(name)!.Value, member.Value)),
        _ => now is not null,
    };
}

/// <summary>A text that was mended.</summary>
/// <param name="Document">It is JSON5 now.</param>
/// <param name="Done">What was done, a line each.</param>
public sealed record SyntaxMended(Json5Document Document, IReadOnlyList<string> Done);
