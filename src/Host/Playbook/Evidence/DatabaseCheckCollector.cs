using System.Globalization;
using Microsoft.Data.Sqlite;
using OpenClaw.Host.Doctors;

namespace OpenClaw.Host.Playbook.Evidence;

/// <summary>
/// SQLite's own check of the gateway's database, on a copy: opening the real one could roll its log forward or lock a gateway out. A copy of a database that is being written
/// may look damaged though it is not, so it is asked only while nobody has it: what it says while the gateway runs is not believed.
/// </summary>
internal sealed class DatabaseCheckCollector : ICollector
{
    private const long Largest = 200L * 1024 * 1024;
    private static readonly string[] Parts = ["", "-wal"];

    /// <inheritdoc/>
    public string Name => "database check";

    /// <inheritdoc/>
    public TimeSpan Limit { get; } = TimeSpan.FromSeconds(40);

    /// <inheritdoc/>
    public bool IsSlow => true;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> Collect(Patient patient, CancellationToken cancel)
    {
        if ((await patient.Process.Look(cancel)).Process is not null) return [];
        var found = new List<Finding>();
        foreach (var path in DatabaseCollector.Paths(patient).Where(static path => new FileInfo(path).Length is > 0 and <= Largest).Take(1))
        {
            if (await Check(path, Path.Combine(patient.HealerHome, "checks"), cancel) is { } message) found.Add(DatabaseCollector.Corrupt(path, message, 0.95));
        }

        return found;
    }

    private static async Task<string?> Check(string path, string parent, CancellationToken cancel)
    {
        PrivateFiles.Folder(parent);
        var folder = Path.Combine(parent, Guid.NewGuid().ToString("N"));
        PrivateFiles.Folder(folder);
        var copy = Path.Combine(folder, "copy.sqlite");
        try
        {
            foreach (var suffix in Parts.Where(suffix => File.Exists(path + suffix) && new FileInfo(path + suffix).Length <= Largest)) File.Copy(path + suffix, copy + suffix);
            await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = copy, Pooling = false }.ConnectionString);
            await connection.OpenAsync(cancel);
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA quick_check(1)";
            var answer = Convert.ToString(await command.ExecuteScalarAsync(cancel), CultureInfo.InvariantCulture);
            return answer is "ok" or null ? null : answer;
        }
        catch (SqliteException broken) when (broken.SqliteErrorCode is 11 or 26)
        {
            return broken.SqliteErrorCode is 26 ? "file is not a database" : "database disk image is malformed";
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
