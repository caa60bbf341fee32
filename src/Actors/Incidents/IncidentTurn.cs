using OpenClaw.Actors.Doctoring;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Actors.Incidents;

/// <summary>One decision in the making: each event is applied at once, so that the next rule sees it.</summary>
internal sealed class IncidentTurn(GatewayState state, DateTimeOffset now, GatewayPolicy policy)
{
    private GatewayState _state = state;

    public List<IncidentEvent> Events { get; } = [];

    private Incident Open => _state.Open!;

    private GatewayPhase Phase => _state.Seen.Phase;

    public void Calm()
    {
        if (!_state.Seen.IsOutage || _state.LostTiers.Contains(Tier.Prober)) return;
        var restartable = Phase is GatewayPhase.Down or GatewayPhase.Wedged or GatewayPhase.Flapping;
        var flapping = restartable && _state.Last is { } last && now - last.ResolvedAt < policy.FlapMemory ? _state.Last : null;
        Emit(new Opened(
            IncidentId.For(_state.Gateway, now, _state.Last?.Id), now, _state.BadSince ?? now, Phase, _state.Seen.Evidence, FirstTier(), flapping?.Restarts ?? 0,
            _state.Observed.Process?.Process));
        if (flapping?.Tier == Tier.Doctor) EscalateToDoctor("it fell again right after the doctor's mending");
        else Climb();
    }

    public void Incident(IGatewayFact fact)
    {
        switch (fact)
        {
            case RepairEnded ended when IsOurs(ended):
                Close(ended.Result, ended.Note, ended.At, ended.By, ended.YourTurn, ended.Proposal, ended.Diff);
                break;
            case RepairEnded:
                return;
            case OperatorSaid { Command: OperatorCommand.Acknowledge } said:
                // Who names an incident has seen that one, not the next.
                if (!Open.IsAcknowledged && (said.Incident ?? Open.Id) == Open.Id) Emit(new Acknowledged(Open.Id, now));
                return;
            case OperatorSaid { Command: OperatorCommand.Heal } when Open.InFlight is null && _state.Seen.IsOutage && _state.Pause is null:
                EscalateToDoctor("its owner asked for it");
                return;
            case OperatorSaid { Command: OperatorCommand.Approve } said when IsStanding(said):
                Emit(new ProposalApproved(Open.Id, now, said.Mark!));
                break;
            case OperatorSaid { Command: OperatorCommand.Approve }:
                return;
            case OperatorSaid { Command: OperatorCommand.Pause } when _state.Pause is { } pause && !Open.IsStoodDown:
                Emit(new StoodDown(Open.Id, now, pause.ToString()));
                break;
            case TierLost { Tier: Tier.Prober } lost:
                var blind = $"the prober is lost ({lost.Why}): nothing can be seen, so nothing is treated";
                if (Open.LastCall?.Reason != blind) CallHuman(blind, "openclaw-actors needs a restart; then look at the gateway: openclaw gateway status");
                return;
        }

        if (Open.InFlight is { } bounced && IsBounced(fact, bounced)) Close(RepairResult.Failed, "the tier that should do it is being restarted", now);
        if (Open.InFlight is { } late && now >= Later(late.Deadline, _state.Observed.LateAt) + IncidentMachine.LostResultGrace) Close(RepairResult.TimedOut, "no result came by its deadline", now);
        if (_state.Seen.IsGood) ResolveWhenStable();
        else if (Phase == GatewayPhase.StoppedOnPurpose && Open.InFlight is null && IsFresh()) Resolve(Outcome.StoppedByOwner, now);
        else if (Open.InFlight is null && !_state.Seen.IsHandsOff && _state.Pause is null) Climb();
    }

    private bool IsOurs(RepairEnded ended) => ended.Incident == Open.Id && Open.InFlight?.Attempt == ended.Attempt;

    /// <summary>The tier that has the order in flight is gone or was not there when it came: no result will ever arrive.</summary>
    private static bool IsBounced(IGatewayFact fact, RepairOrdered order)
    {
        var hand = order.Restart is null ? Tier.Doctor : Tier.Watchdog;
        return fact is TierLost lost && lost.Tier == hand || fact is OrderBounced resting && resting.Tier == hand;
    }

