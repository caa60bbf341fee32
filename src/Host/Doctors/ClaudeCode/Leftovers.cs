using OpenClaw.Actors.Doctoring;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;

namespace OpenClaw.Host.Doctors.ClaudeCode;

/// <summary>
/// What a daemon that was killed has left of its doctors, settled before anything new begins. Every session is ended at once, so that there are never two.
/// A case whose incident is still open stays open for that incident's own verdict; any other is closed as its incident ended.
/// </summary>
internal static class Leftovers
{
    private static readonly TimeSpan BookPatience = TimeSpan.FromSeconds(5);

    /// <summary>Settles them. A line for each case that was closed, for people.</summary>
    public static async Task<IReadOnlyList<string>> Settle(
        IReadOnlyList<(GatewayId Gateway, ClaudeCodeDoctor Doctor)> doctors, IIncidentJournal journal, ILogger log, CancellationToken cancel)
    {
        var cases = new List<(GatewayId Gateway, ClaudeCodeDoctor Doctor, IncidentId Incident, bool IsItsOwn)>();
        foreach (var (gateway, doctor) in doctors)
        {
            foreach (var (incident, owner) in await doctor.Leftovers(cancel))
            {
                // What belongs to no gateway of these is the first one's to close; its config is not touched then.
                var isOrphan = !doctors.Any(d => d.Gateway.Value == owner);
                if (owner == gateway.Value || (isOrphan && !cases.Exists(c => c.Incident == incident))) cases.Add((gateway, doctor, incident, !isOrphan));
            }
        }

        foreach (var left in cases) await left.Doctor.EndLeftover(left.Incident, cancel);
        var lines = new List<string>();
        foreach (var left in cases)
        {
            var ending = left.IsItsOwn ? await Ending(left.Gateway, left.Incident, journal, log, cancel) : (Verdict.CalledOff, KeepsConfig: true);
            if (ending is var (verdict, keepsConfig)) lines.Add(await left.Doctor.Discharge(left.Incident, verdict, keepsConfig, cancel));
            else log.LogWarning("The doctor's session of {Incident} was ended; the case stays open until the incident has its verdict", left.Incident);
        }

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

    private static async Task<(Verdict, bool KeepsConfig)?> Ending(GatewayId gateway, IncidentId incident, IIncidentJournal journal, ILogger log, CancellationToken cancel)
    {
        try
        {
            return EndingOf(gateway, await journal.Look(gateway, cancel).WaitAsync(BookPatience, TimeProvider.System, cancel), incident);
        }
        catch (Exception unreadable) when (unreadable is not OperationCanceledException)
        {
            log.LogWarning("The book of {Gateway} cannot be read, so nobody knows how {Incident} ended: {Why}", gateway, incident, unreadable.Message);
            return null;
        }
    }
}
