using Akka.Actor;
using Akka.Event;
using OpenClaw.Actors.Hosting;
using OpenClaw.Actors.Notifying;
using OpenClaw.Actors.Supervision;

namespace OpenClaw.Actors.Gateways;

/// <summary>One gateway's error kernel and switchboard: facts go up to the incident, orders go down to the tiers. No I/O, no decisions.</summary>
public sealed class GatewaySupervisor : UntypedActor
{
    // A word to start that the incident may have missed while it rested; later it would be another day's word.
    private static readonly TimeSpan StartHolds = TimeSpan.FromMinutes(1);

    private static readonly TierGone WatchdogGone = new(Tier.Watchdog);
    private static readonly TierGone ProberGone = new(Tier.Prober);
    private static readonly TierGone DoctorGone = new(Tier.Doctor);
    private static readonly IncidentGone BrainGone = new();
    private static readonly IncidentResting IncidentRests = new();

    private readonly GatewayParts _parts;
    private readonly HealerParts _healer;
    private Dictionary<Tier, TierLost>? _lost; // most gateways never lose one
    private SetCadence? _cadence;
    private IActorRef _notifier = ActorRefs.Nobody;
    private IActorRef _watchdog = ActorRefs.Nobody;
    private IActorRef _prober = ActorRefs.Nobody;
    private IActorRef _doctor = ActorRefs.Nobody;
    private IActorRef _incident = ActorRefs.Nobody;
    private IActorRef _causes = ActorRefs.Nobody;

    /// <summary>Creates the actor.</summary>
    public GatewaySupervisor(GatewayParts parts, HealerParts healer) => (_parts, _healer) = (parts, healer);

    private static ILoggingAdapter Log => Context.GetLogger();

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case CauseChanged f:
                _incident.Tell(f);
                // It decides on what is seen after the change.
                LookNow();
                break;
            case OperatorSaid f:
                if (f.Command is OperatorCommand.Pause or OperatorCommand.Resume or OperatorCommand.Start) _parts.Word.Said = f;
                _incident.Tell(f);
                // What is to be started is decided on what is seen now. A pause is told again and again, and changes nothing that is seen.
                if (f.Command is OperatorCommand.Resume or OperatorCommand.Start) LookNow();
                break;
            case IGatewayFact f:
                _incident.Tell(f);
                break;
            case RestartGateway o:
                Hand(o, Tier.Watchdog, _watchdog);
                break;
            case TreatGateway or StandDown:
                Hand((IGatewayOrder)message, Tier.Doctor, _doctor);
                break;
            case Announce o:
                _notifier.Tell(o);
                break;
            case SetCadence o:
                _cadence = o;
                if (!IsLost(Tier.Watchdog)) _watchdog.Tell(o);
                if (!IsLost(Tier.Prober)) _prober.Tell(o);
                _causes.Tell(o);
                break;
            case HelpAwake:
                if (_cadence is not null) _causes.Tell(_cadence);
                break;
            case SensorAwake m:
                if (_cadence is not null) (m.Tier == Tier.Watchdog ? _watchdog : _prober).Tell(_cadence);
                break;
            case TierResting m:
                _incident.Tell(new OrderBounced(_parts.Id, Context.Now(), m.Tier));
                break;
            case HelpResting or IncidentResting: // facts come again with the next look
                break;
            case TierGone m:
                OnTierGone(m);
                break;
            case IncidentAwake:
                if (_parts.Word.Said is { } word && (word.Command == OperatorCommand.Pause || Context.Now() - word.At < StartHolds)) _incident.Tell(word);
                TellLost();
                break;
            case IncidentGone:
                throw new IncidentLostException(_parts.Id);
            default:
                Unhandled(message);
                break;
        }
    }

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => TierSupervision.GatewayTiers();

    /// <inheritdoc/>
    protected override void PreStart()
    {
        // The notifier first: nothing must be announced to nobody.
        _notifier = Context.ActorOf(Part(TreePart.Notifier), "notifier");
        _watchdog = Child(TierSupervision.Watchdog(Part(TreePart.Watchdog)), "watchdog", WatchdogGone);
        _prober = Child(TierSupervision.Prober(Part(TreePart.Prober)), "prober", ProberGone);
        _doctor = Child(TierSupervision.Doctor(Part(TreePart.Doctor)), "doctor", DoctorGone);
        _incident = Child(TierSupervision.Incident(Part(TreePart.Incident), IncidentRests), "incident", BrainGone);
        // Before the first look: it must be in force for the first decision.
        _parts.Word.Said ??= _parts.StandingPause;
        if (_parts.Word.Said is { Command: OperatorCommand.Pause } pause) _incident.Tell(pause);
        if (_parts.Causes is not null) _causes = Context.ActorOf(TierSupervision.Causes(Part(TreePart.Causes)), "causes");
    }

    /// <inheritdoc/>
    protected override void PostRestart(Exception reason)
    {
        base.PostRestart(reason);
        _notifier.Tell(new Announce(_parts.Id, Announcements.HealerStartedAnew(_parts.Id, Context.Now())));
    }

    private Props Part(TreePart part) => GatewayPart.Of(part, _parts, _healer);

    private static IActorRef Child(Props props, string name, object whenGone) => Context.WatchWith(Context.ActorOf(props, name), whenGone);

    private void Hand(IGatewayOrder order, Tier tier, IActorRef hand)
    {
        if (_lost?.TryGetValue(tier, out var lost) != true) hand.Tell(order);
        else if (order is not StandDown) _incident.Tell(lost);
    }

    private bool IsLost(Tier tier) => _lost?.ContainsKey(tier) == true;

    private void LookNow()
    {
        if (!IsLost(Tier.Watchdog)) _watchdog.Tell(new LookNow(_parts.Id));
    }

    /// <summary>The incident may have rested when a tier was lost, and its book does not hold it.</summary>
    private void TellLost()
    {
        foreach (var lost in _lost?.Values ?? Enumerable.Empty<TierLost>()) _incident.Tell(lost);
    }

    private void OnTierGone(TierGone gone)
    {
        var lost = new TierLost(_parts.Id, Context.Now(), gone.Tier, $"the {gone.Tier.ToString().ToLowerInvariant()} failed again and again and was given up");
        (_lost ??= [])[gone.Tier] = lost;
        Log.Error("{Gateway} has lost its {Tier}", _parts.Id, gone.Tier);
        _notifier.Tell(new Announce(_parts.Id, Announcements.TierLost(lost)));
        _incident.Tell(lost);
    }

    private sealed record TierGone(Tier Tier);

    private sealed record IncidentGone;

    private sealed record IncidentResting;
}

/// <summary>The brain of a gateway was given up; the whole subtree starts anew.</summary>
public sealed class IncidentLostException(GatewayId gateway) : Exception($"the incident actor of gateway {gateway} failed again and again");
