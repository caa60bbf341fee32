using OpenClaw.Actors.Doctoring;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;

namespace OpenClaw.Host.Doctors.ClaudeCode;

/// <summary>
/// What a daemon that was killed has left of its doctors, settled before anything new begins. Every session is ended at once, so that there are never two.
/// A case whose incident is still open stays open for that incident's own verdict; any other is closed as its incident ended. Whatever fails over a case is a
/// line in the log, and that case stays: no litter may keep a daemon from starting.
/// </summary>
internal static class Leftovers
{
    private static readonly TimeSpan BookPatience = TimeSpan.FromSeconds(5);

    /// <summary>Settles them. A line for each case that was closed, for people.</summary>
    /// <param name="doctors">The doctors that are on.</param>
    /// <param name="retired">Those that are off now: nobody will tell them a verdict, so what they had under way is called off and taken back.</param>
    /// <param name="journal">How the incidents went.</param>
    /// <param name="log">The log.</param>
    /// <param name="cancel">Gives it up.</param>
    public static async Task<IReadOnlyList<string>> Settle(
        IReadOnlyList<(GatewayId Gateway, ClaudeCodeDoctor Doctor)> doctors, IReadOnlyList<(GatewayId Gateway, ClaudeCodeDoctor Doctor)> retired,
        IIncidentJournal journal, ILogger log, CancellationToken cancel)
    {
        var ended = new List<(Left Left, bool IsRetired)>();
        foreach (var (all, isRetired) in new[] { (doctors, false), (retired, true) })
            foreach (var left in await Find(all, log, cancel))
                if (await End(left, log, cancel) && left.Case.Trouble is null) ended.Add((left, isRetired));
        var lines = new List<string>();
        foreach (var (left, isRetired) in ended)
            if (await Close(left, isRetired, journal, log, cancel) is { } line) lines.Add(line);
        return lines;
    }

    /// <summary>How a case ends by what the book knows of its incident; null when it does not end yet.</summary>
    internal static (Verdict Verdict, bool KeepsConfig)? EndingOf(GatewayId gateway, IReadOnlyList<IncidentEvent> book, IncidentId incident)
    {
        var events = book.Where(e => e.Incident == incident).ToArray();
        if (events.OfType<Resolved>().FirstOrDefault() is { Outcome: var outcome })
            return outcome is Outcome.StoppedByOwner or Outcome.Unknown ? (Verdict.CalledOff, true) : (Verdict.Healed, true);
        if (book.Aggregate(new GatewayState(gateway), static (state, e) => state.Apply(e)).Open?.Id != incident) return (Verdict.CalledOff, true);
        // The verdict was spoken with the first call, and the healer died of it. Under a gateway that lives the config is left as it is.
        return events.OfType<HumanCalled>().FirstOrDefault() is { Phase: var phase } ? (new PhaseSeen(phase, []).IsGood ? (Verdict.Healed, true) : (Verdict.NotHealed, false)) : null;
    }

    private static async Task<IReadOnlyList<Left>> Find(IReadOnlyList<(GatewayId Gateway, ClaudeCodeDoctor Doctor)> doctors, ILogger log, CancellationToken cancel)
    {
        var all = new List<Left>();
        var troubled = new HashSet<string>();
        foreach (var (gateway, doctor) in doctors)
        {
            try
            {
                foreach (var found in await doctor.Leftovers(cancel))
                {
                    if (found.Trouble is { } why && troubled.Add(found.Folder)) log.LogWarning("What an earlier daemon left in {Folder} stays as it is: {Why}", found.Folder, PlainText.Line(why));
                    if (found.Incident is not { } incident) continue;
                    // What belongs to no gateway of these is the first one's to close; its config is not touched then.
                    var isOrphan = !doctors.Any(d => d.Gateway.Value == found.Gateway);
                    if (found.Gateway == gateway.Value || (isOrphan && !all.Exists(l => l.Case.Folder == found.Folder))) all.Add(new Left(gateway, doctor, incident, !isOrphan, found));
                }
            }
            catch (Exception failed) when (!cancel.IsCancellationRequested)
            {
                log.LogWarning("What an earlier daemon left of the doctors of {Gateway} cannot be looked at: {Why}", gateway, Line(failed));
            }
        }

        return all;
    }

    private static async Task<bool> End(Left left, ILogger log, CancellationToken cancel)
    {
        try
        {
            await left.Doctor.EndLeftover(left.Incident, isOurs: left.Case.Trouble is null, cancel);
            return true;
        }
        catch (Exception failed) when (!cancel.IsCancellationRequested)
        {
            log.LogError(
                "The doctor's session of {Incident} in {Folder} could not be ended and may still run: {Why}. Its case stays; the next treatment of this incident ends it before it begins another session",
                left.Incident, left.Case.Folder, Line(failed));
            return false;
        }
    }

    private static async Task<string?> Close(Left left, bool isRetired, IIncidentJournal journal, ILogger log, CancellationToken cancel)
    {
        try
        {
            var ending = left.IsItsOwn ? await Ending(left.Gateway, left.Incident, journal, log, cancel) : (Verdict.CalledOff, KeepsConfig: true);
            if (isRetired) ending ??= (Verdict.CalledOff, KeepsConfig: false);
            if (ending is var (verdict, keepsConfig)) return await left.Doctor.Discharge(left.Incident, verdict, keepsConfig, cancel);
            log.LogInformation("The doctor's session of {Incident} was ended; the case stays open until the incident has its verdict", left.Incident);
        }
        catch (Exception failed) when (!cancel.IsCancellationRequested)
        {
            log.LogWarning("The case of {Incident} in {Folder} could not be closed and stays: {Why}", left.Incident, left.Case.Folder, Line(failed));
        }

        return null;
    }

    private static async Task<(Verdict, bool KeepsConfig)?> Ending(GatewayId gateway, IncidentId incident, IIncidentJournal journal, ILogger log, CancellationToken cancel)
    {
        try
        {
            return EndingOf(gateway, await journal.Look(gateway, cancel).WaitAsync(BookPatience, TimeProvider.System, cancel), incident);
        }
        catch (Exception unreadable) when (!cancel.IsCancellationRequested)
        {
            log.LogWarning("The book of {Gateway} cannot be read, so nobody knows how {Incident} ended: {Why}", gateway, incident, unreadable.Message);
            return null;
        }
    }

    private static string Line(Exception failed) => PlainText.Line(failed.Message);

    private sealed record Left(GatewayId Gateway, ClaudeCodeDoctor Doctor, IncidentId Incident, bool IsItsOwn, LeftCase Case);
}
