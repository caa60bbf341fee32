using System.Globalization;
using Microsoft.Data.Sqlite;
using OpenClaw.Host.Playbook.Transactions;

namespace OpenClaw.Host.Playbook.Remedies;

/// <summary>
/// A damaged database is replaced by the newest copy beside it that SQLite finds sound. What happened since that copy is lost, so its owner is asked first. The damaged
/// one is kept beside it, with its log and its index.
/// </summary>
internal sealed class DatabaseRestore : IRemedy
{
    /// <inheritdoc/>
    public string Name => "database-restore";

    /// <inheritdoc/>
    public string Title => "put a sound copy in place of a damaged database";

    /// <inheritdoc/>
    public Reach Reach => Reach.File;

    /// <inheritdoc/>
    public TimeSpan Cost => TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    public async Task<RemedyPlan?> Plan(Diagnosis diagnosis, Patient patient, CancellationToken cancel)
    {
        if (diagnosis.Find(FindingIds.DatabaseCorrupt)?.Fact("path") is not { } path || FileOwner.Of(path) is not { IsOurs: true } || (await patient.Process.Look(cancel)).Process is not null) return null;
        var folder = new DirectoryInfo(Path.GetDirectoryName(path)!);
        var name = Path.GetFileName(path);
        var copies = folder.GetFiles(name + ".*").Where(f => f.LinkTarget is null && (f.Name.Contains(".bak", StringComparison.Ordinal) || f.Name.Contains(".backup", StringComparison.Ordinal)))
            .Where(static f => !f.Name.EndsWith("-wal", StringComparison.Ordinal) && !f.Name.EndsWith("-shm", StringComparison.Ordinal)).OrderByDescending(static f => f.LastWriteTimeUtc);
        if (copies.FirstOrDefault(static f => IsSound(f.FullName)) is not { } copy) return null;
        var aside = FormattableString.Invariant($".openclaw-actors-{patient.Time.GetUtcNow().UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}");
        return new RemedyPlan(
            $"{path} is replaced by {copy.FullName} of {copy.LastWriteTimeUtc:u}, which is sound; what happened since then is lost, the damaged one is kept as {path}{aside}", [],
            _ => Act(copy.FullName, path))
        { Moves = [.. ((string[])["", "-wal", "-shm"]).Select(end => new MovedAside(path + end, path + aside + end))] };
    }

    private static Task<RemedyResult> Act(string copy, string path)
    {
        File.Copy(copy, path);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return Task.FromResult(IsSound(path) ? new RemedyResult(true, $"put {copy} in place of {path}") : new RemedyResult(false, $"{copy} is no longer sound"));
    }

    // Immutable: no lock, no log and no index is made beside it.
    private static bool IsSound(string path)
    {
        try
        {
            using var db = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = $"file:{Uri.EscapeDataString(path).Replace("%2F", "/", StringComparison.Ordinal)}?immutable=1", Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
            db.Open();
            using var check = db.CreateCommand();
            check.CommandText = "PRAGMA quick_check";
            if (check.ExecuteScalar() as string != "ok") return false;
            check.CommandText = "SELECT count(*) FROM sqlite_master WHERE type = 'table'";
            return check.ExecuteScalar() is long and > 0;
        }
        catch (SqliteException)
        {
            return false;
        }
    }
}
