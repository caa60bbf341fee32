using System.Globalization;
using System.Security.Cryptography;
using Akka.Actor;
using Akka.Event;
using OpenClaw.Actors.Gateways;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Remote;

/// <summary>What the talk with the chats of one service needs.</summary>
/// <param name="Session">Who may order what, at the start.</param>
/// <param name="Desk">Looks things up and does them.</param>
/// <param name="Book">Keeps what was asked for.</param>
/// <param name="Voice">Answers.</param>
internal sealed record RemoteTalk(RemoteSession Session, IRemoteDesk Desk, IRemoteBook Book, IRemoteVoice Voice)
{
    /// <summary>Makes a code of six digits that nobody can foresee.</summary>
    public Func<string> Code { get; init; } = static () => RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);
}

/// <summary>Answers the messages of one service: the session decides, the desk does, everything is written down. Whoever hears the messages is its parent.</summary>
internal sealed class RemoteTalkActor : ReceiveActor
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly CancellationTokenSource _stopped = new();
    private readonly RemoteTalk _talk;
    private RemoteSession _session;

    public RemoteTalkActor(RemoteTalk talk)
    {
        (_talk, _session) = (talk, talk.Session);
        Receive<RemoteMessage>(Hear);
        Receive<Looked>(m => Answer(m.To, m.Text));
        Receive<Planned>(Offer);
        Receive<Ended>(m =>
        {
            Note(m.To, m.Order.Words, $"{(m.Done.IsDone ? "done" : "not done")}: {m.Done.Text}", m.Order.About);
            Answer(m.To, m.Done.Text);
        });
        Receive<Failed>(m =>
        {
            _log.Error("A command from {From} failed: {Why}", m.To.From, m.Why);
            Note(m.To, m.Words, "failed", m.About);
            Answer(m.To, "That failed inside the healer; its log says why. Look on the host: openclaw-actors status");
        });
        Receive<NotAnswered>(m => _log.Warning("An answer to {From} was not delivered: {Why}", m.To.From, m.Why));
        Receive<Answered>(static _ => { });
    }

    protected override void PostStop()
    {
        _stopped.Cancel();
        _stopped.Dispose();
    }

    private void Hear(RemoteMessage message)
    {
        (_session, var step) = _session.Hear(message with { SentAt = Context.FromWall(message.SentAt) }, Context.Now());
        switch (step)
        {
            case RemoteStep.Silence { LogLine: { } line }:
                _log.Warning("{Stranger}", line);
                break;
            case RemoteStep.Say say:
                Note(message, say.Words, say.Outcome, null);
                Answer(message, say.Text);
                break;
            case RemoteStep.Look { Command: var command }:
                Note(message, command.Words, "answered", null);
                _talk.Desk.Look(command, _stopped.Token).PipeTo(Self, success: text => new Looked(message, text), failure: e => new Failed(message, command.Words, null, e.Message));
                break;
            case RemoteStep.Prepare { Command: var command }:
                _talk.Desk.Prepare(command, _stopped.Token)
                    .PipeTo(Self, success: plan => new Planned(message, command, plan), failure: e => new Failed(message, command.Words, null, e.Message));
                break;
            case RemoteStep.CarryOut { Order: var order }:
                CarryOut(message, order);
                break;
        }
    }

    private void Offer(Planned m)
    {
        if (m.Plan.Order is not { } order)
        {
            Note(m.To, m.Command.Words, $"refused: {m.Plan.Refusal}", null);
            Answer(m.To, m.Plan.Refusal);
            return;
        }

        (_session, var text) = _session.Offer(m.To.From, order, _talk.Code(), Context.Now());
        Note(m.To, order.Words, "offered, waits for its code", order.About);
        Answer(m.To, text);
    }

    private void CarryOut(RemoteMessage message, RemoteOrder order)
    {
        // Before it is done: whatever ends this process meanwhile, it is known who wanted it.
        Note(message, order.Words, "confirmed", order.About);
        if (order.IsLong) Answer(message, "It is begun; I say how it ends.");
        _talk.Desk.CarryOut(order, _stopped.Token)
            .PipeTo(Self, success: done => new Ended(message, order, done), failure: e => new Failed(message, order.Words, order.About, e.Message));
    }

    private void Note(RemoteMessage message, string words, string outcome, string? about)
    {
        var line = UntrustedText.OneLine(outcome, 300);
        _log.Info("{From}: {Command}: {Outcome}", message.From, words, line);
        _ = _talk.Book.Note(new RemoteEntry(Context.Now(), message.From, words, line, about), _stopped.Token);
    }

    private void Answer(RemoteMessage to, string text) =>
        _talk.Voice.Answer(to, text, _stopped.Token)
            .PipeTo(Self, success: why => why is null ? new Answered() : (object)new NotAnswered(to, why), failure: e => new NotAnswered(to, e.GetType().Name));

    private sealed record Looked(RemoteMessage To, string Text) : IDeadLetterSuppression;

    private sealed record Planned(RemoteMessage To, RemoteCommand Command, RemotePlan Plan) : IDeadLetterSuppression;

    private sealed record Ended(RemoteMessage To, RemoteOrder Order, RemoteDone Done) : IDeadLetterSuppression;

    private sealed record Failed(RemoteMessage To, string Words, string? About, string Why) : IDeadLetterSuppression;

    private sealed record NotAnswered(RemoteMessage To, string Why) : IDeadLetterSuppression;

    private sealed record Answered : IDeadLetterSuppression;
}
