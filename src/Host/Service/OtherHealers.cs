using OpenClaw.Host.Processes;
using OpenClaw.Host.Processes.Systemd;

namespace OpenClaw.Host.Service;

/// <summary>What keeps another healer going.</summary>
public enum OtherHealerKind
{
    /// <summary>A unit of the owner's systemd, with its timer.</summary>
    SystemdUnit,

    /// <summary>A unit of the machine's systemd: only root may take it away.</summary>
    MachineUnit,

    /// <summary>An agent of launchd.</summary>
    LaunchdJob,

    /// <summary>A line of the owner's crontab.</summary>
    CronLine,
}

/// <summary>Something on this machine that would heal the same gateway.</summary>
/// <param name="Kind">What keeps it going.</param>
/// <param name="Name">The unit, the label, or the cron line.</param>
/// <param name="Files">Its files; empty for a cron line.</param>
public sealed record OtherHealer(OtherHealerKind Kind, string Name, IReadOnlyList<string> Files)
{
    /// <summary>In one line for people.</summary>
    public string Told => Kind switch
    {
        OtherHealerKind.SystemdUnit => $"the unit {Name} of your systemd ({string.Join(", ", Files)})",
        OtherHealerKind.MachineUnit => $"the unit {Name} of this machine's systemd ({string.Join(", ", Files)})",
        OtherHealerKind.LaunchdJob => $"the agent {Name} of launchd ({(Files.Count > 0 ? string.Join(", ", Files) : "loaded without a file")})",
        _ => $"a line of your crontab: {Logging.UntrustedText.OneLine(Name, 200)}",
    };
}

/// <summary>
/// Finds the jobs of the shell project that this one follows (openclaw-self-healing: its installers for macOS and Linux, its documents), and what else runs its scripts. Two healers of one gateway
/// restart it under each other's hands. Looks only.
/// </summary>
/// <param name="home">The owner's home.</param>
/// <param name="system">The system.</param>
/// <param name="time">The clock of the time limits.</param>
public sealed class OtherHealers(string home, HostSystem system, TimeProvider time)
{
    private const int LargestFile = 64 * 1024;

    /// <summary>The scripts that heal.</summary>
    private static readonly string[] Scripts = ["gateway-healthcheck.sh", "gateway-watchdog.sh", "emergency-recovery.sh", "emergency-recovery-v2.sh", "emergency-recovery-monitor.sh"];

    private static readonly string[] Units = ["openclaw-healthcheck", "openclaw-watchdog", "openclaw-emergency-recovery"];
    private static readonly string[] Labels = ["com.openclaw.healthcheck", "ai.openclaw.watchdog", "ai.openclaw.emergency-recovery"];

    /// <summary>The systemctl program.</summary>
    internal string Systemctl { get; init; } = "systemctl";

    /// <summary>The launchctl program.</summary>
    internal string Launchctl { get; init; } = "/bin/launchctl";

    /// <summary>The crontab program.</summary>
    internal string Crontab { get; init; } = "crontab";

    /// <summary>Where the machine's own units are.</summary>
    internal string MachineUnits { get; init; } = "/etc/systemd/system";

    /// <summary>Where the owner's units are.</summary>
    internal string UserUnits => Path.Combine(home, ".config", "systemd", "user");

    /// <summary>Where the owner's agents are.</summary>
    internal string Agents => Path.Combine(home, "Library", "LaunchAgents");

    /// <summary>Finds them on this machine. What cannot be read or asked is passed over: a look must not keep anybody from installing.</summary>
    /// <param name="home">The owner's home.</param>
    /// <param name="time">The clock of the time limits.</param>
    /// <param name="cancel">Ends the look.</param>
    public static Task<IReadOnlyList<OtherHealer>> Find(string home, TimeProvider time, CancellationToken cancel) =>
        new OtherHealers(home, OperatingSystem.IsMacOS() ? HostSystem.MacOS : OperatingSystem.IsLinux() ? HostSystem.Linux : HostSystem.Other, time).Find(cancel);

