using Akka.Actor;

namespace OpenClaw.Actors.Hosting;

/// <summary>Tells the host when the root has ended. Akka alone would go on with an empty system and the process would look alive.</summary>
internal sealed class RootWatchActor : ReceiveActor
{
    private readonly IActorRef _root;

    public RootWatchActor(IActorRef root, Action onLost)
    {
        _root = root;
        Receive<RootLost>(_ => onLost());
    }

    protected override void PreStart() => Context.WatchWith(_root, new RootLost());

    private sealed record RootLost;
}