    private Tier FirstTier() => Phase is GatewayPhase.Wedged or GatewayPhase.Flapping ? Tier.Prober : Tier.Watchdog;

    private void Close(RepairResult result, string note, DateTimeOffset at, string? by = null, string? yourTurn = null, Proposal? proposal = null, string? diff = null)
    {
        var order = Open.InFlight!;
        var pause = order switch
        {
            { Tier: Tier.Doctor } => TimeSpan.Zero,
            { Restart: RestartKind.Start } => Jittered(policy.Backoff[Math.Clamp(Open.Restarts - 1, 0, policy.Backoff.Count - 1)], order),
            _ => policy.RetryDelay,
        };
        Emit(new RepairClosed(Open.Id, at, order.Attempt, result, note, at + pause) { By = by, YourTurn = yourTurn ?? Advice.YourTurn(Open.Id, proposal), Proposal = proposal, Diff = diff });
        // Once a human has the incident, the end of a treatment changes nothing: the doctor was told to stand down.
        if (order is not { Tier: Tier.Doctor, Restart: null } || Open.Tier != Tier.Doctor) return;
        if (result == RepairResult.Done) ProveTreatment();
        else if (!_state.Seen.IsGood && !_state.Seen.IsHandsOff && Phase != GatewayPhase.StoppedOnPurpose) CallHuman(NotMended(Open.LastClosed!), Open.LastClosed!.YourTurn);
    }

    private static string NotMended(RepairClosed closed) => closed.Result == RepairResult.NeedsOwner ? closed.Note : $"the doctor could not mend it: {closed.Note}";

    private TimeSpan Jittered(TimeSpan pause, RepairOrdered order) => pause * (1 - (policy.BackoffJitter * Jitter.Share($"{order.Incident}/{order.Attempt}")));

    /// <summary>A claim is proven by a restart, but never by one that would cut a boot, a drain or its owner's will short; such a gateway is looked at first.</summary>
    private void ProveTreatment()
    {
        var process = _state.Observed.Process;
        var mayRestart = Phase switch
        {
            GatewayPhase.Down or GatewayPhase.Wedged or GatewayPhase.Flapping or GatewayPhase.ConfigBlocked or GatewayPhase.NotLoaded or GatewayPhase.Disabled or GatewayPhase.Elsewhere => true,
            GatewayPhase.Suspect => process is { Process: not null, Port.Kind: not PortOwnerKind.Stranger },
            _ => false,
        };
        // A budget that is spent is waited for: this restart is a proof, and there is nothing above the doctor but a human. But for unclean boots: they were made
        // with what the doctor has changed, most often by a manager that knew no limit of OpenClaw's, and five minutes more of an outage cost more than channels that wait.
        if (mayRestart && !_state.LostTiers.Contains(Tier.Watchdog) && Refused(policy.Budget with { UncleanBoots = int.MaxValue }) is null) OrderRestart(Tier.Doctor, "the doctor says it is done; a restart and our own probe decide");
    }

    private void ResolveWhenStable()
    {
        // A restart under way would end a gateway that has just come back: let it finish, then look again.
        if (Open.InFlight is { Restart: not null }) return;
        var since = Later(_state.GoodSince ?? now, Open.LastClosed?.At);
        if (_state.Observed.Http is { Suppressed: { Count: > 0 } held })
        {
            // Looks green and is deaf: that is not "healthy again". OpenClaw lets the channels go by itself once it has been stable.
            if (Open.LastCall is null && now - since >= policy.StartupBudget)
                CallHuman($"it lives again, but these channels are held back: {string.Join(", ", held)}", "openclaw channels status; then start each channel again");
            return;
        }

        // Proven by a look, not by the clock: the next look may already be hanging.
        if (_state.Observed.LiveAt - since >= Stability) Resolve(OutcomeNow(), since);
    }

    /// <summary>What a doctor has changed is on probation: until it is over, it can be taken back by whoever remembers how.</summary>
    private TimeSpan Stability => IncidentMachine.StabilityOf(Open, policy);

