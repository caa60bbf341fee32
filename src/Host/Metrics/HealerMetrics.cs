using System.Diagnostics.Metrics;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Hosting;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Doctors.Records;

namespace OpenClaw.Host.Metrics;

/// <summary>
/// All that the daemon counts, as instruments of the meter <see cref="SourceName"/>. Outlives the actor that fills it. Counting costs a lock and an addition, and nothing is
/// read, kept or sent before somebody listens.
/// </summary>
public sealed class HealerMetrics : IDisposable
{
    /// <summary>The name of the meter and of the source of activities.</summary>
    public const string SourceName = "OpenClaw.Actors";

    // An answer takes a millisecond, a timeout is 10 s as shipped; an outage lasts from seconds to days.
    private static readonly double[] ProbeBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
    private static readonly double[] IncidentBounds = [1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 14_400, 43_200, 86_400];

    private readonly Meter _meter;
    private readonly TimeProvider _time;
    private readonly Dictionary<GatewayId, DateTimeOffset> _openSince = [];

    /// <summary>Creates them.</summary>
    /// <param name="time">The clock of ages.</param>
    /// <param name="version">The daemon's version.</param>
    /// <param name="name">The meter's name; another one for a spec that must not hear others.</param>
    public HealerMetrics(TimeProvider time, string version, string name = SourceName)
    {
        (_time, _meter, Name) = (time, new Meter(name, version), name);
        (Up, Phase, Restarts, Treatments, Incidents) = (Show(MetricCatalogue.Up), Show(MetricCatalogue.Phase), Show(MetricCatalogue.Restarts), Show(MetricCatalogue.Treatments), Show(MetricCatalogue.Incidents));
        (IncidentOpen, HumanCalls, DoctorCost, DoctorSessions) = (Show(MetricCatalogue.IncidentOpen), Show(MetricCatalogue.HumanCalls), Show(MetricCatalogue.DoctorCost), Show(MetricCatalogue.DoctorSessions));
        (Alerts, ChannelFailing, JournalWrites, JournalFailures) = (Show(MetricCatalogue.Alerts), Show(MetricCatalogue.ChannelFailing), Show(MetricCatalogue.JournalWrites), Show(MetricCatalogue.JournalFailures));
        (LostMail, Healthy) = (Show(MetricCatalogue.LostMail), Show(MetricCatalogue.Healthy));
        (Probe, IncidentDuration) = (new Timing(_meter, MetricCatalogue.Probe, ProbeBounds), new Timing(_meter, MetricCatalogue.IncidentDuration, IncidentBounds));
        Show(MetricCatalogue.IncidentAge, Ages);
        Show(MetricCatalogue.JournalQueue, () => [new(JournalQueue())]);
        Show(MetricCatalogue.JournalSize, () => [new(JournalSize())]);
        Show(MetricCatalogue.Mailbox, () => Mailboxes().Select(static m => new Measurement<double>(m.Size, new KeyValuePair<string, object?>("actor", m.Actor))));
        var started = time.GetUtcNow().ToUnixTimeMilliseconds() / 1000d;
        Show(MetricCatalogue.HealerStart, () => [new(started)]);
        Show(MetricCatalogue.HealerInfo, () => [new(1, new KeyValuePair<string, object?>("version", version))]);
        Show(MetricCatalogue.HealerCpu, static () => [new(Environment.CpuUsage.TotalTime.TotalSeconds)]);
        Show(MetricCatalogue.HealerMemory, static () => [new(Environment.WorkingSet)]);
        Recoveries.Show(() => Volatile.Read(ref _recoveries), Show);
    }

    /// <summary>The meter's name.</summary>
    internal string Name { get; }

    internal Series Up { get; }

    internal Series Phase { get; }

    internal Series Restarts { get; }

    internal Series Treatments { get; }

    internal Series Incidents { get; }

    internal Series IncidentOpen { get; }

    internal Series HumanCalls { get; }

    internal Series DoctorCost { get; }

    internal Series DoctorSessions { get; }

    internal Series Alerts { get; }

    internal Series ChannelFailing { get; }

    internal Series JournalWrites { get; }

    internal Series JournalFailures { get; }

    internal Series LostMail { get; }

    internal Series Healthy { get; }

    internal Timing Probe { get; }

    internal Timing IncidentDuration { get; }

    /// <summary>How many jobs wait for the book.</summary>
    internal Func<long> JournalQueue { get; set; } = static () => 0;

    /// <summary>How many bytes the book has.</summary>
    internal Func<long> JournalSize { get; set; } = static () => 0;

    /// <summary>How many messages wait, by actor.</summary>
    internal Func<IEnumerable<(string Actor, int Size)>> Mailboxes { get; set; } = static () => [];

    /// <summary>The recoveries since install, from the book; null while they are not known.</summary>
    internal Recoveries? Recovered
    {
        set => Volatile.Write(ref _recoveries, value);
    }

    private Recoveries? _recoveries;

    /// <summary>Makes every value be there that can come: whoever looks for its growth must have seen it at 0.</summary>
    /// <param name="parts">What the healer works with.</param>
    internal void Expect(HealerParts parts)
    {
        foreach (var gateway in parts.Gateways)
        {
            var id = gateway.Id.Value;
            foreach (var kind in Words.All<RestartKind>()) Restarts.Add(0, id, kind);
            foreach (var result in Words.All<RepairResult>()) Treatments.Add(0, id, result);
            foreach (var cause in Enum.GetValues<GatewayPhase>().Where(static p => new PhaseSeen(p, []).IsOutage)) Incidents.Add(0, id, Words.Of(cause));
            foreach (var tier in Words.All<Tier>()) IncidentOpen.Add(0, id, tier);
            HumanCalls.Add(0, id);
            foreach (var doctor in gateway.Doctors.OfType<BudgetedDoctor>())
            {
                DoctorCost.Add(0, id, doctor.Name);
                DoctorSessions.Add(0, id, doctor.Name);
            }

            IsOpenSince(gateway.Id, null);
        }

        foreach (var channel in parts.Notifiers)
        {
            foreach (var outcome in DeliveryWords.All) Alerts.Add(0, channel.Name, outcome);
            ChannelFailing.Add(0, channel.Name);
        }

        foreach (var store in StoreNames.All)
        {
            JournalWrites.Add(0, store);
            JournalFailures.Add(0, store);
        }

        foreach (var kind in MetricsActor.LostKinds) LostMail.Add(0, kind);
    }

    /// <summary>When the gateway's open incident began; null: there is none.</summary>
    internal void IsOpenSince(GatewayId gateway, DateTimeOffset? since)
    {
        lock (_openSince) _openSince[gateway] = since ?? DateTimeOffset.MaxValue;
    }

    /// <summary>Somebody listens now: what waited for that is told.</summary>
    internal void Heard()
    {
        Probe.Flush();
        IncidentDuration.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private Measurement<double>[] Ages()
    {
        var now = _time.GetUtcNow();
        lock (_openSince) return [.. _openSince.Select(g => new Measurement<double>(Math.Max(0, (now - g.Value).TotalSeconds), new KeyValuePair<string, object?>("gateway", g.Key.Value)))];
    }

    private Series Show(Metric metric)
    {
        var series = new Series(metric);
        Show(metric, series.Now);
        return series;
    }

    private void Show(Metric metric, Func<IEnumerable<Measurement<double>>> now)
    {
        if (metric.Kind == MetricKind.Counter) _meter.CreateObservableCounter(metric.Name, now, metric.Unit, metric.Meaning);
        else _meter.CreateObservableGauge(metric.Name, now, metric.Unit, metric.Meaning);
    }
}
