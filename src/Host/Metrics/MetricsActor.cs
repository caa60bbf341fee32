using Akka.Actor;
using Akka.Event;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;

namespace OpenClaw.Host.Metrics;

/// <summary>Counts what the healer publishes about itself, and asks the book only for what an earlier daemon has begun. Nobody waits for it and nothing is decided from it.</summary>
internal sealed class MetricsActor : ReceiveActor, IWithTimers
{
    private const string ReadAgain = "read-again";
    private static readonly TimeSpan ReadPause = TimeSpan.FromMinutes(1);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly CancellationTokenSource _stopped = new();
    private readonly Dictionary<GatewayId, Outage> _open = [];
    private readonly HealerMetrics _metrics;
    private readonly IncidentTraces _traces;
    private readonly IIncidentHistory _history;
    private readonly Func<CancellationToken, Task<Recoveries>> _recoveries;
    private bool _isReadingFailing;

    /// <summary>Creates the actor.</summary>
    /// <param name="metrics">Where it counts; outlives it.</param>
    /// <param name="traces">Where it tells what takes how long; its own.</param>
    /// <param name="history">Knows of incidents that began before it did.</param>
    /// <param name="recoveries">Reads the recoveries since install.</param>
    public MetricsActor(HealerMetrics metrics, IncidentTraces traces, IIncidentHistory history, Func<CancellationToken, Task<Recoveries>> recoveries)
    {
        (_metrics, _traces, _history, _recoveries) = (metrics, traces, history, recoveries);
        Receive<GatewayStatus>(OnStatus);
        Receive<IncidentNews>(OnNews);
        Receive<ChannelTried>(OnTried);
        Receive<ChannelHealth>(m => metrics.ChannelFailing.Set(m.FailingSince is null ? 0 : 1, m.Channel));
        Receive<DeadLetter>(_ => metrics.LostMail.Add(1, LostKinds[0]));
        Receive<UnhandledMessage>(_ => metrics.LostMail.Add(1, LostKinds[1]));
        Receive<Read>(m =>
        {
            _isReadingFailing = false;
            metrics.Recovered = m.Recoveries;
        });
        Receive<Found>(OnFound);
        Receive<NotRead>(OnNotRead);
        Receive<TryAgain>(_ => ReadRecoveries());
    }

