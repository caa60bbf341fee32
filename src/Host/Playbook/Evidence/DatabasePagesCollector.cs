using Microsoft.Data.Sqlite;

namespace OpenClaw.Host.Playbook.Evidence;

/// <summary>OpenClaw's databases page by page, on a copy in a folder of our own, and only while no gateway runs: a copy of one in use may be torn.</summary>
public sealed class DatabasePagesCollector : ICollector
{
    private const long Largest = 200L * 1024 * 1024;

    /// <inheritdoc/>
    public string Name => "database pages";

    /// <inheritdoc/>
    public TimeSpan Limit => TimeSpan.FromSeconds(25);

    /// <inheritdoc/>
    public bool IsSlow => true;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> Collect(Patient patient, CancellationToken cancel)
    {
        if ((await patient.Process.Look(cancel)).Process is not null) return [];
        return await Task.Run<IReadOnlyList<Finding>>(() => [.. DatabaseCollector.Of(patient.Gateway.StateDirectory).Where(static p => new FileInfo(p).Length is > 0 and < Largest).Select(p => Check(p, patient.HealerHome, cancel)).OfType<Finding>()], cancel);
    }

    private static Finding? Check(string path, string home, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var folder = Directory.CreateDirectory(Path.Combine(home, "tmp", Guid.NewGuid().ToString("N")), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
        try
        {
            var copy = Path.Combine(folder, "copy.sqlite");
            File.Copy(path, copy);
            foreach (var beside in (string[])["-wal"])
                if (File.Exists(path + beside)) File.Copy(path + beside, copy + beside);
            File.SetUnixFileMode(copy, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            return Verdict(copy) is { } message ? DatabaseCollector.Damaged(path, message, 0.95) : null;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What SQLite finds wrong in a database; null when nothing is.</summary>
    internal static string? Verdict(string file)
    {
        try
        {
            using var db = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
            db.Open();
            using var ask = db.CreateCommand();
            ask.CommandText = "PRAGMA quick_check(1)";
            return ask.ExecuteScalar() as string is { } said and not "ok" ? said : null;
        }
        catch (SqliteException damaged) when (damaged.SqliteErrorCode is 11 or 26)
        {
            return damaged.Message;
        }
    }
}
