using OpenClaw.Host.Doctors;
using OpenClaw.Host.Playbook.Config;
using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Playbook.Remedies;

/// <summary>
/// OpenClaw's own <c>doctor --fix</c>, watched: it is known to take out settings, plugins and rights that nobody had complained about. What it changed beyond the complaints is put
/// back where OpenClaw takes the config with it all the same, and so are the modes of the files.
/// </summary>
internal sealed class ConfigDoctorRemedy : IRemedy
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);
    private static readonly string[] Copies = [".last-good", ".bak", ".bak.1", ".bak.2", ".bak.3", ".bak.4", ".pre-update"];

    /// <inheritdoc/>
    public string Name => "openclaw-doctor";

    /// <inheritdoc/>
    public string Title => "runs OpenClaw's own doctor and puts back what it took without need";

    /// <inheritdoc/>
    public Reach Reach => Reach.Setting;

    /// <inheritdoc/>
    public TimeSpan Cost => TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public async Task<RemedyPlan?> Plan(Diagnosis diagnosis, Patient patient, CancellationToken cancel)
    {
        string[] about = [FindingIds.ConfigInvalid, FindingIds.ConfigLegacy, FindingIds.ConfigClobbered, FindingIds.DatabaseMigration, FindingIds.OpenClawDoctor, FindingIds.PluginBlocks];
        // Beside a living owner it reports a migration that is none; a newer config it refuses.
        if (!about.Any(diagnosis.Has) || diagnosis.Has(FindingIds.LockOwned) || diagnosis.Has(FindingIds.ConfigNewer) || diagnosis.Has(FindingIds.DatabaseNewer)) return null;
        var config = patient.Gateway.ConfigPath;
        var files = (await patient.Served.LastFiles(cancel)).Prepend(config).Append(patient.Job.File).OfType<string>().Concat(Copies.Select(name => config + name)).Distinct().ToArray();
        return new("OpenClaw's own doctor repairs what it finds; what it changes without need is put back.", files, token => Act(patient, files, token));
    }

    private static async Task<RemedyResult> Act(Patient patient, IReadOnlyList<string> files, CancellationToken cancel)
    {
        var config = patient.Gateway.ConfigPath;
        var modes = files.Where(File.Exists).ToDictionary(static file => file, File.GetUnixFileMode);
        var before = Json5Document.OrNull(await ConfigOnDisk.Read(config, cancel));
        var checks = new CheckBudget(patient.OpenClaw, ConfigOnDisk.Folder(patient), patient.Time);
        var complaints = before is null ? null : await checks.Check(before, cancel);
        CommandAnswer answer;
        try
        {
            answer = await patient.OpenClaw.Run(["doctor", "--fix", "--non-interactive"], Limit, cancel);
        }
        finally
        {
            foreach (var (file, mode) in modes.Where(static kept => File.Exists(kept.Key))) File.SetUnixFileMode(file, mode);
        }

        var changes = before is null || complaints!.Result == ConfigCheckResult.Unknown ? "" : await new DoctorGuard(config, checks).PutBack(before, complaints, cancel);
        return answer.Succeeded ? new(true, $"OpenClaw's doctor has run.{changes}") : new(false, $"OpenClaw's doctor did not finish: {PlainText.Line(answer.Complaint, 300)}.{changes}");
    }
}
