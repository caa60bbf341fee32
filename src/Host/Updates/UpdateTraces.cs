using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace OpenClaw.Host.Updates;

/// <summary>
/// What an update lets lie while it is under way, and for ever when it is killed. Seen with npm 11 and OpenClaw 2026.9.5 updating to 2026.9.6, both killed with
/// SIGKILL in the middle, in the folder that holds the package:
/// <list type="bullet">
/// <item>npm moves the old package to <c>.openclaw-XXXXXXXX</c> and takes it away at its end; for some seconds the new one has no <c>package.json</c>.</item>
/// <item>OpenClaw builds the new package in <c>.openclaw.update-stage-XXXXXX</c> for a minute and more while the old one serves, then moves the old one to
/// <c>.openclaw.package-backup-PID-MILLISECONDS</c> (its own pid, the time of the swap) and the new one to its place, and takes both away at its end.</item>
/// <item>A gateway that hands its update to a helper writes <c>handoff.json</c> and <c>handoff.cjs</c> into a folder <c>openclaw-update-run-handoff-*</c> for
/// temporary files; the helper deletes these two at its end, whatever that is (dist, update-managed-service-handoff; read, not seen).</item>
/// </list>
/// </summary>
/// <param name="stateFolder">OpenClaw's state folder.</param>
/// <param name="temporary">The folders for temporary files.</param>
internal sealed partial class UpdateTraces(string stateFolder, IReadOnlyList<string> temporary)
{
    private const long LargestHandoff = 1024 * 1024;
    private const UnixFileMode OwnerFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Everything that is there, the newest first.</summary>
    /// <exception cref="IOException">A folder cannot be read.</exception>
    public IReadOnlyList<UpdateTrace> Find(Installation installation) =>
        [.. Beside(installation).Concat(Handoffs()).OrderByDescending(static trace => trace.At)];

    private static IEnumerable<UpdateTrace> Beside(Installation installation)
    {
        if (installation.Package is not { } package || Path.GetDirectoryName(package) is not { } folder || !Directory.Exists(folder)) yield break;
        foreach (var entry in new DirectoryInfo(folder).EnumerateDirectories(".openclaw*"))
        {
            if (Backup().Match(entry.Name) is { Success: true } backup
                && int.TryParse(backup.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var pid) && long.TryParse(backup.Groups[2].ValueSpan, CultureInfo.InvariantCulture, out var at))
                yield return new(UpdateTraceKind.Swap, DateTimeOffset.FromUnixTimeMilliseconds(at), pid, entry.FullName);
            else if (entry.Name.StartsWith(".openclaw.update-stage-", StringComparison.Ordinal))
                yield return new(UpdateTraceKind.Stage, new DateTimeOffset(entry.CreationTimeUtc), null, entry.FullName);
            else if (Retired().IsMatch(entry.Name))
                // A folder that was renamed keeps its times; the one that took its place is new.
                yield return new(UpdateTraceKind.Retired, new DateTimeOffset(Directory.Exists(package) ? Directory.GetCreationTimeUtc(package) : Directory.GetLastWriteTimeUtc(folder)), null, entry.FullName);
        }
    }

    private IEnumerable<UpdateTrace> Handoffs() => temporary
        .Where(Directory.Exists)
        .SelectMany(static folder => new DirectoryInfo(folder).EnumerateDirectories("openclaw-update-run-handoff-*"))
        // mkdtemp makes it for its owner alone; what another user has put there is not this user's update, and we could not look into it.
        .Where(static folder => folder.UnixFileMode == OwnerFolder && folder.LinkTarget is null)
        .Where(folder => File.Exists(Path.Combine(folder.FullName, "handoff.cjs")) && IsOurs(Path.Combine(folder.FullName, "handoff.json")))
        .Select(static folder => new UpdateTrace(UpdateTraceKind.Handoff, new DateTimeOffset(folder.CreationTimeUtc), null, folder.FullName));

    // The same helper also runs triages, and another profile has its own.
    private bool IsOurs(string handoff)
    {
        try
        {
            var file = new FileInfo(handoff);
            if (!file.Exists || file.Length > LargestHandoff) return false;
            using var json = JsonDocument.Parse(File.ReadAllBytes(handoff));
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("action", out var action) && action.ValueKind == JsonValueKind.String && action.ValueEquals("update")
                && json.RootElement.TryGetProperty("stateDatabasePath", out var database) && database.ValueKind == JsonValueKind.String
                && database.GetString()!.StartsWith(stateFolder + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        }
        catch (Exception foreign) when (foreign is JsonException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"\A\.openclaw\.package-backup-(\d{1,9})-(\d{13})\z")]
    private static partial Regex Backup();

    // npm's own (@npmcli/arborist, retirePath): eight characters of a hash of the path.
    [GeneratedRegex(@"\A\.openclaw-[A-Za-z0-9_]{8}\z")]
    private static partial Regex Retired();
}

/// <summary>One thing that was let lie.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="At">When it was made, as far as that can be told.</param>
/// <param name="Pid">The updater's pid, where its name says it.</param>
/// <param name="Path">Where it lies.</param>
internal sealed record UpdateTrace(UpdateTraceKind Kind, DateTimeOffset At, int? Pid, string Path);

/// <summary>The kinds of things that are let lie.</summary>
internal enum UpdateTraceKind
{
    /// <summary>npm's old package.</summary>
    Retired,

    /// <summary>The new package that OpenClaw tries before it takes it.</summary>
    Stage,

    /// <summary>The old package after OpenClaw's swap.</summary>
    Swap,

    /// <summary>The helper of an update that a gateway has begun.</summary>
    Handoff,
}
