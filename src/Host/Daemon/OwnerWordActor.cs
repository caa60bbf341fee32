using Akka.Actor;
using Akka.Event;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;

namespace OpenClaw.Host.Daemon;

/// <summary>
/// Hands the owner's word about one gateway on to its brain. It looks when the file changes, and every half minute besides: a file system may not tell, and
/// a brain that was restarted must hear of a pause again. The brain takes a pause that it knows already as no news.
/// </summary>
internal sealed class OwnerWordActor : ReceiveActor, IWithTimers
{
    private const string NextLook = "next-look";

    // An order is about now: one that lay about while no daemon ran is not what its owner wants any more.
    private static readonly TimeSpan OrderHolds = TimeSpan.FromMinutes(10);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly CancellationTokenSource _stopped = new();
    private readonly GatewayId _gateway;
    private readonly OwnerWordFile _file;
    private readonly ICanTell _brain;
    private readonly TimeSpan _interval;
    private OwnerWordEvents? _events;
    private DateTimeOffset? _startTold;
    private DateTimeOffset? _healTold;
    private ApprovedWord? _approvalTold;
    private AcknowledgedWord? _acknowledgementTold;
    private string? _complaint;
    private bool _reading;
    private bool _stale;
    private bool _pauseTold;

    public OwnerWordActor(GatewayId gateway, OwnerWordFile file, ICanTell brain, TimeSpan interval)
    {
        (_gateway, _file, _brain, _interval) = (gateway, file, brain, interval);
        Receive<LookNow>(_ => Look());
        Receive<Heard>(m =>
        {
            _complaint = null;
            Tell(InOurTime(m.Word), Context.Now());
            Rest();
        });
        // What was carried out is taken out of the file, and that is the end of it.
        Receive<Done>(static _ => { });
        Receive<NotHeard>(m =>
        {
            if (_complaint != m.Why) _log.Warning("The owner's word about {Gateway} cannot be read: {Why}", _gateway, m.Why);
            _complaint = m.Why;
            Rest();
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        Watch();
        Look();
    }

    protected override void PostStop()
    {
        _events?.Dispose();
        _stopped.Cancel();
        _stopped.Dispose();
    }

    private void Watch()
    {
        var self = Self;
        try
        {
            _file.PrepareFolder();
            _events = new OwnerWordEvents(_file.Folder, () => self.Tell(new LookNow()));
        }
        catch (Exception deaf) when (deaf is IOException or UnauthorizedAccessException)
        {
            _log.Warning("{Folder} cannot be watched ({Why}): an order of the owner is heard within {Seconds} s", _file.Folder, deaf.Message, _interval.TotalSeconds);
        }
    }

    private void Look()
    {
        _stale = _reading;
        if (_reading) return;
        _reading = true;
        _file.Read(_stopped.Token).PipeTo(Self, success: w => new Heard(w), failure: e => new NotHeard(e.Message));
    }

    private void Rest()
    {
        _reading = false;
        if (_stale) Look();
        else Timers.StartSingleTimer(NextLook, new LookNow(), _interval);
    }

    private void Tell(OwnerWord word, DateTimeOffset now)
    {
        // A pause that ends by its own time ends in the brain; only an owner's resume is told.
        var isResumed = _pauseTold && word.PausedSince is null;
        _pauseTold = word.IsPausedAt(now);
        if (_pauseTold)
            _brain.Tell(new OperatorSaid(_gateway, word.PausedSince!.Value, OperatorCommand.Pause, word.PausedUntil, word.PlainReason), Self);
        else if (isResumed)
            _brain.Tell(new OperatorSaid(_gateway, now, OperatorCommand.Resume), Self);

        if (word.StartAskedAt is { } start && start != _startTold && now - Context.FromWall(start) <= OrderHolds)
        {
            _startTold = start;
            CarryOut(OperatorCommand.Start, start, w => w.StartAskedAt == start ? w with { StartAskedAt = null } : w);
        }

        if (word.HealAskedAt is { } heal && heal != _healTold && now - Context.FromWall(heal) <= OrderHolds)
        {
            _healTold = heal;
            CarryOut(OperatorCommand.Heal, heal, w => w.HealAskedAt == heal ? w with { HealAskedAt = null } : w);
        }

        if (word.Approved is { } yes && yes != _approvalTold && now - Context.FromWall(yes.At) <= IncidentMachine.ApprovalHolds)
        {
            _approvalTold = yes;
            CarryOut(
                new OperatorSaid(_gateway, Context.FromWall(yes.At), OperatorCommand.Approve) { Incident = new IncidentId(yes.Incident), Mark = yes.Mark },
                w => w.Approved == yes ? w with { Approved = null } : w);
        }

        // It names its incident, so it is never too old to be heard.
        if (word.Acknowledged is { } seen && seen != _acknowledgementTold)
        {
            _acknowledgementTold = seen;
            CarryOut(
                new OperatorSaid(_gateway, Context.FromWall(seen.At), OperatorCommand.Acknowledge) { Incident = new IncidentId(seen.Incident) },
                w => w.Acknowledged == seen ? w with { Acknowledged = null } : w);
        }
    }

    /// <summary>Once: a daemon that is restarted must not overrule what its owner said after it.</summary>
    private void CarryOut(OperatorCommand command, DateTimeOffset asked, Func<OwnerWord, OwnerWord> done) =>
        CarryOut(new OperatorSaid(_gateway, Context.FromWall(asked), command), done);

    private void CarryOut(OperatorSaid said, Func<OwnerWord, OwnerWord> done)
    {
        _brain.Tell(said, Self);
        _file.Change(done, _stopped.Token).PipeTo(Self, success: static _ => new Done(), failure: static e => new NotHeard(e.Message));
    }

    /// <summary>The file holds times of the wall clock; the brain's clock does not go back when that is set back.</summary>
    private static OwnerWord InOurTime(OwnerWord word) => word with { PausedSince = InOurTime(word.PausedSince), PausedUntil = InOurTime(word.PausedUntil) };

    private static DateTimeOffset? InOurTime(DateTimeOffset? wall) => wall is { } at ? Context.FromWall(at) : null;

    private sealed record LookNow;

    private sealed record Heard(OwnerWord Word) : IDeadLetterSuppression;

    private sealed record Done : IDeadLetterSuppression;

    private sealed record NotHeard(string Why) : IDeadLetterSuppression;
}
