using Akka.Actor;
using Akka.Event;
using OpenClaw.Actors.Gateways;

namespace OpenClaw.Actors.Supervision;

/// <summary>
/// A backoff supervisor: an actor below it that ends or fails is started again after a pause that doubles each time, and given up in the end, which ends this one.
/// Mail for it goes on to it, what it tells goes on to the parent; while it rests mail is answered. It does what Akka's <c>BackoffSupervisor</c> does with
/// OnStop, the stopping strategy, auto-reset and a reply while stopped, at half the memory: there are five or more for each gateway.
/// </summary>
internal sealed class RestingActor(Row row, Props child, object whileResting) : UntypedActor
{
    private IActorRef? _child;
    private bool _hasEnded;
    private int _failures;
    private ICancelable? _timer;

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => TierSupervision.Rests(OnEnded);

    /// <inheritdoc/>
    protected override void PreStart() => Start();

    /// <inheritdoc/>
    protected override void PostStop() => _timer?.Cancel();

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case PauseOver:
                Start();
                _timer = Later(row.ResetAfter, new HeldOut(_failures));
                break;
            case HeldOut held:
                if (held.Failures == _failures) _failures = 0;
                break;
            case Gone:
                Rest();
                break;
            // Also the last words of one that has ended.
            case var mail when Sender.Equals(_child):
                Context.Parent.Tell(mail);
                break;
            case var mail when _child is { } lives && !_hasEnded:
                lives.Forward(mail);
                break;
            default:
                Sender.Tell(whileResting);
                break;
        }
    }

    private void Start() => (_child, _hasEnded) = (Context.ActorOf(child, TierSupervision.ChildName), false);

    // Of the cell itself, so that nobody has to be watched, and before what the child told last was read: hence the mail to self.
    private void OnEnded(IActorRef ended)
    {
        if (!ended.Equals(_child)) return;
        _hasEnded = true;
        Self.Tell(new Gone(), Self);
    }

    private void Rest()
    {
        _child = null;
        _timer?.Cancel();
        if (row.GiveUpAfter is { } most && _failures >= most) Context.Stop(Self);
        else _timer = Later(row.Pause(_failures++, Self.Path), new PauseOver());
    }

    // By hand: what Akka keeps for timers of an actor would be there all the time, and is needed by one that has failed.
    private ICancelable Later(TimeSpan pause, object mail) => Context.System.Scheduler.ScheduleTellOnceCancelable(pause, Self, mail, Self);

    private sealed record Gone : IDeadLetterSuppression;

    private sealed record PauseOver : IDeadLetterSuppression;

    private sealed record HeldOut(int Failures) : IDeadLetterSuppression;

    /// <summary>Makes it. By hand: Akka's way over an expression costs time and memory for each.</summary>
    public sealed class Producer(Row row, Props child, object whileResting) : IIndirectActorProducer
    {
        /// <inheritdoc/>
        public Type ActorType => typeof(RestingActor);

        /// <inheritdoc/>
        public ActorBase Produce() => new RestingActor(row, child, whileResting);

        /// <inheritdoc/>
        public void Release(ActorBase actor)
        {
        }
    }
}

/// <summary>When an actor that has failed lives again.</summary>
/// <param name="Least">The first pause.</param>
/// <param name="Most">The longest.</param>
/// <param name="ResetAfter">After so long without a failure the count begins anew.</param>
/// <param name="GiveUpAfter">So many failures in a row are the last; null: it is never given up.</param>
internal sealed record Row(TimeSpan Least, TimeSpan Most, TimeSpan ResetAfter, int? GiveUpAfter)
{
    private const double Chance = 0.2;

    /// <summary>The pause after so many failures before this one, and up to a fifth more.</summary>
    public TimeSpan Pause(int failures, ActorPath path)
    {
        var doubled = Least * Math.Pow(2, Math.Min(failures, 20));
        return (doubled < Most ? doubled : Most) * (1 + (Chance * Jitter.Share($"{path}/{failures}")));
    }
}
