using System.Globalization;
using System.Text.RegularExpressions;
using OpenClaw.Host.Playbook.Transactions;

namespace OpenClaw.Host.Playbook.Remedies;

/// <summary>
/// Makes room on a full disk with what is known to be of no worth: rotated logs of OpenClaw, old broken configs it has put aside, old evidence of ours.
/// The one remedy, besides the cutting of logs, that cannot be taken back: its plan says what goes. Never a database, never a file of somebody else.
/// </summary>
internal sealed partial class DiskRoom(string temporary = "/tmp") : IRemedy
{
    private static readonly TimeSpan Old = TimeSpan.FromDays(7);

    /// <inheritdoc/>
    public string Name => "disk-room";

    /// <inheritdoc/>
    public string Title => "delete rotated logs and old leftovers that nobody needs";

    /// <inheritdoc/>
    public Reach Reach => Reach.Nothing;

    /// <inheritdoc/>
    public TimeSpan Cost => TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public Task<RemedyPlan?> Plan(Diagnosis diagnosis, Patient patient, CancellationToken cancel)
    {
        var full = diagnosis.Findings.Where(static f => f.Id is FindingIds.DiskFull or FindingIds.DiskInodes).Select(static f => f.Fact("path")).OfType<string>().Select(Device).Distinct().ToArray();
        if (full.Length == 0) return Task.FromResult<RemedyPlan?>(null);
        var files = Candidates(patient).Where(f => FileOwner.Of(f.FullName) is { IsOurs: true } owner && full.Contains(owner.Device)).DistinctBy(static f => f.FullName).ToArray();
        if (files.Length == 0) return Task.FromResult<RemedyPlan?>(null);
        var room = files.Sum(static f => f.Length);
        return Task.FromResult<RemedyPlan?>(new RemedyPlan(
            $"{files.Length} rotated logs and old leftovers, {Size(room)}, are deleted for good: {string.Join(", ", files.Take(5).Select(static f => f.FullName))}{(files.Length > 5 ? ", ..." : "")}", [],
            _ => Act(files, room))
        { Spends = [.. files.Select(static f => f.FullName)] });
    }

    private static Task<RemedyResult> Act(FileInfo[] files, long room)
    {
        foreach (var file in files) file.Delete();
        return Task.FromResult(new RemedyResult(true, $"made room: {files.Length} old files, {Size(room)}"));
    }

    private IEnumerable<FileInfo> Candidates(Patient patient)
    {
        var now = patient.Time.GetUtcNow();
        // A log of today is being written; one of another day is not.
        var today = patient.Time.GetLocalNow().Date;
        var logs = Files(Path.Combine(temporary, "openclaw")).Where(f => RotatedLog().IsMatch(f.Name) || (f.Extension == ".log" && f.LastWriteTime.Date < today));
        var rotated = ((string[])[Path.Combine(patient.Gateway.StateDirectory, "logs"), Path.Combine(patient.Gateway.Home, "Library", "Logs", "openclaw")])
            .SelectMany(Files).Where(static f => RotatedLog().IsMatch(f.Name));
        var clobbered = Files(Path.GetDirectoryName(patient.Gateway.ConfigPath)!)
            .Where(f => f.Name.StartsWith(Path.GetFileName(patient.Gateway.ConfigPath) + ".clobbered.", StringComparison.Ordinal) && now - f.LastWriteTimeUtc > Old);
        var ours = Files(Path.Combine(patient.HealerHome, "gateways", patient.Gateway.Id.Value, "evidence")).Concat(Files(Path.Combine(patient.HealerHome, "logs"))).Where(f => now - f.LastWriteTimeUtc > Old);
        return logs.Concat(rotated).Concat(clobbered).Concat(ours).Where(static f => f.LinkTarget is null && !IsDatabase(f.Name));
    }

    private static bool IsDatabase(string name) => name.Contains(".sqlite", StringComparison.Ordinal) || name.Contains(".db", StringComparison.Ordinal);

    private static ulong Device(string path)
    {
        // The path may be one that could not be made for want of room.
        while (path.Length > 1 && FileOwner.Of(path) is null) path = Path.GetDirectoryName(path)!;
        return FileOwner.Of(path)?.Device ?? 0;
    }

    private static IEnumerable<FileInfo> Files(string folder)
    {
        try
        {
            return Directory.Exists(folder) ? new DirectoryInfo(folder).GetFiles() : [];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string Size(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.0} MB");

    [GeneratedRegex(@"\.log\.\d+(?:\.gz)?$|\.\d+\.log$")]
    private static partial Regex RotatedLog();
}
