using System.Globalization;
using System.Text.Json;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Doctors;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Journal;

/// <summary>
/// The ledgers of restarts in files, <c>HOME/gateways/ID/restarts.json</c>: 0600, replaced as a whole and on the disk before the save is over. A file that
/// is no ledger of this version is moved aside and told in the log; healing then begins with an empty one.
/// </summary>
/// <param name="home">The state folder (<c>openclaw.home</c>).</param>
/// <param name="time">The clock that names what is moved aside.</param>
/// <param name="log">Where it tells what it moved aside.</param>
public sealed class FileRestartLedgerStore(string home, TimeProvider time, ILogger<FileRestartLedgerStore> log) : IRestartLedgerStore
{
    private const string Name = "restarts.json";

    // A ledger is bounded by its writer to some kilobytes; what is larger than this is something else.
    private const long LargestBook = 1024 * 1024;

    /// <inheritdoc/>
    // On a thread of the pool: whoever asks may be an actor, and a disk may hang.
    public Task<RestartLedger?> Load(GatewayId gateway, CancellationToken cancel) => Task.Run(() => LoadHere(gateway, cancel), cancel);

    /// <inheritdoc/>
    public Task Save(GatewayId gateway, RestartLedger ledger, CancellationToken cancel) => Task.Run(() => SaveHere(gateway, ledger, cancel), cancel);

    private async Task<RestartLedger?> LoadHere(GatewayId gateway, CancellationToken cancel)
    {
        var path = PathOf(gateway);
        if (!File.Exists(path)) return null;
        var (ledger, trouble) = await Read(path, cancel);
        if (trouble is not null) MoveAside(path, trouble);
        return ledger;
    }

    private async Task SaveHere(GatewayId gateway, RestartLedger ledger, CancellationToken cancel)
    {
        var path = PathOf(gateway);
        PrivateFiles.Folder(Path.GetDirectoryName(path)!);
        await PrivateFiles.Write(path, JsonSerializer.SerializeToUtf8Bytes(RestartBook.Of(ledger), RestartBookJson.Default.RestartBook), cancel);
    }

    private string PathOf(GatewayId gateway) => Path.Combine(home, "gateways", gateway.Value, Name);

    private static async Task<(RestartLedger? Ledger, string? Trouble)> Read(string path, CancellationToken cancel)
    {
        if (new FileInfo(path).Length > LargestBook) return (null, "it is too large to be a ledger");
        try
        {
            var book = JsonSerializer.Deserialize(await PrivateFiles.Read(path, cancel), RestartBookJson.Default.RestartBook);
            return book is { Version: RestartBook.CurrentVersion } ? (book.ToLedger(), null) : (null, $"its version is {book?.Version ?? 0}, not {RestartBook.CurrentVersion}");
        }
        catch (JsonException foreign)
        {
            return (null, UntrustedText.OneLine(foreign.Message, 200));
        }
    }

    /// <summary>Kept for whoever wants to know, under a name that says since when it is there.</summary>
    private void MoveAside(string path, string trouble)
    {
        var aside = string.Create(CultureInfo.InvariantCulture, $"{path}.unreadable-{time.GetUtcNow().UtcDateTime:yyyyMMdd'T'HHmmssfff'Z'}");
        try
        {
            File.Move(path, aside, overwrite: true);
            log.LogWarning("{File} is no ledger of restarts ({Trouble}): it was moved to {Aside}, and a new one is begun", path, trouble, aside);
        }
        catch (Exception stuck) when (stuck is IOException or UnauthorizedAccessException)
        {
            log.LogWarning("{File} is no ledger of restarts ({Trouble}) and cannot be moved aside ({Reason}): it is not used", path, trouble, stuck.GetType().Name);
        }
    }
}
