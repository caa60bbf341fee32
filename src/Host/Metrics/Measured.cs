using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Hosting;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using OpenClaw.Actors.Probing;

namespace OpenClaw.Host.Metrics;

/// <summary>The names of what is written into the book, as labels.</summary>
internal static class StoreNames
{
    public const string Incidents = "incidents";
    public const string Ledger = "ledger";
    public const string Outbox = "outbox";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Incidents, Ledger, Outbox];
}

/// <summary>Counts at the ports: each part does what it did, and what came of it is noted.</summary>
internal static class Measured
{
    /// <summary>The same parts, counted.</summary>
    public static HealerParts By(this HealerParts parts, HealerMetrics metrics, TimeProvider time)
    {
        metrics.Expect(parts);
        return parts with
        {
            Gateways = [.. parts.Gateways.Select(g => g with { Probe = new MeasuredProbe(g.Id, g.Probe, metrics, time) })],
            Journal = new MeasuredJournal(parts.Journal, metrics),
            Ledgers = parts.Ledgers is { } ledgers ? new MeasuredLedgers(ledgers, metrics) : null,
            Outbox = parts.Outbox is { } outbox ? new MeasuredOutbox(outbox, metrics) : null,
        };
    }

    /// <summary>Has something written, and counts it. A write that nobody waits for any more is neither.</summary>
    public static async Task<T> Written<T>(HealerMetrics metrics, string store, Func<Task<T>> write)
    {
        T result;
        try
        {
            result = await write();
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            metrics.JournalFailures.Add(1, store);
            throw;
        }

        metrics.JournalWrites.Add(1, store);
        return result;
    }

    /// <summary>The same for a write without a result.</summary>
    public static Task Written(HealerMetrics metrics, string store, Func<Task> write) => Written<object?>(metrics, store, async () =>
    {
        await write();
        return null;
    });
}

/// <summary>A gateway's probe, timed.</summary>
internal sealed class MeasuredProbe(GatewayId gateway, IHealthProbe probe, HealerMetrics metrics, TimeProvider time) : IHealthProbe
{
    /// <inheritdoc/>
    public async Task<HttpAnswer> Look(CancellationToken cancel)
    {
        var (began, seen, took) = (time.GetTimestamp(), Liveness.Unknown, (TimeSpan?)null);
        try
        {
            var answer = await probe.Look(cancel);
            (seen, took) = (answer.Liveness, answer.Elapsed);
            return answer;
        }
        finally
        {
            metrics.Probe.Record(took ?? time.GetElapsedTime(began), gateway.Value, Words.Of(seen));
            metrics.Healthy.Set(seen == Liveness.Live ? 1 : 0, gateway.Value);
        }
    }
}

/// <summary>The book of incidents, counted.</summary>
internal sealed class MeasuredJournal(IIncidentJournal journal, HealerMetrics metrics) : IIncidentJournal
{
    /// <inheritdoc/>
    public Task<BookContent> Load(GatewayId gateway, CancellationToken cancel) => journal.Load(gateway, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<IncidentEvent>> Look(GatewayId gateway, CancellationToken cancel) => journal.Look(gateway, cancel);

    /// <inheritdoc/>
    public Task<string?> Append(GatewayId gateway, IReadOnlyList<IncidentEvent> events, IReadOnlyList<Announcement> news, CancellationToken cancel) =>
        Measured.Written(metrics, StoreNames.Incidents, () => journal.Append(gateway, events, news, cancel));
}

/// <summary>The ledger of restarts, counted.</summary>
internal sealed class MeasuredLedgers(IRestartLedgerStore ledgers, HealerMetrics metrics) : IRestartLedgerStore
{
    /// <inheritdoc/>
    public Task<RestartLedger?> Load(GatewayId gateway, CancellationToken cancel) => ledgers.Load(gateway, cancel);

    /// <inheritdoc/>
    public Task Save(GatewayId gateway, RestartLedger ledger, CancellationToken cancel) => Measured.Written(metrics, StoreNames.Ledger, () => ledgers.Save(gateway, ledger, cancel));
}

/// <summary>The news that waits, counted.</summary>
internal sealed class MeasuredOutbox(IOutboxStore outbox, HealerMetrics metrics) : IOutboxStore
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<KeptNews>> Load(GatewayId gateway, IReadOnlyList<string> channels, CancellationToken cancel) => outbox.Load(gateway, channels, cancel);

    /// <inheritdoc/>
    public Task Keep(GatewayId gateway, Announcement news, CancellationToken cancel) => Measured.Written(metrics, StoreNames.Outbox, () => outbox.Keep(gateway, news, cancel));

    /// <inheritdoc/>
    public Task Mark(GatewayId gateway, string channel, string key, DeliveryMark mark, string? handle, CancellationToken cancel) =>
        Measured.Written(metrics, StoreNames.Outbox, () => outbox.Mark(gateway, channel, key, mark, handle, cancel));
}
