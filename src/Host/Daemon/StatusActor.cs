using Akka.Actor;
using Akka.Event;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Cli;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Surface;

namespace OpenClaw.Host.Daemon;

/// <summary>
/// Keeps the last word true, in memory for whoever asks the daemon and on disk for whoever cannot: listens to the gateways' status, to incidents and to the luck of channels, and writes
/// the newest status, one write at a time.
/// </summary>
internal sealed class StatusActor : ReceiveActor
{
    private const int LongestLine = 1000;

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly StatusFile _file;
    private readonly SurfaceFeed _feed;
    private readonly int _pid;
    private readonly string _version;
    private readonly DateTimeOffset _startedAt = Context.System.Scheduler.Now;
    private readonly SortedDictionary<string, GatewayLine> _lines = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ChannelLine> _channels = new(StringComparer.Ordinal);
    private Writing _writing = Writing.Idle;

    public StatusActor(StatusFile file, SurfaceFeed feed, int pid, string version, IEnumerable<string> channels)
    {
        (_file, _feed, _pid, _version) = (file, feed, pid, version);
        foreach (var name in channels) _channels[name] = new ChannelLine(name, false, null, null);
        Receive<GatewayStatus>(OnStatus);
        Receive<ChannelHealth>(OnChannel);
        Receive<IncidentNews>(m => _feed.Tell(Clean(new IncidentNewsJson(m.Gateway.Value, m.Event.Incident.Value, IncidentEventJson.Of(m.Event)))));
        Receive<Written>(_ => OnWritten());
        Receive<NotWritten>(m =>
        {
            _log.Warning("The status file cannot be written: {Why}", m.Why);
            OnWritten();
        });
    }

    private enum Writing
    {
        Idle,
        Busy,
        BusyAndStale,
    }

    private DaemonStatus Now => new(_pid, _version, _startedAt, Context.System.Scheduler.Now, [.. _lines.Values]) { Channels = [.. _channels.Values] };

    protected override void PreStart()
    {
        foreach (var news in (Type[])[typeof(GatewayStatus), typeof(ChannelHealth), typeof(IncidentNews)]) Context.System.EventStream.Subscribe(Self, news);
        _feed.Tell(Now);
    }

    private void OnStatus(GatewayStatus status)
    {
        var id = status.Gateway.Value;
        var phase = status.Phase.ToString();
        var since = _lines.TryGetValue(id, out var old) && old.Phase == phase ? old.Since : status.At;
        var healthy = status.Phase is GatewayPhase.Ready or GatewayPhase.LiveNotReady;
        _lines[id] = new GatewayLine(id, phase, healthy, since, [.. status.Evidence.Select(Clean)], status.Incident?.Value, (int?)status.Tier)
        {
            Pause = status.Pause is { } pause ? new PauseLine(pause.Since, pause.Until, pause.Reason is null ? null : Clean(pause.Reason)) : null,
        };
        Tell();
    }

    private void OnChannel(ChannelHealth health)
    {
        var line = new ChannelLine(health.Channel, health.FailingSince is not null, health.FailingSince ?? health.At, health.Why is null ? null : Clean(health.Why));
        _channels[health.Channel] = line;
        _feed.Tell(line);
        Tell();
    }

    private static IncidentNewsJson Clean(IncidentNewsJson news) => news with { Event = news.Event with { Line = Clean(news.Event.Line), Witnesses = [.. news.Event.Witnesses.Select(Clean)] } };

    // Evidence may quote a log; the event's line may quote a doctor.
    private static string Clean(string line) => Redactor.Redact(UntrustedText.OneLine(line, LongestLine));

    private void Tell()
    {
        _feed.Tell(Now);
        if (_writing == Writing.Idle) Write();
        else _writing = Writing.BusyAndStale;
    }

    private void OnWritten()
    {
        var stale = _writing == Writing.BusyAndStale;
        _writing = Writing.Idle;
        if (stale) Write();
    }

    private void Write()
    {
        _writing = Writing.Busy;
        _file.Write(Now).PipeTo(Self, success: () => new Written(), failure: e => new NotWritten(e.Message));
    }

    private sealed record Written;

    private sealed record NotWritten(string Why);
}
