using OpenClaw.Host.Processes.Launchd;
using OpenClaw.Host.Processes.Systemd;

namespace OpenClaw.Host.Processes;

/// <summary>Finds out who keeps the gateway on this machine.</summary>
/// <param name="systemd">The unit that would be the gateway's.</param>
/// <param name="launchd">The job that would be the gateway's.</param>
/// <param name="time">The clock of the time limits.</param>
/// <param name="system">The system this runs on; null to find out.</param>
public sealed class ManagerDetection(SystemdOptions systemd, LaunchdOptions launchd, TimeProvider time, HostSystem? system = null)
{
    private readonly HostSystem _system = system ?? ThisSystem();

    /// <summary>Chooses. An explicit setting wins unless it cannot work here.</summary>
    public async Task<ManagerChoice> Choose(ManagerSetting setting, CancellationToken cancel)
    {
        if (_system is HostSystem.Other)
            return new ManagerChoice.Impossible("gateways can be kept on Linux and macOS only");
        return setting switch
        {
            ManagerSetting.Direct => new ManagerChoice.Chosen(ManagerKind.Direct, "direct: set by configuration"),
            ManagerSetting.Systemd when _system is not HostSystem.Linux => new ManagerChoice.Impossible("the manager is set to systemd, which exists on Linux only"),
            ManagerSetting.Systemd => new ManagerChoice.Chosen(ManagerKind.Systemd, "systemd: set by configuration"),
            ManagerSetting.Launchd when _system is not HostSystem.MacOS => new ManagerChoice.Impossible("the manager is set to launchd, which exists on macOS only"),
            ManagerSetting.Launchd => new ManagerChoice.Chosen(ManagerKind.Launchd, "launchd: set by configuration"),
            _ => _system is HostSystem.MacOS ? await OnMacOS(cancel) : await OnLinux(cancel),
        };
    }

    private async Task<ManagerChoice> OnLinux(CancellationToken cancel)
    {
        var (unit, why) = await new Systemctl(systemd, time).Show(cancel);
        return unit switch
        {
            // A manager that is slow or not up yet still owns its unit: a gateway started beside it would be the second one.
            null when systemd.UnitFile is { } file && File.Exists(file) => new ManagerChoice.Chosen(ManagerKind.Systemd, $"systemd: there is {file}, though the user's manager cannot be asked yet ({why})"),
            null => new ManagerChoice.Chosen(ManagerKind.Direct, $"direct: the user's systemd cannot be asked ({why})"),
            _ when unit["LoadState"] == "not-found" => new ManagerChoice.Chosen(ManagerKind.Direct, $"direct: the user's systemd has no {systemd.Unit}"),
            _ => new ManagerChoice.Chosen(ManagerKind.Systemd, $"systemd: the user's manager has {systemd.Unit} (LoadState={unit["LoadState"]})"),
        };
    }

    private async Task<ManagerChoice> OnMacOS(CancellationToken cancel)
    {
        if (File.Exists(launchd.PlistFile))
            return new ManagerChoice.Chosen(ManagerKind.Launchd, $"launchd: there is {launchd.PlistFile}");
        return (await new Launchctl(launchd, time).Print(cancel)).Presence is JobPresence.Loaded
            ? new ManagerChoice.Chosen(ManagerKind.Launchd, $"launchd: {launchd.Label} is loaded")
            : new ManagerChoice.Chosen(ManagerKind.Direct, $"direct: launchd does not have {launchd.Label}, and there is no {launchd.PlistFile}");
    }

    private static HostSystem ThisSystem() =>
        OperatingSystem.IsLinux() ? HostSystem.Linux : OperatingSystem.IsMacOS() ? HostSystem.MacOS : HostSystem.Other;
}

/// <summary>What the owner has set.</summary>
public enum ManagerSetting
{
    /// <summary>Find out.</summary>
    Auto,

    /// <summary>The daemon itself.</summary>
    Direct,

    /// <summary>The user's systemd.</summary>
    Systemd,

    /// <summary>launchd.</summary>
    Launchd,
}

/// <summary>Who keeps a gateway.</summary>
public enum ManagerKind
{
    /// <summary>The daemon itself.</summary>
    Direct,

    /// <summary>The user's systemd.</summary>
    Systemd,

    /// <summary>launchd.</summary>
    Launchd,
}

/// <summary>The systems this program knows.</summary>
public enum HostSystem
{
    /// <summary>Linux.</summary>
    Linux,

    /// <summary>macOS.</summary>
    MacOS,

    /// <summary>Another one.</summary>
    Other,
}

/// <summary>What the detection came to.</summary>
public abstract record ManagerChoice
{
    private ManagerChoice() { }

    /// <summary>This one.</summary>
    /// <param name="Kind">The manager.</param>
    /// <param name="Reason">Why, in one line.</param>
    public sealed record Chosen(ManagerKind Kind, string Reason) : ManagerChoice;

    /// <summary>What was set cannot work here.</summary>
    /// <param name="Reason">Why, in one line.</param>
    public sealed record Impossible(string Reason) : ManagerChoice;
}
