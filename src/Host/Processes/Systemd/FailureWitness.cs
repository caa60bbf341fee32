namespace OpenClaw.Host.Processes.Systemd;

/// <summary>
/// Tells a crash from its owner's stop that ended badly, and from a start that systemd refused: all three leave a unit <c>failed</c>. Two witnesses: the
/// unit's own times, and what the user's manager wrote into the journal, which is asked once for each failure.
/// </summary>
/// <param name="systemctl">The journal.</param>
/// <param name="time">Tells how fresh a failure is.</param>
internal sealed class FailureWitness(Systemctl systemctl, TimeProvider time)
{
    // The manager's words go through journald and may come later than the state itself.
    private static readonly TimeSpan JournalLag = TimeSpan.FromSeconds(5);

    private volatile Finding? _known;

    /// <summary>How the failed unit came to be so.</summary>
    public async Task<Failure> Of(UnitStatus unit, CancellationToken cancel)
    {
        var failure = (unit.Change, unit.LastMainPid, unit.LastExit?.At);
        if (_known is not { } known || known.Failure != failure)
        {
            var isFresh = unit.ChangedAt is { } at && time.GetUtcNow() - at < JournalLag;
            known = new(failure, await systemctl.LastWord(cancel));
            _known = isFresh ? null : known;
        }

        var end = Judge(unit.End, known.Word);
        return new(end, $"; {Describe(end)} (its times: {unit.End}, journal: {known.Word?.ToString() ?? "no word"})");
    }

    internal static UnitEnd Judge(UnitEnd times, ManagersWord? word) => word switch
    {
        ManagersWord.Stopped => UnitEnd.Stopped,
        ManagersWord.StartFailed => UnitEnd.StartRefused,
        // The start that was to follow has not: whoever ordered the restart did not want it down.
        ManagersWord.StoppedForRestart when times is UnitEnd.Stopped => UnitEnd.Crashed,
        _ => times,
    };

    private static string Describe(UnitEnd end) => end switch
    {
        UnitEnd.Stopped => "stopped by its owner, and ended badly while it was",
        UnitEnd.StartRefused => "systemd has given up starting it",
        _ => "ended by itself",
    };

    private sealed record Finding((string Change, int Pid, DateTimeOffset? ExitAt) Failure, ManagersWord? Word);
}

/// <summary>Why a unit is <c>failed</c>.</summary>
/// <param name="End">How it came to be so.</param>
/// <param name="Evidence">As a part of the evidence, in one line.</param>
internal sealed record Failure(UnitEnd End, string Evidence);
