using System.Globalization;
using OpenClaw.Host.Doctors;
using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Playbook.Remedies;

/// <summary>Gives the owner back the right to read and write a config, a file it includes, or the state folder itself, where it is the owner's own.</summary>
internal sealed class ConfigPermissionsRemedy : IRemedy
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;

    /// <inheritdoc/>
    public string Name => "config-permissions";

    /// <inheritdoc/>
    public string Title => "makes a configuration readable for its owner again";

    /// <inheritdoc/>
    public Reach Reach => Reach.Setting;

    /// <inheritdoc/>
    public TimeSpan Cost => TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public Task<RemedyPlan?> Plan(Diagnosis diagnosis, Patient patient, CancellationToken cancel)
    {
        var state = patient.Gateway.StateDirectory;
        var paths = diagnosis.All(FindingIds.ConfigUnreadable).Where(static finding => IsOurs(finding.Fact("uid"))).Select(static finding => finding.Fact("path"))
            .Concat(diagnosis.All(FindingIds.StateMode).SelectMany(static finding => finding.FactList("paths")).Select(static line => line[(line.IndexOf(' ') + 1)..]).Where(path => path == state))
            .OfType<string>().Select(PrivateFiles.RealPath).Distinct().Where(IsWrong).ToArray();
        if (paths.Length == 0) return Task.FromResult<RemedyPlan?>(null);
        var summary = $"Its owner could not read and write {string.Join(", ", paths.Select(static path => PlainText.Line(path, 200)))}; now only its owner can.";
        return Task.FromResult<RemedyPlan?>(new(summary, [], _ => Task.FromResult(Act(paths, summary))) { Modes = paths });
    }

    private static RemedyResult Act(IReadOnlyList<string> paths, string summary)
    {
        try
        {
            foreach (var path in paths) File.SetUnixFileMode(path, Directory.Exists(path) ? OwnerFolder : OwnerFile);
            return new(true, summary);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return new(false, PlainText.Line(refused.Message));
        }
    }

    // What the kernel refuses to others than the owner needs no further look; root alone is refused nothing.
    private static bool IsOurs(string? uid) => uid is null ? Posix.GetUid() != 0 : uint.TryParse(uid, NumberStyles.None, CultureInfo.InvariantCulture, out var owner) && owner == Posix.GetUid();

    private static bool IsWrong(string path)
    {
        if (!Path.Exists(path)) return false;
        var needed = Directory.Exists(path) ? OwnerFolder : OwnerFile;
        return (File.GetUnixFileMode(path) & needed) != needed;
    }
}
