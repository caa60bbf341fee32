using Akka.Actor;
using Akka.Event;

namespace OpenClaw.Host.Remote.Discord;

/// <summary>What listening to Discord needs.</summary>
/// <param name="Gateway">The way there.</param>
/// <param name="Protocol">What is said on it.</param>
/// <param name="Talk">Makes the talk.</param>
internal sealed record DiscordEar(IDiscordGateway Gateway, DiscordProtocol Protocol, Props Talk)
{
    /// <summary>From 0 to 1, for the pauses.</summary>
    public Func<double> Chance { get; init; } = Random.Shared.NextDouble;
}

/// <summary>
/// Listens to a Discord bot: one websocket with its heartbeat. What is decided about it is in <see cref="DiscordProtocol"/>; what it hears goes to its child, the talk. What belongs
/// to a connection before this one is known by its number and passed over.
/// </summary>
internal sealed class DiscordActor : ReceiveActor, IWithTimers
{
    /// <summary>Between two tries with a token that is not taken.</summary>
    public static readonly TimeSpan RefusalPause = TimeSpan.FromHours(1);

    private const string Again = "again";
    private const string Heart = "heart";
    private const int ResumeTries = 3;

    // Discord says hello at once.
    private static readonly TimeSpan HelloWait = TimeSpan.FromSeconds(30);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly CancellationTokenSource _stopped = new();
    private readonly DiscordEar _ear;
    private readonly IActorRef _talk;
    private DiscordProtocol _protocol;
    private IDiscordLine? _line;
    private int _number;
    private string? _refusal;
    private int _failures;

    public DiscordActor(DiscordEar ear)
    {
        (_ear, _protocol) = (ear, ear.Protocol);
        _talk = Context.ActorOf(ear.Talk, "talk");
        Receive<Begin>(_ => Enter());
        Receive<DiscordEntrance>(OnEntrance);
        Receive<Connected>(OnConnected);
        Receive<NotConnected>(m =>
        {
            Retry(m.Why);
            // The address for resuming may be of a machine that is gone.
            if (m.WasResume && _failures >= ResumeTries) _protocol = _protocol.Closed(1000).Next;
        });
        Receive<Came>(m => m.Number == _number && _line is not null, m => Hear(m.Frame));
        Receive<Came>(static _ => { });
        Receive<BeatNow>(m => m.Number == _number && _line is not null, _ => Beat());
        Receive<BeatNow>(static _ => { });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Enter();

    protected override void PostStop()
    {
        if (_line is { } line) _ = End(line, 1000);
        _stopped.Cancel();
        _stopped.Dispose();
    }

    private void Enter()
    {
        if (_protocol is { Session: not null, ResumeAt: { } where }) Connect(where);
        else _ear.Gateway.Entrance(_stopped.Token).PipeTo(Self, success: static entrance => entrance, failure: static e => new DiscordEntrance(null, RemoteBackoff.Longest, e.GetType().Name));
    }

    private void OnEntrance(DiscordEntrance entrance)
    {
        if (entrance.Url is { } url)
        {
            Connect(url);
        }
        else if (entrance.Wait is { } wait)
        {
            Count(entrance.Why);
            Timers.StartSingleTimer(Again, new Begin(), wait > RemoteBackoff.Longest ? wait : RemoteBackoff.After(_failures, _ear.Chance()));
        }
        else
        {
            GiveUp(entrance.Why);
        }
    }

    private void Connect(Uri where)
    {
        var isResume = _protocol.Session is not null;
        _ear.Gateway.Connect(where, _stopped.Token).PipeTo(Self, success: static line => new Connected(line), failure: e => new NotConnected(isResume, e is IOException ? e.Message : e.GetType().Name));
    }

    private void OnConnected(Connected m)
    {
        _number++;
        (_line, _protocol) = (m.Line, _protocol.Connected());
        Timers.StartSingleTimer(Heart, new BeatNow(_number), HelloWait);
        Listen();
    }

    private void Listen()
    {
        var number = _number;
        _line!.Receive(_stopped.Token).PipeTo(Self, success: frame => new Came(number, frame), failure: _ => new Came(number, new DiscordFrame(null)));
    }

    private void Hear(DiscordFrame frame)
    {
        if (frame.Payload is not { } payload)
        {
            Over(frame.CloseCode);
            return;
        }

        (_protocol, var step) = _protocol.Hear(payload);
        if (step.Send is { } send) Send(send);
        if (step.IsReady) _failures = 0;
        if (step.BeginsToBeat) Timers.StartSingleTimer(Heart, new BeatNow(_number), _protocol.Beat!.Value * _ear.Chance());
        if (step.Message is { } message) _talk.Tell(message);
        if (step.Reconnects) Leave(step.IsRefused ? TimeSpan.FromSeconds(1 + (4 * _ear.Chance())) : TimeSpan.Zero);
        else Listen();
    }

    private void Beat()
    {
        (_protocol, var send) = _protocol.Beat is null ? (_protocol, null) : _protocol.TimeToBeat();
        if (send is null)
        {
            // Nobody has said hello, or answered the last one: a connection that looks alive and is not.
            Leave(TimeSpan.Zero);
            return;
        }

        Send(send);
        Timers.StartSingleTimer(Heart, new BeatNow(_number), _protocol.Beat!.Value);
    }

    private void Send(string payload) => _ = _line!.Send(payload, _stopped.Token);

    private void Over(int? code)
    {
        Drop(DiscordProtocol.KeepsSession);
        (_protocol, var hopeless) = _protocol.Closed(code);
        if (hopeless is not null) GiveUp(hopeless);
        else Retry($"the connection ended ({code?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "without a word"})");
    }

    /// <summary>We end it, and come back to the same session where there is one.</summary>
    private void Leave(TimeSpan pause)
    {
        Drop(DiscordProtocol.KeepsSession);
        if (pause > TimeSpan.Zero) Timers.StartSingleTimer(Again, new Begin(), pause);
        else Retry("the connection had to be made anew");
    }

    private void Drop(int code)
    {
        Timers.Cancel(Heart);
        if (_line is { } line) _ = End(line, code);
        _line = null;
    }

    private static async Task End(IDiscordLine line, int code)
    {
        await line.Close(code, CancellationToken.None);
        await line.DisposeAsync();
    }

    private void Retry(string why)
    {
        Count(why);
        Timers.StartSingleTimer(Again, new Begin(), RemoteBackoff.After(_failures, _ear.Chance()));
    }

    private void Count(string why)
    {
        // Discord ends connections now and then; one that does not come back is worth a line.
        if (++_failures == 3) _log.Warning("Discord cannot be listened to: {Why}. It is tried again", why);
    }

    // Said once; tried again all the same, as something in between may have answered for Discord.
    private void GiveUp(string why)
    {
        if (_refusal != why) _log.Error("Commands from Discord are not heard: {Why}. It is tried again every hour", why);
        _refusal = why;
        Timers.StartSingleTimer(Again, new Begin(), RefusalPause);
    }

    private sealed record Begin;

    private sealed record Connected(IDiscordLine Line) : IDeadLetterSuppression;

    private sealed record NotConnected(bool WasResume, string Why) : IDeadLetterSuppression;

    private sealed record Came(int Number, DiscordFrame Frame) : IDeadLetterSuppression;

    private sealed record BeatNow(int Number);
}
