using OpenClaw.Actors.Gateways;

namespace OpenClaw.Actors.Incidents;

/// <summary>
/// The brain: what is to happen next, decided from the state, one fact and the policy. Pure: the same input gives the same events.
/// It climbs the four tiers and never gives a second order while one is in flight.
/// </summary>
public static class IncidentMachine
{
    /// <summary>An order whose result is this late after its deadline is taken for lost.</summary>
    internal static readonly TimeSpan LostResultGrace = TimeSpan.FromSeconds(30);

    /// <summary>How long an owner's yes to a proposal waits for the moment at which it can be carried out.</summary>
    public static readonly TimeSpan ApprovalHolds = TimeSpan.FromHours(1);

    // An order whose end nobody heard may still be at work.
    private static readonly TimeSpan InterruptedPause = TimeSpan.FromSeconds(20);

    /// <summary>Events that follow from a fact that the state has already observed.</summary>
    public static IReadOnlyList<IncidentEvent> Decide(GatewayState state, IGatewayFact fact, DateTimeOffset now, GatewayPolicy policy)
    {
        var turn = new IncidentTurn(state, now, policy);
        if (state.Open is null) turn.Calm();
        else turn.Incident(fact);
        return turn.Events;
    }

    /// <summary>What a healer that has just been restarted must write first: an order that was in flight has an unknown end. Nothing is repeated; the next look decides.</summary>
    public static IReadOnlyList<IncidentEvent> Recover(GatewayState state, DateTimeOffset now)
    {
        if (state.Open is not { InFlight: { } order } open) return [];
        return [new RepairClosed(open.Id, now, order.Attempt, RepairResult.Interrupted, "the healer was restarted meanwhile", now + InterruptedPause) { Number = open.LastNumber + 1 }];
    }

    /// <summary>How long an incident's gateway must look well before it is over: longer after a doctor's mending, which can be taken back only until then.</summary>
    internal static TimeSpan StabilityOf(Incident open, GatewayPolicy policy) =>
        open is { IsInTreatment: true, LastOrder.Tier: Tier.Doctor, LastClosed.Result: RepairResult.Done } && policy.Probation > policy.StabilityWindow ? policy.Probation : policy.StabilityWindow;

    /// <summary>When to look again though no fact has come: the nearest moment at which the same facts would give another decision.</summary>
    public static DateTimeOffset? WakeAt(GatewayState state, DateTimeOffset now, GatewayPolicy policy)
    {
        // Of a gateway that is well, at each look: nothing is waited for.
        if (state is { Pause: null, Open: null, Notices.Standing.IsEmpty: true }) return null;
        DateTimeOffset?[] always = [state.Pause?.Until, state.Notices.NextDue(policy)];
        return always.Concat(state.Open is { } open ? Moments(state, open, policy) : []).Where(m => m > now).Min();
    }

    private static DateTimeOffset?[] Moments(GatewayState state, Incident open, GatewayPolicy policy) =>
    [
        open.InFlight?.Deadline + LostResultGrace,
        open.InFlight is null ? null : state.Observed.LateAt + LostResultGrace,
        open.InFlight is null ? open.LastClosed?.NextAt : null,
        open.WaitUntil,
        open.DoctorDeadline,
        state.Observed.LateAt + policy.WakeGrace,
        open.DoctorDeadline is { } due && state.FirstFactAt + policy.WakeGrace is { } looked && looked > due ? looked : null,
        open.LastCall is { } call && !open.IsAcknowledged ? call.At + policy.ReminderInterval : null,
    ];
}
