using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Host.Updates;

/// <summary>
/// Recognises by its command line who is at work on an installation. Seen with OpenClaw 2026.9.5 updating to 2026.9.6 and with npm 11 on Linux:
/// <c>openclaw update</c> runs for about a second as <c>node .../openclaw update ...</c> and then titles itself <c>openclaw-update</c>, whatever its
/// sub-command (dist, program: <c>setProcessTitleForCommand</c>), so <c>update status</c> looks the same for the seconds that it takes. Its children run from
/// <c>.openclaw.update-stage-*</c> or as <c>dist/infra/update-*.worker.js</c>; an update that a gateway hands to a helper runs
/// <c>openclaw-update-run-handoff-*/handoff.cjs</c> (dist, update-managed-service-handoff). npm titles itself <c>npm install openclaw@VERSION</c>, its options
/// left out, in one argument. Each of them takes its title over into <c>ps</c>; what it was started with is gone.
/// </summary>
internal static class UpkeepWorker
{
    private static readonly string[] Managers = ["npm", "npm-cli.js", "pnpm", "pnpm.cjs", "pnpm.mjs", "yarn", "yarn.js", "bun"];

    private static readonly string[] Runtimes = ["node", "nodejs", "bun"];

    // "global" is yarn's; what only reads (view, root, ls, prefix) is no upkeep.
    private static readonly string[] Verbs =
        ["install", "i", "in", "add", "ci", "update", "up", "upgrade", "uninstall", "un", "remove", "rm", "rebuild", "link", "global"];

    private static readonly string[] HarmlessUpdates = ["status", "cleanup"];

    /// <summary>What the process does to an installation of OpenClaw; <see cref="UpkeepKind.None"/> when nothing.</summary>
    public static UpkeepKind KindOf(IReadOnlyList<string> arguments)
    {
        var words = Words(arguments);
        if (words.Count == 0) return UpkeepKind.None;
        if (Path.GetFileName(words[0]) == "openclaw-update" || words.Any(IsPartOfUpdate) || IsUpdateCommand(words)) return UpkeepKind.Updating;
        return Changes(words) is { } changed && changed.Any(IsOpenClaw) ? UpkeepKind.PackageSwap : UpkeepKind.None;
    }

    /// <summary>Whether it is a package manager that changes something, be it OpenClaw or not: <c>npm update -g</c> names nothing.</summary>
    public static bool IsPackageManager(IReadOnlyList<string> arguments) => Changes(Words(arguments)) is not null;

    private static List<string> Words(IReadOnlyList<string> arguments) => [.. arguments.SelectMany(static a => a.Split(' ', StringSplitOptions.RemoveEmptyEntries))];

    private static bool IsPartOfUpdate(string word) =>
        word.Contains("/openclaw-update-run-handoff-", StringComparison.Ordinal)
        || word.Contains("/.openclaw.update-stage-", StringComparison.Ordinal)
        || word.Contains("/openclaw/dist/infra/update-", StringComparison.Ordinal);

    // node .../openclaw.mjs [--profile NAME] update [status]
    private static bool IsUpdateCommand(List<string> words)
    {
        var entry = words.FindIndex(0, Math.Min(words.Count, 4), static word =>
            Path.GetFileName(word) is "openclaw" or "openclaw.mjs" || (word.Contains("/openclaw/dist/", StringComparison.Ordinal) && Path.GetFileName(word) is "index.js" or "entry.js"));
        if (entry < 0) return false;
        var rest = words[(entry + 1)..];
        if (rest.IndexOf("--profile") is >= 0 and var profile) rest.RemoveRange(profile, Math.Min(2, rest.Count - profile));
        rest.RemoveAll(static word => word.StartsWith('-'));
        return rest is ["update", ..] && !(rest.Count > 1 && HarmlessUpdates.Contains(rest[1]));
    }

    /// <summary>What a package manager changes, null when it is none or only reads.</summary>
    private static List<string>? Changes(List<string> words)
    {
        var first = words.Count > 0 && Runtimes.Contains(Path.GetFileName(words[0])) && !IsManager(words, 0) ? words.FindIndex(1, static word => !word.StartsWith('-')) : 0;
        if (first < 0 || first >= words.Count || !IsManager(words, first)) return null;
        var rest = words[(first + 1)..];
        rest.RemoveAll(static word => word.StartsWith('-'));
        return rest.Count > 0 && Verbs.Contains(rest[0]) ? rest[1..] : null;
    }

    // bun is both: a runtime with a script, a package manager with a verb.
    private static bool IsManager(List<string> words, int at) =>
        Managers.Contains(Path.GetFileName(words[at])) && (Path.GetFileName(words[at]) != "bun" || words.Skip(at + 1).FirstOrDefault(static w => !w.StartsWith('-')) is { } verb && Verbs.Contains(verb));

    private static bool IsOpenClaw(string word) =>
        word == "openclaw" || word.StartsWith("openclaw@", StringComparison.Ordinal)
        || (Path.GetFileName(word).StartsWith("openclaw-", StringComparison.Ordinal) && word.EndsWith(".tgz", StringComparison.Ordinal));
}