    private Outcome OutcomeNow() => Open switch
    {
        { LastCall: not null } => Outcome.HealedAfterHumanCall,
        { LastOrder: null } or { InFlight: not null } => Outcome.RecoveredByItself,
        { LastOrder.Tier: Tier.Doctor, LastClosed.Result: RepairResult.Done } => Outcome.HealedByDoctor,
        { LastOrder.Tier: Tier.Prober, LastClosed.Result: RepairResult.Done } => Outcome.HealedByProber,
        { LastOrder.Tier: Tier.Watchdog, LastClosed.Result: RepairResult.Done } => Outcome.HealedByWatchdog,
        _ => Outcome.RecoveredByItself,
    };

    private void Resolve(Outcome outcome, DateTimeOffset since) =>
        Emit(new Resolved(Open.Id, now, since, outcome, string.Join("; ", _state.Seen.Evidence)));

    private void Climb()
    {
        if (MayCarryOut) CarryOut(Open.Proposal!);
        else if (Open.Tier == Tier.Human) StandBy();
        else if (!_state.Seen.IsOutage || !IsFresh()) WatchDeadline();
        else if (_state.LostTiers.Contains(Tier.Prober)) CallHuman("the prober is lost: nothing is treated blind");
        else if (Phase == GatewayPhase.Stalled) CallHuman($"it has been at it for more than {Telling.Phrase(policy.StartupBudget)}; nothing is killed while it says that it is at work");
        else if (Phase == GatewayPhase.PortTaken) CallHuman(Advice.PortTaken(_state.Observed.Process), Advice.YourTurn(Phase, _state.Observed.Process));
        else if (Open.Tier == Tier.Doctor) FollowUp();
        else if (Phase == GatewayPhase.Elsewhere) EscalateToDoctor($"it listens at port {_state.Observed.Process?.ListensAt}, where nobody asks: starting it again cannot help");
        else if (Phase == GatewayPhase.ConfigBlocked) EscalateToDoctor("it refuses its configuration (exit 78): starting it again cannot help");
        else if (Phase == GatewayPhase.Down && IsCrashLoop && NewCause() is null) EscalateToDoctor($"{_state.Observed.FailedBoots} processes in a row ended before they had started: starting another one cannot help");
        else if (_state.LostTiers.Contains(Tier.Watchdog)) EscalateToDoctor("the watchdog is lost: no restart can be carried out");
        else if (Phase is GatewayPhase.NotLoaded or GatewayPhase.Disabled && Open.Restarts > 0) EscalateToDoctor("its service manager does not know it and could not load it");
        else Restart();
    }

    /// <summary>It ends by itself again and again. Who is killed from outside (SIGKILL, SIGTERM, SIGINT) has nothing of its own that a doctor could mend.</summary>
    private bool IsCrashLoop => policy.FailedBootsBeforeDoctor > 0 && _state.Observed.FailedBoots >= policy.FailedBootsBeforeDoctor
        && _state.Observed.Process?.LastExit is not { Signal: 2 or 9 or 15 };

    /// <summary>A phase that was read before the last order ended says nothing of what that order did.</summary>
    private bool IsFresh()
    {
        // What was seen before we stood still ourselves is as stale.
        if (Latest(Open.LastClosed?.At, _state.Observed.LateAt) is not { } since) return true;
        var http = _state.Observed.HttpAt > since;
        if (_state.LostTiers.Contains(Tier.Watchdog)) return http;
        return _state.Observed.ProcessAt > since && (http || Phase is not (GatewayPhase.Wedged or GatewayPhase.Flapping));
    }

    private void WatchDeadline()
    {
        if (Open.Tier != Tier.Doctor) return;
        // A boot, a drain and the manager's pause have budgets of their own; to call a human is to take the doctor's work back under them.
        if (Phase is GatewayPhase.Starting or GatewayPhase.Draining or GatewayPhase.Restarting && IsFresh()) return;
        // A healer that has just been started has not looked yet, however long ago the deadline was.
        var due = Later(Later(Open.DoctorDeadline ?? now, _state.Observed.LateAt + policy.WakeGrace), _state.FirstFactAt + policy.WakeGrace);
        if (now >= due) CallHuman("the doctor's time is over and the gateway is not healthy");
    }

