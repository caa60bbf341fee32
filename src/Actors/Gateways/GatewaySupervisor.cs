using Akka.Actor;
using Akka.Event;
using OpenClaw.Actors.Doctoring;
using OpenClaw.Actors.Hosting;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using OpenClaw.Actors.Probing;
using OpenClaw.Actors.Supervision;
using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Actors.Gateways;

/// <summary>One gateway's error kernel and switchboard: facts go up to the incident, orders go down to the tiers. No I/O, no decisions.</summary>
public sealed class GatewaySupervisor : ReceiveActor
{
    // A word to start that the incident may have missed while it rested; later it would be another day's word.
    private static readonly TimeSpan StartHolds = TimeSpan.FromMinutes(1);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly GatewayParts _parts;
    private readonly HealerParts _healer;
    private readonly Dictionary<Tier, TierLost> _lost = [];
    private SetCadence? _cadence;
    private IActorRef _notifier = ActorRefs.Nobody;
    private IActorRef _watchdog = ActorRefs.Nobody;
    private IActorRef _prober = ActorRefs.Nobody;
    private IActorRef _doctor = ActorRefs.Nobody;
    private IActorRef _incident = ActorRefs.Nobody;
    private IActorRef _causes = ActorRefs.Nobody;

    /// <summary>Creates the actor.</summary>
    public GatewaySupervisor(GatewayParts parts, HealerParts healer)
    {
        (_parts, _healer) = (parts, healer);
        Receive<CauseChanged>(f =>
        {
            _incident.Tell(f);
            // It decides on what is seen after the change.
            if (!_lost.ContainsKey(Tier.Watchdog)) _watchdog.Tell(new LookNow(_parts.Id));
        });
        Receive<OperatorSaid>(f =>
        {
            if (f.Command is OperatorCommand.Pause or OperatorCommand.Resume or OperatorCommand.Start) _parts.Word.Said = f;
            _incident.Tell(f);
            // What is to be started is decided on what is seen now. A pause is told again and again, and changes nothing that is seen.
            if (f.Command is OperatorCommand.Resume or OperatorCommand.Start && !_lost.ContainsKey(Tier.Watchdog)) _watchdog.Tell(new LookNow(_parts.Id));
        });
        Receive<IGatewayFact>(f => _incident.Tell(f));
        Receive<RestartGateway>(o => Hand(o, Tier.Watchdog, _watchdog));
        Receive<TreatGateway>(o => Hand(o, Tier.Doctor, _doctor));
        Receive<StandDown>(o => Hand(o, Tier.Doctor, _doctor));
        Receive<Announce>(o => _notifier.Tell(o));
        Receive<SetCadence>(o =>
        {
            _cadence = o;
            if (!_lost.ContainsKey(Tier.Watchdog)) _watchdog.Tell(o);
            if (!_lost.ContainsKey(Tier.Prober)) _prober.Tell(o);
            _causes.Tell(o);
        });
        Receive<HelpAwake>(_ => _cadence is not null, _ => _causes.Tell(_cadence));
        Receive<HelpAwake>(_ => { });
        Receive<HelpResting>(_ => { });
        Receive<TierResting>(m => _incident.Tell(new OrderBounced(_parts.Id, Context.Now(), m.Tier)));
        Receive<IncidentResting>(_ => { }); // facts come again with the next look
        Receive<TierGone>(OnTierGone);
        Receive<SensorAwake>(_ => _cadence is not null, m => (m.Tier == Tier.Watchdog ? _watchdog : _prober).Tell(_cadence));
        Receive<SensorAwake>(_ => { });
        Receive<IncidentAwake>(_ =>
        {
            if (_parts.Word.Said is { } word && (word.Command == OperatorCommand.Pause || Context.Now() - word.At < StartHolds)) _incident.Tell(word);
            TellLost();
        });
        Receive<IncidentGone>(_ => throw new IncidentLostException(_parts.Id));
    }

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => TierSupervision.GatewayTiers();

    /// <inheritdoc/>
    protected override void PreStart()
    {
        var (id, process, probe, doctors, policy) = _parts;
        var (healer, journal, ledgers) = (_healer, _healer.Journal, _healer.Ledgers);
        // The notifier first: nothing must be announced to nobody.
        _notifier = Context.ActorOf(Cast(TreePart.Notifier, Props.Create(() => new NotifierSupervisor(id, healer))), "notifier");
        _watchdog = Child(TierSupervision.Watchdog(Cast(TreePart.Watchdog, Props.Create(() => new WatchdogActor(id, process, policy)))), "watchdog", new TierGone(Tier.Watchdog));
        _prober = Child(TierSupervision.Prober(Cast(TreePart.Prober, Props.Create(() => new ProberActor(id, probe, policy)))), "prober", new TierGone(Tier.Prober));
        _doctor = Child(TierSupervision.Doctor(Cast(TreePart.Doctor, Props.Create(() => new DoctorActor(id, doctors)))), "doctor", new TierGone(Tier.Doctor));
        var incident = Cast(TreePart.Incident, Props.Create(() => new IncidentActor(id, journal, policy, ledgers)));
        _incident = Child(TierSupervision.Incident(incident, new IncidentResting()), "incident", new IncidentGone());
        // Before the first look: it must be in force for the first decision.
        _parts.Word.Said ??= _parts.StandingPause;
        if (_parts.Word.Said is { Command: OperatorCommand.Pause } pause) _incident.Tell(pause);
        if (_parts.Causes is { } causes) _causes = Context.ActorOf(TierSupervision.Causes(Cast(TreePart.Causes, Props.Create(() => new CauseActor(id, causes)))), "causes");
    }

    /// <inheritdoc/>
    protected override void PostRestart(Exception reason)
    {
        base.PostRestart(reason);
        _notifier.Tell(new Announce(_parts.Id, Announcements.HealerStartedAnew(_parts.Id, Context.Now())));
    }

    private Props Cast(TreePart part, Props real) => _healer.Cast(part, real);

    private static IActorRef Child(Props props, string name, object whenGone) => Context.WatchWith(Context.ActorOf(props, name), whenGone);

    private void Hand(IGatewayOrder order, Tier tier, IActorRef hand)
    {
        if (!_lost.TryGetValue(tier, out var lost)) hand.Tell(order);
        else if (order is not StandDown) _incident.Tell(lost);
    }

    /// <summary>The incident may have rested when a tier was lost, and its book does not hold it.</summary>
    private void TellLost()
    {
        foreach (var lost in _lost.Values) _incident.Tell(lost);
    }

    private void OnTierGone(TierGone gone)
    {
        var lost = new TierLost(_parts.Id, Context.Now(), gone.Tier, $"the {gone.Tier.ToString().ToLowerInvariant()} failed again and again and was given up");
        _lost[gone.Tier] = lost;
        _log.Error("{Gateway} has lost its {Tier}", _parts.Id, gone.Tier);
        _notifier.Tell(new Announce(_parts.Id, Announcements.TierLost(lost)));
        _incident.Tell(lost);
    }

    private sealed record TierGone(Tier Tier);

    private sealed record IncidentGone;

    private sealed record IncidentResting;
}

/// <summary>The brain of a gateway was given up; the whole subtree starts anew.</summary>
public sealed class IncidentLostException(GatewayId gateway) : Exception($"the incident actor of gateway {gateway} failed again and again");
