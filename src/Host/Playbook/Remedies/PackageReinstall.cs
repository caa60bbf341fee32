using System.Globalization;
using System.Text.RegularExpressions;
using OpenClaw.Host.Playbook.Transactions;
using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Playbook.Remedies;

/// <summary>
/// Installs exactly the version that is (or was) there, with npm, into the prefix in which the package lies. The old folder and what half-finished installs have
/// left are moved aside first, so that taking it back is a rename. Never with more rights than ours: a prefix of somebody else is left alone.
/// </summary>
internal sealed partial class PackageReinstall : IRemedy
{
    private const long RoomNeeded = 1024L * 1024 * 1024;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(280);

    /// <inheritdoc/>
    public string Name => "package-reinstall";

    /// <inheritdoc/>
    public string Title => "install exactly the same version of OpenClaw again";

    /// <inheritdoc/>
    public Reach Reach => Reach.Installation;

    /// <inheritdoc/>
    public TimeSpan Cost => TimeSpan.FromMinutes(2);

    /// <inheritdoc/>
    public Task<RemedyPlan?> Plan(Diagnosis diagnosis, Patient patient, CancellationToken cancel) => Task.FromResult(Plan(diagnosis, patient));

    private static RemedyPlan? Plan(Diagnosis diagnosis, Patient patient)
    {
        var programs = patient.Programs.Find();
        var found = diagnosis.Findings.Where(static f => f.Id is FindingIds.PackageMissing or FindingIds.PackageIncomplete).ToArray();
        var package = found.Select(static f => f.Fact("package")).FirstOrDefault(static p => p is not null) ?? programs.Package;
        if (package is null || Path.GetDirectoryName(package) is not { } modules || Path.GetFileName(modules) != "node_modules" || Path.GetFileName(Path.GetDirectoryName(modules)) != "lib") return null;
        var isLost = found.Length > 0 || diagnosis.All(FindingIds.ExitModule).Any(f => f.Fact("importer")?.Contains(package + "/", StringComparison.Ordinal) == true);
        if (!isLost || diagnosis.Has(FindingIds.DiskFull)) return null;

        var version = found.Select(static f => f.Fact("version")).FirstOrDefault(static v => v is not null) ?? PackageCheck.VersionOf(package);
        if (version is null || !ExactVersion().IsMatch(version) || !IsOurs(modules) || Room(modules) < RoomNeeded) return null;
        var prefix = Path.GetDirectoryName(Path.GetDirectoryName(modules)!)!;
        if (Npm(programs.Node, prefix, patient.SearchPath) is not { } npm) return null;

        var kept = Path.Combine(prefix, "lib", $".openclaw-actors-{patient.Time.GetUtcNow().UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}");
        var leftovers = Directory.GetDirectories(modules, ".openclaw-*").Select(l => new MovedAside(l, Path.Combine(kept, Path.GetFileName(l))));
        return new RemedyPlan(
            $"npm install -g openclaw@{version} into {prefix}; the broken package is kept as {kept}", [Path.Combine(prefix, "bin", "openclaw"), Path.Combine(modules, ".package-lock.json")],
            c => Act(npm, programs.Node, prefix, package, version, patient, c))
        { Moves = [new MovedAside(package, Path.Combine(kept, "openclaw")), .. leftovers] };
    }

    private static async Task<RemedyResult> Act(IReadOnlyList<string> npm, string? node, string prefix, string package, string version, Patient patient, CancellationToken cancel)
    {
        // A script of npm's finds the runtime that the job uses, and not another one of the owner's.
        var path = node is null ? patient.SearchPath : $"{Path.GetDirectoryName(node)}:{patient.SearchPath}";
        var answer = await new HostCommand(npm[0], patient.Time, new Dictionary<string, string> { ["PATH"] = path, ["HOME"] = patient.Gateway.Home }).Run(
            [.. npm.Skip(1), "install", "-g", $"openclaw@{version}", "--prefix", prefix, "--prefer-offline", "--no-audit", "--no-fund"], cancel, Limit);
        if (!answer.Succeeded) return new(false, $"npm install: {answer.Complaint}");
        if (PackageCheck.VersionOf(package) is var now && now != version) return new(false, $"npm has installed {now ?? "nothing"} where {version} was asked for");
        var missing = PackageCheck.Missing(package);
        return missing.Count == 0 ? new(true, $"installed openclaw@{version} again") : new(false, $"after npm install there still is missing: {string.Join(", ", missing)}");
    }

    // The npm of the job's runtime, one that is installed in the same prefix, or the owner's.
    private static IReadOnlyList<string>? Npm(string? node, string prefix, string searchPath)
    {
        if (node is not null)
        {
            var folder = Path.GetDirectoryName(node)!;
            var script = Path.GetFullPath(Path.Combine(folder, "..", "lib", "node_modules", "npm", "bin", "npm-cli.js"));
            if (File.Exists(node) && File.Exists(script)) return [node, script];
        }

        return searchPath.Split(':', StringSplitOptions.RemoveEmptyEntries).Prepend(Path.Combine(prefix, "bin")).Where(Path.IsPathRooted)
            .Select(static folder => Path.Combine(folder, "npm")).FirstOrDefault(File.Exists) is { } npm ? [npm] : null;
    }

    private static bool IsOurs(string folder) =>
        Directory.Exists(folder) && FileOwner.Of(folder) is { IsOurs: true } && FileOwner.Of(Path.GetDirectoryName(folder)!) is { IsOurs: true } && File.GetUnixFileMode(folder).HasFlag(UnixFileMode.UserWrite);

    private static long Room(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    [GeneratedRegex(@"^\d+\.\d+\.\d+(?:-[\w.]{1,40})?$")]
    private static partial Regex ExactVersion();
}