    /// <summary>Finds them.</summary>
    public async Task<IReadOnlyList<OtherHealer>> Find(CancellationToken cancel)
    {
        IReadOnlyList<OtherHealer> jobs = system switch
        {
            HostSystem.MacOS => await Jobs(cancel),
            HostSystem.Linux => [.. await UnitsIn(UserUnits, OtherHealerKind.SystemdUnit, ["--user"], cancel), .. await UnitsIn(MachineUnits, OtherHealerKind.MachineUnit, [], cancel)],
            _ => [],
        };
        return [.. jobs, .. await CronLines(cancel)];
    }

    /// <summary>Whether a line of a crontab runs one of the scripts.</summary>
    internal static bool IsHealing(string line) => !line.TrimStart().StartsWith('#') && Scripts.Any(script => line.Contains(script, StringComparison.Ordinal));

    private async Task<IReadOnlyList<OtherHealer>> UnitsIn(string folder, OtherHealerKind kind, IReadOnlyList<string> manager, CancellationToken cancel)
    {
        var files = FilesIn(folder, ".service").Concat(FilesIn(folder, ".timer")).ToArray();
        var healing = files.Where(static file => Units.Contains(Path.GetFileNameWithoutExtension(file)) || RunsScript(file)).Select(static file => Path.GetFileNameWithoutExtension(file)).Distinct(StringComparer.Ordinal);
        var found = new List<OtherHealer>();
        foreach (var name in healing.Order(StringComparer.Ordinal))
        {
            string[] own = [.. files.Where(file => Path.GetFileNameWithoutExtension(file) == name).Order(StringComparer.Ordinal)];
            if (await MayRun(own, manager, cancel)) found.Add(new OtherHealer(kind, name, own));
        }

        return found;
    }

    /// <summary>A unit that is neither enabled nor active heals nobody; of one that nobody can be asked about, the worse is taken.</summary>
    private async Task<bool> MayRun(IReadOnlyList<string> files, IReadOnlyList<string> manager, CancellationToken cancel)
    {
        var answer = await new HostCommand(Systemctl, time, Processes.Systemd.Systemctl.UserBus())
            .Run([.. manager, "show", .. files.Select(static file => Path.GetFileName(file)), "--no-pager", "-p", "ActiveState,UnitFileState"], cancel);
        return !answer.Succeeded || answer.Output.Split('\n').Any(static line => line.Trim() is "ActiveState=active" or "ActiveState=activating" or "ActiveState=reloading" or "UnitFileState=enabled" or "UnitFileState=enabled-runtime");
    }

    private async Task<IReadOnlyList<OtherHealer>> Jobs(CancellationToken cancel)
    {
        var files = FilesIn(Agents, ".plist").Where(static file => Labels.Contains(Path.GetFileNameWithoutExtension(file)) || RunsScript(file)).Order(StringComparer.Ordinal).ToArray();
        var found = files.Select(static file => new OtherHealer(OtherHealerKind.LaunchdJob, Path.GetFileNameWithoutExtension(file), [file])).ToList();
        foreach (var label in Labels.Where(label => found.All(job => job.Name != label)))
        {
            var loaded = await new HostCommand(Launchctl, time).Run(["print", $"gui/{Posix.GetUid()}/{label}"], cancel);
            if (loaded.Succeeded) found.Add(new OtherHealer(OtherHealerKind.LaunchdJob, label, []));
        }

        return found;
    }

    private async Task<IReadOnlyList<OtherHealer>> CronLines(CancellationToken cancel)
    {
        var crontab = await new HostCommand(Crontab, time).Run(["-l"], cancel);
        return crontab.Succeeded ? [.. crontab.Output.Split('\n').Where(IsHealing).Select(static line => new OtherHealer(OtherHealerKind.CronLine, line.Trim(), []))] : [];
    }

    private static IReadOnlyList<string> FilesIn(string folder, string ending)
    {
        try
        {
            return Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, $"*{ending}")] : [];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // Nothing that runs for this user is started from a folder that he may not read.
            return [];
        }
    }

    private static bool RunsScript(string file)
    {
        try
        {
            if (new FileInfo(file) is not { Exists: true, Length: <= LargestFile }) return false;
            var text = File.ReadAllText(file);
            return Scripts.Any(script => text.Contains(script, StringComparison.Ordinal));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
