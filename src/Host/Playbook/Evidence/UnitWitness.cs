using System.Globalization;
using OpenClaw.Host.Processes;
using OpenClaw.Host.Processes.Systemd;

namespace OpenClaw.Host.Playbook.Evidence;

/// <summary>The user's systemd, asked for more than tier 1 needs. Reads only.</summary>
/// <param name="unit">The unit.</param>
/// <param name="tools">How the manager's programs are called.</param>
/// <param name="time">The clock of the limits.</param>
internal sealed class UnitWitness(string unit, SystemTools tools, TimeProvider time)
{
    private const string Properties =
        "LoadState,LoadError,ActiveState,SubState,Result,UnitFileState,FragmentPath,DropInPaths,NeedDaemonReload,NRestarts,MainPID,ExecMainPID,ExecMainCode,ExecMainStatus,ExecMainStartTimestamp,ExecMainExitTimestamp";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(4);

    /// <summary>What it says of the unit; null with the reason when it cannot be asked.</summary>
    public async Task<(UnitStatus? Status, string Why)> Show(CancellationToken cancel)
    {
        var answer = await new HostCommand(tools.Systemctl, time, Bus()).Run(["--user", "show", unit, "--no-pager", "-p", Properties], cancel, Limit);
        if (!answer.Succeeded) return (null, answer.Complaint);
        return UnitStatus.Parse(answer.Output) is { } status ? (status, "") : (null, "systemctl show gave no LoadState");
    }

    /// <summary>What the last start said and what the manager said of it, oldest first; empty when the journal cannot be read.</summary>
    public async Task<IReadOnlyList<string>> LastStart(UnitStatus status, int lines, CancellationToken cancel)
    {
        if (status.LastMainPid == 0 || status.LastStartedAt is not { } started) return [];
        // By pid, not by unit: journald does not know the user's units wherever their manager does not run below user.slice. The manager's own words name the unit.
        List<string> arguments =
        [
            "--user", "--boot", "--no-pager", "--quiet", "--output=cat", "-n", lines.ToString(CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"--since=@{started.ToUnixTimeSeconds()}"),
            string.Create(CultureInfo.InvariantCulture, $"_PID={status.LastMainPid}"), "+", $"USER_UNIT={unit}",
        ];
        var answer = await new HostCommand(tools.Journalctl, time, Bus()).Run(arguments, cancel, Limit);
        return answer.Succeeded ? answer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries) : [];
    }

    // A daemon that is started from cron or over ssh has no session, but the user's manager may run all the same.
    internal static Dictionary<string, string> Bus() =>
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR")) ? new() { ["XDG_RUNTIME_DIR"] = string.Create(CultureInfo.InvariantCulture, $"/run/user/{Posix.GetUid()}") } : [];
}

/// <summary>The programs of the system that a diagnosis asks: names in PATH or paths.</summary>
/// <param name="Systemctl">systemctl(1).</param>
/// <param name="Journalctl">journalctl(1).</param>
/// <param name="Loginctl">loginctl(1).</param>
/// <param name="Launchctl">launchctl(1).</param>
internal sealed record SystemTools(string Systemctl = "systemctl", string Journalctl = "journalctl", string Loginctl = "loginctl", string Launchctl = "launchctl");
