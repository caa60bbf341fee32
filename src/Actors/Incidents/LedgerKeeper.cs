using OpenClaw.Actors.Gateways;

namespace OpenClaw.Actors.Incidents;

/// <summary>
/// The way of one gateway's ledger to its store and back: nothing is written over a ledger that may still come, nothing twice, and no older one
/// after a newer one. Used by one actor; only the writes themselves run elsewhere.
/// </summary>
internal sealed class LedgerKeeper(IRestartLedgerStore? store, GatewayId gateway, CancellationToken stopped)
{
    private RestartLedger? _written;
    private Task _lastWrite = Task.CompletedTask;

    /// <summary>The store has answered: nothing is written before, or a ledger that could not be read for a moment would be lost for good.</summary>
    public bool IsRead { get; private set; } = store is null;

    /// <summary>What the store has; null when it has nothing. Fails as the store does.</summary>
    public Task<RestartLedger?> Read() => store is null ? Task.FromResult<RestartLedger?>(null) : store.Load(gateway, stopped);

    /// <summary>The reading is over: what it brought, put before what has come since.</summary>
    public RestartLedger Take(RestartLedger? read, RestartLedger since, DateTimeOffset now)
    {
        if (IsRead) return since;
        IsRead = true;
        if (read is null) return since;
        var ledger = since.After(read.Until(now));
        _written = ledger.IsSameAs(read) ? ledger : null;
        return ledger;
    }

    /// <summary>Writes what is new; null when there is nothing to write.</summary>
    public Task? Write(RestartLedger ledger)
    {
        if (store is null || !IsRead || ledger.IsSameAs(_written)) return null;
        _written = ledger;
        return _lastWrite = After(_lastWrite, store, ledger);
    }

    /// <summary>The last write that was begun, whatever became of it.</summary>
    public Task Settled() => End(_lastWrite);

    /// <summary>A write has failed: it is tried again.</summary>
    public void NotWritten() => _written = null;

    // Of several who await the same task, .NET tells all but one by way of the thread pool, in no order; this tells each of them in the same stroke.
    private static Task End(Task write) => write.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private async Task After(Task before, IRestartLedgerStore to, RestartLedger ledger)
    {
        await End(before);
        await to.Save(gateway, ledger, CancellationToken.None);
    }
}
