using Akka.Actor;
using Akka.Event;
using OpenClaw.Actors.Incidents;

namespace OpenClaw.Host.Daemon;

/// <summary>Keeps the status file true: listens to the gateways' status and writes the newest, one write at a time.</summary>
internal sealed class StatusActor : ReceiveActor
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly StatusFile _file;
    private readonly int _pid;
    private readonly string _version;
    private readonly DateTimeOffset _startedAt = Context.System.Scheduler.Now;
    private readonly SortedDictionary<string, GatewayLine> _lines = new(StringComparer.Ordinal);
    private Writing _writing = Writing.Idle;

    public StatusActor(StatusFile file, int pid, string version)
    {
        (_file, _pid, _version) = (file, pid, version);
        Receive<GatewayStatus>(OnStatus);
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

    protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(GatewayStatus));

    private void OnStatus(GatewayStatus status)
    {
        var id = status.Gateway.Value;
        var phase = status.Phase.ToString();
        var since = _lines.TryGetValue(id, out var old) && old.Phase == phase ? old.Since : status.At;
        var healthy = status.Phase is GatewayPhase.Ready or GatewayPhase.LiveNotReady;
        _lines[id] = new GatewayLine(id, phase, healthy, since, status.Evidence, status.Incident?.Value, (int?)status.Tier);
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
        var status = new DaemonStatus(_pid, _version, _startedAt, Context.System.Scheduler.Now, [.. _lines.Values]);
        _file.Write(status).PipeTo(Self, success: () => new Written(), failure: e => new NotWritten(e.Message));
    }

    private sealed record Written;

    private sealed record NotWritten(string Why);
}
