using Akka.Actor;
using Akka.Event;
using OpenClaw.Actors.Hosting;
using OpenClaw.Actors.Notifying;
using OpenClaw.Actors.Supervision;

namespace OpenClaw.Actors.Gateways;

/// <summary>The root: one equal subtree for each gateway. When the last one is lost it ends, and with it the process, so that launchd or systemd starts a new one.</summary>
public sealed class GatewaysActor : ReceiveActor
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly HealerParts _parts;
    private readonly Dictionary<GatewayId, IActorRef> _alive = [];

    /// <summary>Creates the actor.</summary>
    public GatewaysActor(HealerParts parts)
    {
        _parts = parts;
        Receive<GatewayLost>(OnLost);
        // What is no gateway's own is told by whoever is there.
        Receive<Announce>(_ => _alive.Count > 0, m => _alive.First().Value.Tell(m));
        Receive<Announce>(m => _log.Warning("{News} could not be told: no gateway is looked after any more", m.Announcement.Key));
    }

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => TierSupervision.Gateways();

    /// <inheritdoc/>
    protected override void PreStart()
    {
        foreach (var gateway in _parts.Gateways)
        {
            var child = Context.ActorOf(GatewayPart.Of(TreePart.Gateway, gateway, _parts), gateway.Id.Value);
            Context.WatchWith(child, new GatewayLost(gateway.Id));
            _alive[gateway.Id] = child;
        }
    }

    private void OnLost(GatewayLost lost)
    {
        _alive.Remove(lost.Gateway);
        _log.Error("The healer of gateway {Gateway} failed again and again and was given up; {Alive} others go on", lost.Gateway, _alive.Count);
        // Its own voice went with it. Without any other, the end of the process speaks.
        if (_alive.Count == 0) Context.Stop(Self);
        else _alive.First().Value.Tell(new Announce(lost.Gateway, Announcements.HealerLost(lost.Gateway, Context.Now())));
    }

    private sealed record GatewayLost(GatewayId Gateway);
}
