using Akka.Actor;
using Akka.Event;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Host.Daemon;

/// <summary>Looks every minute how much memory a gateway that serves has left. Nothing waits for it.</summary>
internal sealed class MemoryWatchActor : ReceiveActor, IWithTimers
{
    private const string NextLook = "next-look";

    // One that was replaced between two looks, and has served before and after.
    private const int LooksForOneProcess = 10;

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly CancellationTokenSource _stopped = new();
    private bool _serves;
    private ProcessIdentity? _process;
    private bool _looking;
    private int _looks;

    /// <param name="gateway">The gateway.</param>
    /// <param name="look">Looks at its memory.</param>
    /// <param name="process">Which process serves; asked once for each time it comes up, as asking costs a command.</param>
    /// <param name="supervisor">Is told the news.</param>
    /// <param name="interval">Between two looks.</param>
    public MemoryWatchActor(
        GatewayId gateway, Func<ProcessIdentity?, CancellationToken, Task<Announcement?>> look, Func<CancellationToken, Task<ProcessIdentity?>> process, ICanTell supervisor, TimeSpan interval)
    {
        Receive<GatewayStatus>(
            status =>
            {
                var serves = status.Phase is GatewayPhase.Ready or GatewayPhase.LiveNotReady or GatewayPhase.ChannelsSuppressed;
                if (serves != _serves) _process = null;
                _serves = serves;
            }, status => status.Gateway == gateway);
        Receive<GatewayStatus>(static _ => { });
        Receive<LookNow>(_ => !_looking, _ =>
        {
            _looking = true;
            var (serves, known, cancel) = (_serves, _looks++ % LooksForOneProcess == 0 ? null : _process, _stopped.Token);
            Task.Run(
                async () =>
                {
                    var now = serves ? known ?? await process(cancel) : null;
                    return new Looked(await look(now, cancel), now, null);
                }, cancel).PipeTo(Self, success: static x => x, failure: e => new Looked(null, null, e.Message));
        });
        Receive<LookNow>(static _ => { });
        Receive<Looked>(m =>
        {
            _process = _serves ? m.Process : null;
            if (m.Trouble is { } why) _log.Warning("The memory of {Gateway} could not be looked at: {Why}", gateway, why);
            if (m.News is { } news) supervisor.Tell(new Announce(news.Gateway, news), Self);
            _looking = false;
        });
        Timers.StartPeriodicTimer(NextLook, new LookNow(), interval);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(GatewayStatus));

    protected override void PostStop()
    {
        _stopped.Cancel();
        _stopped.Dispose();
    }

    private sealed record LookNow;

    private sealed record Looked(Announcement? News, ProcessIdentity? Process, string? Trouble) : IDeadLetterSuppression;
}
