using System.Text.Json;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;

namespace OpenClaw.Host.Journal;

/// <summary>The ledgers of restarts in the book on disk. One that an earlier version kept in a file is taken over at the first load.</summary>
/// <param name="book">The book.</param>
/// <param name="home">The state folder, in which such a file may be.</param>
/// <param name="time">The clock that names what is moved aside.</param>
/// <param name="log">Where it tells what it could not read.</param>
public sealed class SqliteRestartLedgerStore(Book book, string home, TimeProvider time, ILogger<SqliteRestartLedgerStore> log) : IRestartLedgerStore
{
    /// <inheritdoc/>
    public Task<RestartLedger?> Load(GatewayId gateway, CancellationToken cancel) => book.Do(
        db =>
        {
            var json = db.Text("SELECT json FROM ledgers WHERE gateway = $gateway", ("$gateway", gateway.Value));
            var file = new OldLedgerFile(home, gateway, time, log);
            if (json is null && file.Read() is { } old) db.Run(Replace, ("$gateway", gateway.Value), ("$json", json = old));
            // Memory ends with the process, and the file is then all there is.
            if (!book.IsInMemory) file.PutAway();
            return json is null ? null : Parse(gateway, json);
        }, cancel);

    /// <inheritdoc/>
    public Task Save(GatewayId gateway, RestartLedger ledger, CancellationToken cancel) =>
        book.Do(db => db.Run(Replace, ("$gateway", gateway.Value), ("$json", RestartBook.Of(ledger).ToJson())), cancel);

    private const string Replace = "INSERT INTO ledgers (gateway, json) VALUES ($gateway, $json) ON CONFLICT (gateway) DO UPDATE SET json = $json";

    private RestartLedger? Parse(GatewayId gateway, string json)
    {
        try
        {
            return RestartBook.Parse(json);
        }
        catch (JsonException foreign)
        {
            log.LogWarning("The ledger of restarts of {Gateway} in the book cannot be read ({Why}): a new one is begun", gateway, Logging.UntrustedText.OneLine(foreign.Message, 200));
            return null;
        }
    }
}
