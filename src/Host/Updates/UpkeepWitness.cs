using System.Globalization;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Updates;

/// <summary>
/// Sees from outside whether somebody is at work on a gateway's installation, from the process table and from files alone: OpenClaw's command line takes
/// seconds and its state database is not ours to open. Only processes of this user count.
/// </summary>
/// <param name="table">The processes.</param>
/// <param name="programs">Where the installation is.</param>
/// <param name="stateFolder">OpenClaw's state folder.</param>
/// <param name="temporary">The folders for temporary files.</param>
/// <param name="time">The clock.</param>
public sealed class UpkeepWitness(IProcessTable table, InstallationFinder programs, string stateFolder, IReadOnlyList<string> temporary, TimeProvider time)
{
    // What lies about for longer is no news: the owner has lived with it.
    private static readonly TimeSpan OldTrace = TimeSpan.FromDays(1);

    // A job that is unloaded later than this was unloaded by its owner, whatever became of an update before.
    private static readonly TimeSpan FailureHolds = TimeSpan.FromHours(1);

    /// <summary>Where programs of this user put their temporary files, as far as that can be known: this program's own folder for it, and the system's.</summary>
    public static IReadOnlyList<string> TemporaryFolders { get; } = [.. new[] { Path.TrimEndingDirectorySeparator(Path.GetTempPath()), "/tmp" }.Distinct(StringComparer.Ordinal)];

    private readonly UpdateTraces _traces = new(stateFolder, temporary);
    private readonly UpdateReports _reports = new(stateFolder);

    /// <summary>Looks once, with one scan of the process table. What cannot be read is <see cref="Upkeep.None"/>.</summary>
    public async ValueTask<Upkeep> Look(CancellationToken cancel)
    {
        try
        {
            var workers = (await table.All(cancel)).Where(static process => !process.IsZombie && process.Uid == Posix.GetUid()).ToArray();
            return UnderWay(workers) ?? Died(workers);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return Upkeep.None with { Evidence = $"upkeep cannot be seen: {CommandText.Clean(unreadable.Message)}" };
        }
    }

    /// <summary>
    /// Whether the last update has failed or died within the hour, and nobody has stopped the gateway by OpenClaw's own command since: then a job that is switched
    /// off was left so by the update, and nobody wants it off. False when that is not known.
    /// </summary>
    public async ValueTask<bool> LastUpdateFailed(CancellationToken cancel)
    {
        try
        {
            var look = await Look(cancel);
            if (look.IsUnderWay) return false;
            var failed = look is { Kind: UpkeepKind.UpdateDied, Since: { } died } ? died : _reports.LastFailure;
            return failed is { } at && time.GetUtcNow() - at < FailureHolds && !_reports.StoppedByCommandAfter(at);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // Not a loss: without proof the job stays as it is.
            return false;
        }
    }

    private Upkeep? UnderWay(ProcessEntry[] processes)
    {
        if (Oldest(processes.Where(static process => UpkeepWorker.KindOf(process.Arguments) == UpkeepKind.Updating)) is { } update)
            return new(UpkeepKind.Updating, update.StartedAt, $"OpenClaw is being updated by pid {Number(update)} ({update.Command})");
        if (Oldest(processes.Where(static process => UpkeepWorker.KindOf(process.Arguments) == UpkeepKind.PackageSwap)) is { } swap)
            return new(UpkeepKind.PackageSwap, swap.StartedAt, $"OpenClaw's package is being replaced by pid {Number(swap)} ({swap.Command})");

        // `npm update -g` does not say what it replaces; the old package beside the new one does.
        if (Oldest(processes.Where(static process => UpkeepWorker.IsPackageManager(process.Arguments))) is not { } manager
            || _traces.Find(programs.Find()).FirstOrDefault(static trace => trace.Kind == UpdateTraceKind.Retired) is not { } retired)
            return null;
        return new(UpkeepKind.PackageSwap, retired.At, $"OpenClaw's package is being replaced: {retired.Path} is there, and pid {Number(manager)} runs ({manager.Command})");
    }

    private Upkeep Died(ProcessEntry[] processes)
    {
        var installation = programs.Find();
        if (_traces.Find(installation).FirstOrDefault(trace => Counts(trace, installation)) is not { } trace) return Upkeep.None;

        // Its title may be another one than is known here; that it lives is what matters.
        if (processes.FirstOrDefault(process => process.Identity.Pid == trace.Pid && process.StartedAt <= trace.At) is { } alive)
            return new(UpkeepKind.Updating, alive.StartedAt, $"OpenClaw is being updated by pid {Number(alive)} ({alive.Command}): {trace.Path} is there");
        var state = installation.IsComplete is false ? "; the package is not complete" : "";
        return new(UpkeepKind.UpdateDied, trace.At, $"an update has begun and nobody is at work on it: {CommandText.Clean(trace.Path)} is left{state}");
    }

    private bool Counts(UpdateTrace trace, Installation installation)
    {
        // A package with nothing to start is proof enough, whatever was said and whenever it was.
        if (installation.IsComplete is false) return true;
        return trace.Kind != UpdateTraceKind.Retired
            && time.GetUtcNow() - trace.At < OldTrace
            && !(_reports.LastEnd > trace.At)
            && !(installation.Manifest is { } manifest && File.GetLastWriteTimeUtc(manifest) > trace.At.UtcDateTime);
    }

    private static ProcessEntry? Oldest(IEnumerable<ProcessEntry> processes) => processes.MinBy(static process => process.StartedAt);

    private static string Number(ProcessEntry process) => process.Identity.Pid.ToString(CultureInfo.InvariantCulture);
}
