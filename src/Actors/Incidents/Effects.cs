using OpenClaw.Actors.Doctoring;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Notifying;

namespace OpenClaw.Actors.Incidents;

/// <summary>What a stored event makes the incident send. Pure; the only place where an event becomes an order.</summary>
public static class Effects
{
    private const int PastCases = 5;

    /// <summary>The orders that follow from an event.</summary>
    /// <param name="before">The state the event was applied to.</param>
    /// <param name="after">The state with the event.</param>
    /// <param name="e">The event.</param>
    public static IEnumerable<IGatewayOrder> Of(GatewayState before, GatewayState after, IncidentEvent e)
    {
        switch (e)
        {
            case RepairOrdered { Restart: { } kind } order:
                yield return new RestartGateway(after.Gateway, order.Incident, order.Attempt, kind, order.Deadline, order.Reason);
                break;
            case RepairOrdered order:
                yield return new TreatGateway(after.Gateway, order.Incident, order.Attempt, CaseFor(after, order), order.Deadline);
                break;
            // The healer was restarted and its doctor may not have been: the treatment that nobody waits for any more ends. What it has changed stays
            // until somebody has looked: the gateway may live by it.
            case RepairClosed { Result: RepairResult.Interrupted } when before.Open is { InFlight.Restart: null }:
                yield return new StandDown(after.Gateway, e.Incident, Verdict.CalledOff) { KeepsCase = true };
                break;
            case StoodDown when before.Open is { InFlight.Restart: null }:
                yield return new StandDown(after.Gateway, e.Incident, Verdict.CalledOff);
                break;
            case HumanCalled when before.Open is { IsInTreatment: true }:
                // Called for a gateway that lives and is deaf: taking the config back under it would end what the doctor did achieve.
                yield return new StandDown(after.Gateway, e.Incident, after.Seen.IsGood ? Verdict.Healed : Verdict.NotHealed);
                break;
            case Resolved resolved when before.Open is { IsInTreatment: true }:
                yield return new StandDown(after.Gateway, e.Incident, resolved.Outcome == Outcome.StoppedByOwner ? Verdict.CalledOff : Verdict.Healed);
                break;
        }

        if (Announcements.Of(before, after, e) is { } announcement) yield return new Announce(after.Gateway, announcement);
    }

    private static CaseFile CaseFor(GatewayState state, RepairOrdered order)
    {
        var open = state.Open!;
        var followUp = open.Treatments > 1 && order.Approved is null ? FollowUp(state, open) : null;
        return new CaseFile(
            state.Gateway, open.Id, order.Attempt, $"the gateway is {Telling.Phrase(state.Seen.Phase)}", state.Seen.Evidence, open.History, followUp, open.OpenedAt, order.Deadline)
        {
            Phase = open.Cause,
            Past = [.. state.Past.Where(p => p.Cause == open.Cause).Reverse().Take(PastCases)],
            Autonomy = order.Autonomy,
            Approved = order.Approved?.Mark,
            ApprovedOf = order.Approved?.By,
        };
    }

    private static string FollowUp(GatewayState state, Incident open)
    {
        var since = (open.LastOrder?.Restart, open.LastClosed?.Result) switch
        {
            (null, _) => "Your last treatment was cut short.",
            (_, RepairResult.Done) => "After your last change we restarted the gateway ourselves and looked.",
            _ => $"After your last change we tried to restart the gateway ourselves, which did not work ({open.LastClosed?.Note}).",
        };
        return $"{since} It is {Telling.Phrase(state.Seen.Phase)}. {string.Join(" | ", state.Seen.Evidence)}";
    }
}