    private void Restart()
    {
        if (now < Open.LastClosed?.NextAt && NewCause() is null) return;
        if (Open.Restarts < policy.MaxRetries || NewCause() is not null)
        {
            if (Refused() is { } refusal)
            {
                EscalateToDoctor($"the budget for restarts is spent: {refusal.Why}");
                return;
            }

            var tier = FirstTier();
            if (tier > Open.Tier) Emit(new Escalated(Open.Id, now, tier, "the process lives but does not answer", null));
            OrderRestart(tier, NewCause() is { } cause ? $"what may have blocked it has changed: {cause}" : Reason());
        }
        // Nobody else will start it: to watch would be to wait for nothing.
        else if (policy.FailedBootsBeforeDoctor > 0 && Phase == GatewayPhase.Down && _state.Observed.Process is { IsGivenUp: true })
            EscalateToDoctor($"{Open.Restarts} restarts did not help, and its manager has given it up");
        else if (Open.WaitUntil is not { } until) Emit(new Waited(Open.Id, now, now + policy.EscalationWait));
        else if (now >= until) EscalateToDoctor($"{Open.Restarts} restarts and {policy.EscalationWait.TotalSeconds:0} s of waiting did not help");
    }

    private string Reason() => Phase switch
    {
        GatewayPhase.Wedged => "it does not answer",
        GatewayPhase.Flapping => "it answers and fails in turns",
        GatewayPhase.Disabled => "a failed update has switched it off",
        _ when _state.Observed.Process?.Service == ServiceState.RestartPending => "it has crashed, and its manager would wait its pause first",
        _ => "there is no process",
    };

    /// <summary>What may have blocked the gateway and has changed since the last try was ordered; null when nothing has. A treatment is no try, and a boot may have read what was before.</summary>
    private string? NewCause() => _state.Cause is { } cause && cause.At > Later(Open.OpenedAt, _state.Ledger.Restarts.LastOrDefault()?.At) ? cause.What : null;

    private RestartKind Kind() => Phase switch
    {
        GatewayPhase.Wedged => RestartKind.Forced,
        _ when _state.Observed.Process is { Process: not null } => RestartKind.Graceful,
        _ => RestartKind.Start,
    };

    private BudgetRefusal? Refused(RestartBudget? budget = null) => _state.Ledger.Refuses(Kind(), _state.Observed.Process, now, budget ?? policy.Budget);

    private void OrderRestart(Tier tier, string reason)
    {
        var kind = Kind();
        var isYoungKill = kind == RestartKind.Forced && RestartLedger.IsYoung(_state.Observed.Process, now, policy.Budget);
        Emit(new RepairOrdered(Open.Id, now, tier, Open.Attempt + 1, kind, now + policy.RestartDeadline, reason, isYoungKill));
    }

    /// <summary>What stands is what was read, it was not approved before, and what was set since does not forbid it.</summary>
    private bool IsStanding(OperatorSaid said) =>
        said is { Mark: { } mark } && said.Incident == Open.Id && Open.Proposal?.Mark == mark && MayBeApproved
        && !(Open.Approval is { } before && now - before.At < IncidentMachine.ApprovalHolds);

    private bool MayBeApproved => policy.Autonomy is Autonomy.Auto or Autonomy.Ask;

    /// <summary>An approval waits for a gateway that is seen to be in trouble: one that comes back meanwhile needs nothing more.</summary>
    private bool MayCarryOut =>
        Open is { Approval: { } yes, Proposal: { } proposal } && yes.Mark == proposal.Mark && now - yes.At < IncidentMachine.ApprovalHolds
        && MayBeApproved && _state.Seen.IsOutage && IsFresh() && !_state.LostTiers.Contains(Tier.Prober) && !_state.LostTiers.Contains(Tier.Doctor);

    private void CarryOut(Proposal approved)
    {
        const string Reason = "its owner has approved what was proposed";
        Emit(new Escalated(Open.Id, now, Tier.Doctor, Reason, now + policy.DoctorTimeout));
        Treat(Reason, approved);
    }

    private void EscalateToDoctor(string reason)
    {
        if (policy.Autonomy == Autonomy.Off)
        {
            CallHuman($"{reason}; the doctors are switched off (openclaw.doctor.autonomy = off)");
            return;
        }

        if (_state.LostTiers.Contains(Tier.Doctor))
        {
            CallHuman($"{reason}; the doctor is lost");
            return;
        }

        Emit(new Escalated(Open.Id, now, Tier.Doctor, reason, now + policy.DoctorTimeout));
        Treat(reason);
    }

