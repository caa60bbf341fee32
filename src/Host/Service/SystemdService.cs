using System.Globalization;
using OpenClaw.Host.Processes;
using OpenClaw.Host.Processes.Systemd;

namespace OpenClaw.Host.Service;

/// <summary>The daemon as a unit of its owner's systemd.</summary>
/// <param name="home">The owner's home.</param>
/// <param name="time">The clock of the time limits.</param>
/// <param name="systemctl">The systemctl program.</param>
/// <param name="loginctl">The loginctl program.</param>
/// <param name="journalctl">The journalctl program.</param>
internal sealed class SystemdService(string home, TimeProvider time, string systemctl = "systemctl", string loginctl = "loginctl", string journalctl = "journalctl") : IServiceManager
{
    private const string Properties = "LoadState,UnitFileState,NeedDaemonReload,MainPID";

    // READY=1 comes within TimeoutStartSec, and a daemon that runs has TimeoutStopSec to end first.
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(180 + ServiceSpec.StopSeconds + 10);

    /// <inheritdoc/>
    public string Job => $"the unit {ServiceSpec.Unit} of your systemd";

    /// <inheritdoc/>
    public string File { get; } = Path.Combine(home, ".config", "systemd", "user", ServiceSpec.Unit);

    /// <inheritdoc/>
    public IReadOnlyList<ManagerStep> Forget => [User("daemon-reload"), User("reset-failed", ServiceSpec.Unit) with { MayFail = true }];

    /// <inheritdoc/>
    public string Text(ServiceSpec spec) => SystemdUnitFile.Text(spec);

    /// <inheritdoc/>
    public async Task<JobLook> Look(CancellationToken cancel)
    {
        var answer = await Run(User("show", ServiceSpec.Unit, "--no-pager", "-p", Properties), cancel);
        if (!answer.Succeeded)
            return JobLook.Blind($"your systemd cannot be asked ({answer.Complaint}). Log in as this user itself (not by su or sudo), or have it run without a login: sudo loginctl enable-linger {UserName()}");
        var unit = answer.Output.Split('\n').Select(static line => line.Split('=', 2)).Where(static pair => pair.Length == 2).ToDictionary(static pair => pair[0], static pair => pair[1].Trim(), StringComparer.Ordinal);
        string Of(string name) => unit.GetValueOrDefault(name, "");
        return new JobLook(
            null, Of("LoadState") is not ("not-found" or ""), Of("UnitFileState") == "enabled", Of("NeedDaemonReload") == "yes",
            int.TryParse(Of("MainPID"), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && pid > 0 ? pid : null);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ManagerStep> Up(JobLook now, bool isRestart)
    {
        var steps = new List<ManagerStep>();
        if (isRestart || now.IsStale || !now.IsKnown) steps.Add(User("daemon-reload") with { Limit = TimeSpan.FromSeconds(60) });
        if (isRestart || !now.StartsByItself) steps.Add(User("enable", ServiceSpec.Unit));
        // One that is about to be started again has no process either: restart is right for both.
        if (isRestart || now.Pid is null) steps.Add(User("restart", ServiceSpec.Unit) with { Limit = StartLimit });
        return steps;
    }

    /// <inheritdoc/>
    public IReadOnlyList<ManagerStep> Down(JobLook now) => now.IsKnown ? [User("disable", "--now", ServiceSpec.Unit) with { Limit = TimeSpan.FromSeconds(ServiceSpec.StopSeconds + 10) }] : [];

    /// <inheritdoc/>
    public Task<CommandAnswer> Run(ManagerStep step, CancellationToken cancel) => new HostCommand(step.Program, time, Systemctl.UserBus()).Run(step.Arguments, cancel, step.Limit);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> SeeToLogout(bool mayChange, CancellationToken cancel)
    {
        var uid = Posix.GetUid().ToString(CultureInfo.InvariantCulture);
        var linger = await Run(new ManagerStep(loginctl, ["show-user", uid, "-p", "Linger", "--value"]), cancel);
        if (linger.Succeeded && linger.Output.Trim() == "yes") return [];
        var hint = $"your systemd ends when you log out, and the daemon with it. To keep both: sudo loginctl enable-linger {UserName()}";
        if (!mayChange) return [hint];
        var switched = await Run(new ManagerStep(loginctl, ["--no-ask-password", "enable-linger"]), cancel);
        return switched.Succeeded ? ["lingering is switched on: your systemd, and the daemon with it, run when nobody is logged in (to undo: loginctl disable-linger)"] : [hint];
    }

    /// <inheritdoc/>
    public async Task<string> LastWords(ServiceSpec spec, CancellationToken cancel)
    {
        var journal = await Run(new ManagerStep(journalctl, ["--user", "--boot", "--no-pager", "--quiet", "--output=cat", "-n", "3", $"USER_UNIT={ServiceSpec.Unit}", "+", $"_SYSTEMD_USER_UNIT={ServiceSpec.Unit}"]), cancel);
        return journal.Succeeded ? journal.Output : "";
    }

    private ManagerStep User(params IReadOnlyList<string> arguments) => new(systemctl, ["--user", .. arguments]);

    private static string UserName() => Environment.UserName is { Length: > 0 } name ? name : "$USER";
}