    /// <summary>How a message is lost, as a label.</summary>
    public static IReadOnlyList<string> LostKinds { get; } = ["dead-letter", "unhandled"];

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        foreach (var kind in new[] { typeof(GatewayStatus), typeof(IncidentNews), typeof(ChannelTried), typeof(ChannelHealth), typeof(DeadLetter), typeof(UnhandledMessage) })
            Context.System.EventStream.Subscribe(Self, kind);
        ReadRecoveries();
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        Context.System.EventStream.Unsubscribe(Self);
        _traces.Leave(Context.Now());
        _stopped.Cancel();
        _stopped.Dispose();
    }

    private void OnStatus(GatewayStatus status)
    {
        var gateway = status.Gateway.Value;
        foreach (var phase in Enum.GetValues<GatewayPhase>()) _metrics.Phase.Set(phase == status.Phase ? 1 : 0, gateway, Words.Of(phase));
        if (status.Phase != GatewayPhase.Unknown) _metrics.Up.Set(new PhaseSeen(status.Phase, []).IsGood ? 1 : 0, gateway);
        foreach (var tier in Enum.GetValues<Tier>()) _metrics.IncidentOpen.Set(status.Incident is not null && tier == status.Tier ? 1 : 0, gateway, Words.Of(tier));
        if (status.Incident is not { } incident) Close(status.Gateway);
        else if (_open.GetValueOrDefault(status.Gateway)?.Id != incident) Adopt(status.Gateway, incident, status.At, status.Tier);
    }

    private void OnNews(IncidentNews news)
    {
        var gateway = news.Gateway;
        _traces.Take(news);
        switch (news.Event)
        {
            case Opened e:
                _metrics.Incidents.Add(1, gateway.Value, Words.Of(e.Phase));
                Hold(gateway, new Outage(e.Incident, e.Since, e.Tier, IsWhole: true));
                break;
            case RepairOrdered { Restart: { } kind }:
                _metrics.Restarts.Add(1, gateway.Value, Words.Of(kind));
                break;
            case RepairOrdered { Restart: null } e when _open.GetValueOrDefault(gateway) is { } open && open.Id == e.Incident:
                _open[gateway] = open with { Treatment = e.Attempt };
                break;
            case RepairClosed e when e.By is not null || _open.GetValueOrDefault(gateway)?.Treatment == e.Attempt:
                _metrics.Treatments.Add(1, gateway.Value, Words.Of(e.Result));
                break;
            case Escalated e when _open.GetValueOrDefault(gateway) is { } open && open.Id == e.Incident:
                _open[gateway] = open with { Highest = e.To > open.Highest ? e.To : open.Highest };
                break;
            case HumanCalled:
                _metrics.HumanCalls.Add(1, gateway.Value);
                break;
            case Resolved e:
                OnResolved(gateway, e);
                break;
        }
    }

    private void OnResolved(GatewayId gateway, Resolved e)
    {
        if (_open.GetValueOrDefault(gateway) is { IsWhole: true } open && open.Id == e.Incident) _metrics.IncidentDuration.Record(e.HealthySince - open.Since, gateway.Value, Words.Of(open.Highest), Words.Of(e.Outcome));
        else Ask(gateway, e.Incident, isEnd: true);
        if (_open.GetValueOrDefault(gateway)?.Id == e.Incident) Close(gateway);
        ReadRecoveries();
    }

    private void OnTried(ChannelTried tried)
    {
        if (DeliveryWords.Of(tried.Outcome) is not { } outcome) return;
        _metrics.Alerts.Add(1, tried.Channel, outcome);
        _traces.Take(tried, outcome);
    }

    /// <summary>One that began before this actor did: when, is in the book.</summary>
    private void Adopt(GatewayId gateway, IncidentId incident, DateTimeOffset seen, Tier? tier)
    {
        Hold(gateway, new Outage(incident, seen, tier ?? Tier.Watchdog, IsWhole: false));
        Ask(gateway, incident, isEnd: false);
    }

    private void OnFound(Found found)
    {
        if (found.Incident is not { } summary) return;
        if (found.IsEnd && summary is { Lasted: { } lasted, Outcome: { } outcome }) _metrics.IncidentDuration.Record(lasted, found.Gateway.Value, Words.Of(summary.Tier), Words.Of(outcome));
        else if (_open.GetValueOrDefault(found.Gateway) is { IsWhole: false } open && open.Id == summary.Id)
            Hold(found.Gateway, open with { Since = summary.Since, Highest = summary.Tier > open.Highest ? summary.Tier : open.Highest, IsWhole = true });
    }

    private void OnNotRead(NotRead failed)
    {
        if (!_isReadingFailing) _log.Warning("The metrics of what was before this daemon cannot be read from the book: {Why}", failed.Why);
        _isReadingFailing = true;
        Timers.StartSingleTimer(ReadAgain, new TryAgain(), ReadPause);
    }

    private void Hold(GatewayId gateway, Outage outage)
    {
        _open[gateway] = outage;
        _metrics.IsOpenSince(gateway, outage.Since);
    }

    private void Close(GatewayId gateway)
    {
        _open.Remove(gateway);
        _metrics.IsOpenSince(gateway, null);
    }

    private void ReadRecoveries() => _recoveries(_stopped.Token).PipeTo(Self, success: static r => new Read(r), failure: static e => new NotRead(e.Message));

    private void Ask(GatewayId gateway, IncidentId incident, bool isEnd) =>
        _history.Find(new IncidentQuery { Id = incident }, _stopped.Token).PipeTo(Self, success: all => new Found(gateway, isEnd, all is [var one, ..] ? one : null), failure: static e => new NotRead(e.Message));

    private sealed record Outage(IncidentId Id, DateTimeOffset Since, Tier Highest, bool IsWhole)
    {
        public int? Treatment { get; init; }
    }

    // Answers of a port: one that comes after its actor has died is nobody's, and no lost mail.
    private sealed record Read(Recoveries Recoveries) : IDeadLetterSuppression;

    private sealed record Found(GatewayId Gateway, bool IsEnd, IncidentSummary? Incident) : IDeadLetterSuppression;

    private sealed record NotRead(string Why) : IDeadLetterSuppression;

    private sealed record TryAgain;
}
