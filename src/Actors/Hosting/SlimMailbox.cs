using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;

namespace OpenClaw.Actors.Hosting;

/// <summary>
/// The mailbox of every actor: unbounded, first in first out, and 72 bytes while it is empty. Akka's own holds room for 32 messages for ever, 1,100 bytes, which
/// is a quarter of what a gateway's subtree weighs. Named in <c>akka.conf</c>; Akka creates it by reflection.
/// </summary>
public sealed class SlimMailbox(Settings settings, Config config) : MailboxType(settings, config), IProducesMessageQueue<SlimMessages>
{
    /// <summary>The settings that make it everybody's, also of an actor with a stash.</summary>
    public static Config Hocon { get; } = ConfigurationFactory.ParseString(
        $$"""akka.actor { default-mailbox.mailbox-type = "{{Name}}", mailbox.unbounded-deque-based.mailbox-type = "{{Name}}" }""");

    private static string Name => $"{typeof(SlimMailbox).FullName}, OpenClaw.Actors";

    /// <inheritdoc/>
    public override IMessageQueue Create(IActorRef owner, ActorSystem system) => new SlimMessages();
}

/// <summary>A chain with a cell for each message, of D. Vyukov's kind: many may add at once, without a lock; one takes out.</summary>
public sealed class SlimMessages : IMessageQueue, IUnboundedDequeBasedMessageQueueSemantics
{
    private Cell _taken; // the last one that was taken out
    private Cell _newest;
    private Stack<Envelope>? _first; // what a stash gives back; touched by the actor alone

    /// <summary>Creates an empty one.</summary>
    public SlimMessages() => _taken = _newest = new Cell();

    /// <inheritdoc/>
    public bool HasMessages => _first is { Count: > 0 } || Volatile.Read(ref _taken.Next) is not null;

    /// <summary>How many wait. Counted each time, for people and specs only.</summary>
    public int Count
    {
        get
        {
            var count = _first?.Count ?? 0;
            for (var cell = Volatile.Read(ref _taken.Next); cell is not null; cell = Volatile.Read(ref cell.Next)) count++;
            return count;
        }
    }

    /// <inheritdoc/>
    public void Enqueue(IActorRef receiver, Envelope envelope)
    {
        var cell = new Cell { Envelope = envelope };
        // Until the link is set, what comes after it is not seen either; whoever sets it has the mailbox looked at afterwards. A full fence: Akka reads next whether
        // the actor is still at work, and were that read done before the link is seen, an actor that goes to rest just then would leave the letter lying.
        Interlocked.Exchange(ref Interlocked.Exchange(ref _newest, cell).Next, cell);
    }

    /// <inheritdoc/>
    public void EnqueueFirst(Envelope envelope) => (_first ??= []).Push(envelope);

    /// <inheritdoc/>
    public bool TryDequeue(out Envelope envelope)
    {
        if (_first is { Count: > 0 } stack)
        {
            envelope = stack.Pop();
            if (stack.Count == 0) _first = null;
            return true;
        }

        if (Volatile.Read(ref _taken.Next) is not { } next)
        {
            envelope = default;
            return false;
        }

        (envelope, next.Envelope) = (next.Envelope, default);
        // A cell that has grown old would keep all that came after it from being collected.
        _taken.Next = null;
        _taken = next;
        return true;
    }

    /// <inheritdoc/>
    public void CleanUp(IActorRef owner, IMessageQueue deadletters)
    {
        while (TryDequeue(out var envelope)) deadletters.Enqueue(owner, envelope);
    }

    private sealed class Cell
    {
        public Cell? Next;
        public Envelope Envelope;
    }
}
