using Akka.Actor;
using Akka.Event;

namespace OpenClaw.Actors.Diagnostics;

/// <summary>Counts and reports messages that nobody handled: dead letters and unhandled ones. Each is a bug of ours, so each is a warning.</summary>
public sealed class LostMailActor : ReceiveActor
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private long _count;

    /// <summary>Creates the actor.</summary>
    public LostMailActor()
    {
        Receive<DeadLetter>(m => Lost("dead letter", m.Message, m.Recipient));
        Receive<UnhandledMessage>(m => Lost("unhandled message", m.Message, m.Recipient));
        Receive<HowMany>(_ => Sender.Tell(new LostMail(_count)));
    }

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(DeadLetter));
        Context.System.EventStream.Subscribe(Self, typeof(UnhandledMessage));
    }

    private void Lost(string kind, object message, IActorRef recipient)
    {
        _count++;
        _log.Warning("Lost mail {Count}: {Kind} {Message} to {Recipient}", _count, kind, message.GetType().Name, recipient.Path.ToStringWithoutAddress());
    }

    /// <summary>Asks for the count.</summary>
    public sealed record HowMany;

    /// <summary>The count since the start.</summary>
    public sealed record LostMail(long Count);
}