    private void FollowUp()
    {
        if (now < Open.LastClosed?.NextAt) return;
        if (_state.LostTiers.Contains(Tier.Doctor)) CallHuman("the doctor is lost");
        else if (policy.Autonomy == Autonomy.Off) CallHuman("the gateway is not healthy, and the doctors are switched off (openclaw.doctor.autonomy = off)");
        else if (now >= Open.DoctorDeadline) CallHuman("the doctor's time is over and the gateway is not healthy");
        else if (Open.Treatments > policy.DoctorMaxFollowUps) CallHuman($"{Open.Treatments} mendings of the doctor did not hold");
        else if (Open.LastOrder is not { Restart: null }) Treat("the mending did not hold");
        else if (Open.LastClosed!.Result == RepairResult.Interrupted) Treat("the last treatment was cut short");
        else if (Open.LastClosed.Result != RepairResult.Done) CallHuman(NotMended(Open.LastClosed), Open.LastClosed.YourTurn);
        else if (_state.LostTiers.Contains(Tier.Watchdog)) CallHuman("the doctor says it is done, but the watchdog is lost: no restart can be carried out");
        else ProveTreatment();
    }

    private void Treat(string reason, Proposal? approved = null) =>
        Emit(new RepairOrdered(Open.Id, now, Tier.Doctor, Open.Attempt + 1, null, Open.DoctorDeadline!.Value, reason) { Autonomy = policy.Autonomy, Approved = approved });

    private void CallHuman(string reason, string? yourTurn = null)
    {
        if (Open.Tier != Tier.Human) Emit(new Escalated(Open.Id, now, Tier.Human, reason, null));
        Emit(new HumanCalled(Open.Id, now, reason, yourTurn ?? Advice.YourTurn(Phase, _state.Observed.Process), (Open.LastCall?.Times ?? 0) + 1, Phase));
    }

    /// <summary>A human was called. We remind, and try again slowly, at once when what blocked the gateway has gone.</summary>
    private void StandBy()
    {
        var call = Open.LastCall!;
        if (!Open.IsAcknowledged && now >= call.At + policy.ReminderInterval) CallHuman(call.Reason, call.YourTurn);
        if (_state.LostTiers.Contains(Tier.Prober) || _state.LostTiers.Contains(Tier.Watchdog)) return;
        if (!IsFresh()) return;
        // Another obstacle came to light behind the one the human was told of: at most one call for each try of ours.
        if (Phase is GatewayPhase.ConfigBlocked or GatewayPhase.PortTaken && Phase != call.Phase && (call.Times == 1 || Open.LastClosed?.At > call.At))
            CallHuman(Phase == GatewayPhase.PortTaken ? Advice.PortTaken(_state.Observed.Process) : "it refuses its configuration (exit 78)");
        // What it refuses may lie in a file beside its config, in its environment or in its program: such a change is worth a start too.
        var cause = Phase is GatewayPhase.Down or GatewayPhase.ConfigBlocked ? NewCause() : null;
        if (Phase is not (GatewayPhase.Down or GatewayPhase.Wedged or GatewayPhase.Flapping) && cause is null) return;
        if (Refused() is not null) return;
        var unblocked = cause is not null || (Phase == GatewayPhase.Down && _state.BlockedBy is not null);
        var pause = cause is not null ? TimeSpan.Zero : unblocked ? policy.Backoff[0] : policy.Backoff[^1];
        var since = unblocked ? Open.LastClosed?.At : Later(call.At, Open.LastClosed?.At);
        if (since is null || now >= since + pause)
            OrderRestart(FirstTier(), unblocked ? $"what blocked it has changed{(cause is null ? "" : $": {cause}")}" : "a human was called; one more try meanwhile");
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset? b) => b > a ? b.Value : a;

    private static DateTimeOffset? Latest(DateTimeOffset? a, DateTimeOffset? b) => a is null || b > a ? b : a;

    private void Emit(IncidentEvent decided)
    {
        var e = decided with { Witnesses = _state.Seen.Evidence, Number = (_state.Open?.LastNumber ?? 0) + 1 };
        Events.Add(e);
        _state = _state.Apply(e);
    }
}
