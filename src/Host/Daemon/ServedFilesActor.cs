using Akka.Actor;
using Akka.Event;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Playbook.History;

namespace OpenClaw.Host.Daemon;

/// <summary>Looks now and then with which files a gateway serves, has that kept, and tells when its config breaks while it runs. Nothing waits for it.</summary>
internal sealed class ServedFilesActor : ReceiveActor, IWithTimers
{
    private const string NextLook = "next-look";

    // Asking for the process costs a command. One that was replaced unseen is older than it is taken for, and then less counts, never more.
    private const int LooksForOneStart = 20;

    // A gateway that has just come up is looked at twice in a row: what it came up with must be kept before the next thing goes wrong.
    private const int FirstLooks = 3;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly CancellationTokenSource _stopped = new();
    private readonly Func<bool, DateTimeOffset?, CancellationToken, Task<Announcement?>> _look;
    private readonly Func<CancellationToken, Task<DateTimeOffset?>> _processStart;
    private bool _serves;
    private DateTimeOffset? _startedAt;
    private int _looks;
    private int _firstLooks;
    private bool _looking;

    public ServedFilesActor(
        GatewayId gateway, ServedFilesKeeper keeper, ConfigForesight foresight, Func<CancellationToken, Task<DateTimeOffset?>> processStart, ICanTell supervisor, TimeSpan interval)
        : this(gateway, Both(keeper, foresight), processStart, supervisor, interval) { }

    internal ServedFilesActor(
        GatewayId gateway, Func<bool, DateTimeOffset?, CancellationToken, Task<Announcement?>> look, Func<CancellationToken, Task<DateTimeOffset?>> processStart, ICanTell supervisor, TimeSpan interval)
    {
        (_look, _processStart) = (look, processStart);
        Receive<GatewayStatus>(status => OnStatus(status), status => status.Gateway == gateway);
        Receive<GatewayStatus>(static _ => { });
        Receive<LookNow>(_ => !_looking, _ =>
        {
            _looking = true;
            Look().PipeTo(Self, success: x => x, failure: e => new Looked(null, _startedAt, e.Message));
        });
        Receive<LookNow>(static _ => { }); // the one under way is followed by another
        Receive<Looked>(m =>
        {
            _startedAt = _serves ? m.StartedAt : null;
            if (m.Trouble is { } why) _log.Warning("The files of {Gateway} could not be looked at: {Why}", gateway, why);
            if (m.News is { } news) supervisor.Tell(new Announce(news.Gateway, news), Self);
            _looking = false;
            Timers.StartSingleTimer(NextLook, new LookNow(), _serves && _firstLooks-- > 0 && Soon < interval ? Soon : interval);
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(GatewayStatus));
        Self.Tell(new LookNow());
    }

    protected override void PostStop()
    {
        _stopped.Cancel();
        _stopped.Dispose();
    }

    private static Func<bool, DateTimeOffset?, CancellationToken, Task<Announcement?>> Both(ServedFilesKeeper keeper, ConfigForesight foresight) => async (serves, startedAt, cancel) =>
    {
        await keeper.Look(serves, startedAt, cancel);
        return await foresight.Look(serves, startedAt, cancel);
    };

    private void OnStatus(GatewayStatus status)
    {
        var serves = status.Phase is GatewayPhase.Ready or GatewayPhase.LiveNotReady or GatewayPhase.ChannelsSuppressed;
        if (serves == _serves) return;
        (_startedAt, _serves) = (null, serves);
        if (!serves) return;
        _firstLooks = FirstLooks;
        Self.Tell(new LookNow());
    }

    // On the pool: it reads files, and a disk may hang.
    private Task<Looked> Look()
    {
        var (serves, known, cancel) = (_serves, _looks++ % LooksForOneStart == 0 ? null : _startedAt, _stopped.Token);
        return Task.Run(
            async () =>
            {
                var startedAt = serves ? known ?? await _processStart(cancel) : null;
                return new Looked(await _look(serves, startedAt, cancel), startedAt, null);
            }, cancel);
    }

    private sealed record LookNow;

    private sealed record Looked(Announcement? News, DateTimeOffset? StartedAt, string? Trouble) : IDeadLetterSuppression;
}
