using OpenClaw.Actors.Gateways;

namespace OpenClaw.Actors.Incidents;

/// <summary>Keeps the ledger of restarts and boots across restarts of the healer. One writer: the gateway's incident actor.</summary>
public interface IRestartLedgerStore
{
    /// <summary>The ledger as it was kept last; null when there is none. Fails (an exception) when it cannot be read.</summary>
    Task<RestartLedger?> Load(GatewayId gateway, CancellationToken cancel);

    /// <summary>Replaces the ledger, as a whole or not at all. Fails (an exception) when it cannot be written.</summary>
    Task Save(GatewayId gateway, RestartLedger ledger, CancellationToken cancel);
}
