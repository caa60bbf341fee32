using Akka.Actor;
using Akka.Event;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Heartbeat;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Service;

/// <summary>
/// Answers the service manager's watchdog for the whole tree: <c>READY=1</c> when every part is there and answers, then <c>WATCHDOG=1</c> only after a roll call that was answered in time. Who hangs
/// in a receive is never restarted by supervision; a manager that is no longer answered replaces the process. A part that is not there is another matter, supervision's: it has decided that, and
/// the gateways that are healed must not be left for it again and again.
/// </summary>
internal sealed class ServiceWatchActor : ReceiveActor, IWithTimers
{
    /// <summary>Roll calls within the manager's patience: three may fail before it is over.</summary>
    public const int CallsPerWatchdog = 4;

    /// <summary>Between two looks whether all are there, at the start.</summary>
    public static readonly TimeSpan StartPause = TimeSpan.FromMilliseconds(250);

    private const string NextCall = "next-call";
    private const int LongestStatus = 300;

    // Half a minute: a part that cannot live at all is supervision's, and the others must not wait for it for ever.
    private const int MostStartCalls = 120;

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly SortedDictionary<string, GatewayPhase> _phases = new(StringComparer.Ordinal);
    private readonly ServiceTalk _talk;
    private readonly IReadOnlyList<TreePlace> _places;
    private RollCall _call;
    private bool _isReady;
    private bool _isSilent;
    private bool _isUnheard;
    private string _status = "";

    /// <param name="talk">The way to the manager.</param>
    /// <param name="places">Who must answer.</param>
    public ServiceWatchActor(ServiceTalk talk, IReadOnlyList<TreePlace> places)
    {
        (_talk, _places, _call) = (talk, places, new RollCall(0, places));
        Receive<GatewayStatus>(OnStatus);
        Receive<CallNext>(m => m.Number == _call.Number, _ => OnTimeOver());
        Receive<CallNext>(_ => { });
        Receive<ActorIdentity>(m => m.MessageId is Question q && q.Number == _call.Number, m => OnAnswer(((Question)m.MessageId).Place, m.Subject is not null));
        Receive<ActorIdentity>(_ => { }); // of a call that is over
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(GatewayStatus));
        Call();
    }

    private void OnStatus(GatewayStatus status)
    {
        _phases[status.Gateway.Value] = status.Phase;
        if (_isReady) TellStatus();
    }

    private void Call()
    {
        _call = new RollCall(_call.Number + 1, _places);
        foreach (var place in _call.Ask()) Context.ActorSelection(place.Path).Tell(new Identify(new Question(_call.Number, place)), Self);
        var pause = !_isReady ? StartPause : _talk.Watchdog / CallsPerWatchdog;
        // Nobody waits for a word of life: the state is told when it changes, and no timer runs.
        if (pause is { } wait) Timers.StartSingleTimer(NextCall, new CallNext(_call.Number), wait);
    }

    private void OnAnswer(TreePlace place, bool isThere)
    {
        _call.Hear(place, isThere);
        if (!_isReady && _call.IsAnswered) BeReady();
        else if (_isReady && _call.IsHeard) Answered();
    }

    private void OnTimeOver()
    {
        if (_isReady && !_call.IsHeard) Silent();
        else if (!_isReady && (_call.IsAnswered || (_call.Number >= MostStartCalls && _call.IsHeard))) BeReady();
        Call();
    }

    private void BeReady()
    {
        // A manager that has not heard it would wait for ever: it is said again after the next call.
        if (!Say("READY=1")) return;
        _isReady = true;
        TellStatus();
        Answered();
    }

    private void Answered()
    {
        if (_isSilent) _log.Info("All parts of the healer answer again; the service manager's watchdog is answered");
        _isSilent = false;
        if (_talk.Watchdog is not null) Say("WATCHDOG=1");
        TellStatus();
    }

    private void Silent()
    {
        if (!_isSilent) _log.Error("The service manager's watchdog is not answered, which has this process replaced: {Who}", string.Join(", ", _call.Silent));
        _isSilent = true;
        TellStatus();
    }

    private void TellStatus()
    {
        var text = UntrustedText.OneLine(string.Join(", ", _isSilent ? _call.Silent : _phases.Select(static p => $"{p.Key}: {p.Value}")), LongestStatus);
        if (text.Length > 0 && text != _status && Say($"STATUS={text}")) _status = text;
    }

    private bool Say(string line)
    {
        var why = _talk.Say(line);
        if (why is not null && !_isUnheard) _log.Warning("The service manager does not take {What}: {Why}", line.Split('=')[0], why);
        _isUnheard = why is not null;
        return why is null;
    }

    private sealed record CallNext(int Number);

    private sealed record Question(int Number, TreePlace Place);
}
