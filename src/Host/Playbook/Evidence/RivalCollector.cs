using System.Globalization;
using OpenClaw.Host.Processes;
using OpenClaw.Host.Updates;

namespace OpenClaw.Host.Playbook.Evidence;

/// <summary>Other jobs that keep an OpenClaw gateway at the same port, and a user's manager that ends with the last login. Only files are read for the first.</summary>
/// <param name="tools">The manager's programs.</param>
/// <param name="systemFolders">Where jobs of the system lie.</param>
internal sealed class RivalCollector(SystemTools tools, IReadOnlyList<string> systemFolders) : ICollector
{
    private const int MostFiles = 400;
    private static readonly TimeSpan Ask = TimeSpan.FromSeconds(3);

    /// <summary>Where systemd and launchd look for jobs of the system.</summary>
    public static IReadOnlyList<string> OfThisSystem { get; } = OperatingSystem.IsMacOS() ? ["/Library/LaunchDaemons", "/Library/LaunchAgents"] : ["/etc/systemd/system", "/etc/systemd/user"];

    /// <inheritdoc/>
    public string Name => "rivals";

    /// <inheritdoc/>
    public TimeSpan Limit { get; } = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public bool IsSlow => false;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> Collect(Patient patient, CancellationToken cancel)
    {
        if (patient.Job.File is not { } own) return [];
        var found = systemFolders.Prepend(Path.GetDirectoryName(own)!).Where(Directory.Exists)
            .SelectMany(static folder => Directory.EnumerateFiles(folder)).Where(static file => Path.GetExtension(file) is ".service" or ".plist").Take(MostFiles)
            .Where(file => file != own && Path.GetFileName(file).Contains("openclaw", StringComparison.OrdinalIgnoreCase) && IsSame(file, patient))
            .Select(static file => Found.Warning(FindingIds.JobRival, 0.8, $"{file} keeps an OpenClaw gateway at the same port too", file, ("job", file))).ToList();
        if (patient.Manager is ManagerKind.Systemd && await Linger(patient, cancel) is { } linger) found.Add(linger);
        return found;
    }

    private static bool IsSame(string file, Patient patient)
    {
        var job = patient.Job with { File = file, DropIns = file.EndsWith(".service", StringComparison.Ordinal) ? file + ".d" : null };
        var command = job.CommandLine();
        if (!command.Contains("gateway") || Installation.Of(command, patient.SearchPath).Package is null) return false;
        var port = command.SkipWhile(static word => word != "--port").Skip(1).FirstOrDefault() ?? JobSettings.Environment(JobSettings.Read(job)).GetValueOrDefault("OPENCLAW_GATEWAY_PORT")?.Value ?? "18789";
        return port == patient.Gateway.Url.Port.ToString(CultureInfo.InvariantCulture);
    }

    // It is the cause only where nothing else is: the job is down, and nobody says that it failed.
    private async Task<Finding?> Linger(Patient patient, CancellationToken cancel)
    {
        var user = Environment.UserName;
        var answer = await new HostCommand(tools.Loginctl, patient.Time, UnitWitness.Bus()).Run(["show-user", user, "-p", "Linger", "--value"], cancel, Ask);
        if (!answer.Succeeded || answer.Output.Trim() != "no") return null;
        var state = await patient.Process.Look(cancel);
        var isLikely = state is { Process: null, LastExit: null or { IsClean: true } };
        return Found.Info(FindingIds.JobLinger, isLikely ? 0.6 : 0.3, $"the manager of {user} ends with the last login, and the gateway with it", $"loginctl show-user {user}", ("user", user));
    }
}
