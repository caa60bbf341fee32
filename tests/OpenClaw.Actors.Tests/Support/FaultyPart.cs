using Akka.Actor;
using OpenClaw.Actors.Hosting;

namespace OpenClaw.Actors.Tests.Support;

/// <summary>How a part of the healer fails.</summary>
public enum Way
{
    /// <summary>Its constructor throws.</summary>
    Constructor,

    /// <summary>Its PreStart throws.</summary>
    PreStart,

    /// <summary>It throws on a message.</summary>
    Message,
}

/// <summary>Stands in for one part of the real tree: fails as often as it is told to, and is the real part after that. Remembers when it was started.</summary>
internal sealed class FaultyPart(TreePart part, TimeProvider clock)
{
    private readonly List<DateTimeOffset> _starts = [];

    /// <summary>How it fails.</summary>
    public Way Way { get; set; }

    /// <summary>How many more starts fail.</summary>
    public int Failures { get; set; }

    /// <summary>Only this one of several equal parts, by the name of an actor on its path; null: all.</summary>
    public string? Only { get; init; }

    /// <summary>When it was started, be it to fail.</summary>
    public IReadOnlyList<DateTimeOffset> Starts { get { lock (_starts) return [.. _starts]; } }

    /// <summary>The pauses between the starts.</summary>
    public IReadOnlyList<TimeSpan> Pauses => [.. Starts.Zip(Starts.Skip(1), static (a, b) => b - a)];

    /// <summary>The real part has been started after the last failure.</summary>
    public bool Lives { get; private set; }

    /// <summary>Who plays the part.</summary>
    public Props Cast(TreePart which, Props real) => which == part ? Props.CreateBy(new Producer(this, real)) : real;

    /// <summary>The part that lives has been ended: its next start is awaited.</summary>
    public void IsExpected() => Lives = false;

    private ActorBase Produce(Props real)
    {
        if (Only is not null && !ActorCell.GetCurrentSelfOrNoSender()!.Path.Elements.Contains(Only)) return real.NewActor();
        lock (_starts) _starts.Add(clock.GetUtcNow());
        Lives = Failures == 0;
        if (Lives) return real.NewActor();
        Failures--;
        return Way switch
        {
            Way.Constructor => throw new FaultException(),
            Way.PreStart => Props.Create<Stillborn>().NewActor(),
            _ => Props.Create<Stumbler>().NewActor(),
        };
    }

    private sealed class Producer(FaultyPart part, Props real) : IIndirectActorProducer
    {
        public Type ActorType => real.Type;

        public ActorBase Produce() => part.Produce(real);

        public void Release(ActorBase actor)
        {
        }
    }

    private sealed class Stillborn : ReceiveActor
    {
        protected override void PreStart() => throw new FaultException();
    }

    private sealed class Stumbler : ReceiveActor
    {
        public Stumbler() => ReceiveAny(_ => throw new FaultException());

        protected override void PreStart() => Self.Tell("a message", ActorRefs.NoSender);
    }

    private sealed class FaultException() : Exception("a bug in the healer");
}
