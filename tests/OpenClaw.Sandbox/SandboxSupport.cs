using System.Globalization;

namespace OpenClaw.Sandbox;

/// <summary>Whether this machine can run a systemd of our own: found out by trying, once for a process.</summary>
public static class SandboxSupport
{
    private const int OldestSystemd = 252;
    private static readonly TimeSpan TrialLimit = TimeSpan.FromSeconds(30);
    private static readonly string[] Folders = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/lib/systemd", "/lib/systemd"];
    private static readonly string[] Programs = ["unshare", "nsenter", "setpriv", "mount", "setsid", "systemctl", "systemd", "systemd-journald", "journalctl", "dbus-daemon"];
    private static readonly Lazy<Task<SandboxUnavailableException?>> Verdict = new(Find);

    /// <summary>Returns when a sandbox can be had.</summary>
    /// <exception cref="SandboxUnavailableException">It cannot; the message says why.</exception>
    public static async Task Require()
    {
        if (await Verdict.Value is { } lack)
            throw new SandboxUnavailableException(lack.Message, lack.CanBeInstalled);
    }

    private static async Task<SandboxUnavailableException?> Find()
    {
        if (!OperatingSystem.IsLinux())
            return Refused("systemd exists on Linux only");
        if (!Environment.IsPrivilegedProcess)
            return Refused("it takes root to make namespaces with a systemd in them");
        if (Programs.Where(name => !Folders.Any(folder => File.Exists(Path.Combine(folder, name)))).ToArray() is { Length: > 0 } missing)
            return new($"{string.Join(", ", missing)} missing: apt-get install systemd dbus util-linux", canBeInstalled: true);

        var version = await HostRun.Of("systemctl", ["--version"], TrialLimit);
        if (version.Output.Split(' ') is not ["systemd", var number, ..] || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var systemd) || systemd < OldestSystemd)
            return Refused($"systemd {OldestSystemd} or later is needed, and there is: {version.Output.Split('\n')[0]}");
        return await Trial();
    }

    private static async Task<SandboxUnavailableException?> Trial()
    {
        var folder = Directory.CreateTempSubdirectory("openclaw-sandbox-").FullName;
        try
        {
            var trial = await HostRun.Of(
                "unshare", ["--fork", "--kill-child", "--pid", "--mount-proc", "--mount", "--net", "--uts", "--ipc", "--cgroup", "/bin/bash", BootFiles.Script("trial.sh"), folder], TrialLimit);
            return trial.Succeeded ? null : Refused($"the kernel or our rights do not allow it: {trial.Complaint}");
        }
        finally
        {
            Directory.Delete(folder);
        }
    }

    private static SandboxUnavailableException Refused(string why) => new(why, canBeInstalled: false);
}
