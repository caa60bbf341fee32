using OpenClaw.Host.Causes;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Updates;

namespace OpenClaw.Host.Playbook.History;

/// <summary>
/// Keeps what a gateway serves with. A content counts when it was there before the process that serves was started: what is written later is read at the next
/// start only, or in part. What OpenClaw notes about itself in its config (<c>meta</c>) is no change of it.
/// </summary>
/// <param name="files">Where it is kept.</param>
/// <param name="config">The config file.</param>
/// <param name="job">The job.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where it tells, once, that nothing can be kept.</param>
public sealed class ServedFilesKeeper(ServedFiles files, string config, GatewayJob job, TimeProvider time, ILogger<ServedFilesKeeper> log)
{
    private const string Redacted = "__OPENCLAW_REDACTED__";

    // A look that comes later proves nothing about the time between.
    private static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(60);

    // The kernel tells the time of its own boot in whole seconds, and Node.js takes longer than that before it reads a config.
    private static readonly TimeSpan StartIsRough = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, (string Essence, DateTimeOffset Since)> _seen = new(StringComparer.Ordinal);
    private (DateTimeOffset Process, long At)? _served;
    private IReadOnlyList<string> _set = [];
    private DateTimeOffset? _setOf;
    private bool _hasLooked;
    private bool _complained;

    /// <summary>Looks once. Call it every quarter of a minute or so, and one at a time.</summary>
    /// <param name="serves">The gateway serves right now.</param>
    /// <param name="processStartedAt">When the process that serves was started; null when that is not known, and then nothing counts.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task Look(bool serves, DateTimeOffset? processStartedAt, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var here = LivedBy.Read(config, job);
        See(here, now);
        var step = Step(serves ? processStartedAt : null);
        if (step <= TimeSpan.Zero || processStartedAt is not { } started) return;
        try
        {
            var served = here.Where(f => _seen[f.Path].Since < started + StartIsRough && !IsRedacted(f)).ToArray();
            var fresh = false;
            foreach (var file in served)
            {
                fresh |= !File.Exists(Path.Combine(files.Folder, file.Hash));
                await files.Keep(file.Path, file.Hash, file.Content, step, now, cancel);
            }

            // One that was changed since belongs to the set as well, as what it was before; so does one that was deleted under the process that was started with it.
            var gone = _setOf == started ? _set.Except(here.Select(static f => f.Path)) : [];
            string[] set = [.. here.Where(f => served.Contains(f) || _set.Contains(f.Path)).Select(static f => f.Path), .. gone];
            if (set.Length > 0 && !set.ToHashSet(StringComparer.Ordinal).SetEquals(_set)) await files.KeepSet(set, now, cancel);
            (_set, _setOf) = (set, started);
            if (fresh) await ServedRetention.Tidy(files, now, ServedRetention.LargestBytes, cancel);
            _complained = false;
        }
        catch (Exception lost) when (lost is IOException or UnauthorizedAccessException)
        {
            if (!_complained) log.LogWarning("What the gateway serves with cannot be kept: {Why}", UntrustedText.OneLine(lost.Message, 300));
            _complained = true;
        }
    }

    // What was there at the first look may be as old as the file system says; what changes later is as young as the look that finds it.
    private void See(IReadOnlyList<LivedBy> here, DateTimeOffset now)
    {
        foreach (var file in here)
        {
            var essence = file.Path == config ? ServedFiles.HashOf(ConfigCause.WithoutNotes(file.Content)) : file.Hash;
            if (!_seen.TryGetValue(file.Path, out var known)) _seen[file.Path] = (essence, _hasLooked ? now : IsPromoted(file, essence) ? DateTimeOffset.MinValue : file.Written);
            else if (known.Essence != essence) _seen[file.Path] = (essence, now);
        }

        foreach (var gone in _seen.Keys.Except(here.Select(static f => f.Path)).ToArray()) _seen.Remove(gone);
        _hasLooked = true;
    }

    // OpenClaw writes notes into its config when it starts, and promotes the config that a start has succeeded with to .last-good: one that is the same was started with.
    private bool IsPromoted(LivedBy file, string essence)
    {
        try
        {
            return file.Path == config && File.Exists(config + ".last-good") && ServedFiles.HashOf(ConfigCause.WithoutNotes(File.ReadAllBytes(config + ".last-good"))) == essence;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private TimeSpan Step(DateTimeOffset? process)
    {
        var before = _served;
        _served = process is { } started ? (started, time.GetTimestamp()) : null;
        if (before is not { } last || _served is not { } current || last.Process != current.Process) return TimeSpan.Zero;
        var step = time.GetElapsedTime(last.At, current.At);
        return step < LongestStep ? step : LongestStep;
    }

    private static bool IsRedacted(LivedBy file) => System.Text.Encoding.UTF8.GetString(file.Content).Contains(Redacted, StringComparison.Ordinal);
}
