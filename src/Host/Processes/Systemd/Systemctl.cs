using System.Globalization;

namespace OpenClaw.Host.Processes.Systemd;

/// <summary><c>systemctl --user</c> for one unit.</summary>
public sealed class Systemctl(SystemdOptions options, TimeProvider time)
{
    private const string LinesOfJournal = "20";

    private readonly HostCommand _systemctl = new(options.Systemctl, time, UserBus());
    private readonly HostCommand _journalctl = new(options.Journalctl, time, UserBus());

    /// <summary>Asks for the unit; null with the reason when the user's manager cannot be asked.</summary>
    public async Task<(UnitStatus? Status, string Why)> Show(CancellationToken cancel)
    {
        var answer = await _systemctl.Run(
            ["--user", "show", options.Unit, "--no-pager", "-p", string.Join(',', UnitStatus.Properties)], cancel, options.CommandTimeout);
        if (!answer.Succeeded)
            return (null, answer.Complaint);
        return UnitStatus.Parse(answer.Output) is { } status ? (status, "") : (null, "systemctl show gave no LoadState");
    }

    /// <summary>Gives one order about the unit.</summary>
    public Task<CommandAnswer> Order(string verb, CancellationToken cancel) =>
        _systemctl.Run(verb is "reset-failed" ? ["--user", verb, options.Unit] : ["--user", verb, "--no-block", options.Unit], cancel, options.CommandTimeout);

    /// <summary>What one process of the unit wrote last; empty when the journal has nothing of it or cannot be read.</summary>
    public async Task<string> Journal(int pid, CancellationToken cancel)
    {
        var answer = await _journalctl.Run(
            ["--user", "--boot", "--no-pager", "--quiet", "--output=cat", "-n", LinesOfJournal, $"--user-unit={options.Unit}", string.Create(CultureInfo.InvariantCulture, $"_PID={pid}")],
            cancel,
            options.CommandTimeout);
        return answer.Succeeded ? answer.Output : "";
    }

    // A daemon that is started from cron or over ssh has no session, but the user's manager may run all the same.
    private static Dictionary<string, string> UserBus() =>
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR"))
            ? new() { ["XDG_RUNTIME_DIR"] = string.Create(CultureInfo.InvariantCulture, $"/run/user/{Posix.GetUid()}") }
            : [];
}
