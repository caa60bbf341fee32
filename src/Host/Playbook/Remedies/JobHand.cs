using System.Globalization;
using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Playbook.Remedies;

/// <summary>What remedies may tell a service manager about the gateway's job: to read its files again, to enable it, to forget its failures. Never to start or stop a unit.</summary>
/// <param name="systemctl">The systemctl program: a name in PATH or a path.</param>
/// <param name="launchctl">The launchctl program.</param>
internal sealed class JobHand(string systemctl = "systemctl", string launchctl = "/bin/launchctl")
{
    /// <summary>Has the manager read the job's files again. launchd reads a property list only when the job is loaded, so there the job is unloaded first.</summary>
    public async Task<RemedyResult> Reload(Patient patient, CancellationToken cancel)
    {
        if (patient.Manager == ManagerKind.Systemd) return Result(await Systemctl(patient, ["daemon-reload"], cancel), "the manager has read its units again");
        if (patient.Manager != ManagerKind.Launchd || !File.Exists(patient.Job.File)) return new(true, "no manager has to be told");
        await Launchctl(patient, ["bootout", Target(patient)], cancel);
        return Result(await Launchctl(patient, ["bootstrap", Domain, patient.Job.File], cancel), "launchd has loaded the job anew");
    }

    /// <summary>Takes back what the manager holds against the job: its start limit, its failures; and has it loaded and enabled where it is not.</summary>
    public async Task<RemedyResult> Enable(Patient patient, CancellationToken cancel)
    {
        if (patient.Manager == ManagerKind.Launchd)
        {
            var enabled = await Launchctl(patient, ["enable", Target(patient)], cancel);
            if (!enabled.Succeeded) return Result(enabled, "");
            if ((await Launchctl(patient, ["print", Target(patient)], cancel)).Succeeded) return new(true, "the job is enabled");
            return Result(await Launchctl(patient, ["bootstrap", Domain, patient.Job.File!], cancel), "the job is enabled and loaded");
        }

        var reload = await Systemctl(patient, ["daemon-reload"], cancel);
        if (!reload.Succeeded) return Result(reload, "");
        // Not every failure is on record, and "not loaded" is none of its business.
        await Systemctl(patient, ["reset-failed", patient.Gateway.Unit], cancel);
        return WantedBy(patient) is { } link && !File.Exists(link)
            ? Result(await Systemctl(patient, ["enable", patient.Gateway.Unit], cancel), "the unit is loaded and enabled")
            : new(true, "the unit is loaded, and its failures are forgotten");
    }

    /// <summary>The link by which systemd starts the unit with the user's manager, as OpenClaw installs it; null where there is none by nature.</summary>
    public static string? WantedBy(Patient patient) =>
        patient is { Manager: ManagerKind.Systemd, Job.File: { } unit } ? Path.Combine(Path.GetDirectoryName(unit)!, "default.target.wants", Path.GetFileName(unit)) : null;

    /// <summary>The files of the job that are there: its own, and those that change it.</summary>
    public static IReadOnlyList<string> Files(Patient patient) =>
        patient.Job.File is { } file ? [.. patient.Job.DropInFiles().Prepend(file).Where(File.Exists)] : [];

    private static string Domain => string.Create(CultureInfo.InvariantCulture, $"gui/{Posix.GetUid()}");

    private static string Target(Patient patient) => $"{Domain}/{patient.Gateway.Label}";

    private static RemedyResult Result(CommandAnswer answer, string done) => answer.Succeeded ? new(true, done) : new(false, answer.Complaint);

    private Task<CommandAnswer> Launchctl(Patient patient, IReadOnlyList<string> arguments, CancellationToken cancel) =>
        new HostCommand(launchctl, patient.Time).Run(arguments, cancel, TimeSpan.FromSeconds(60));

    // A daemon that is started from cron or over ssh has no session, but the user's manager may run all the same.
    private Task<CommandAnswer> Systemctl(Patient patient, IReadOnlyList<string> arguments, CancellationToken cancel) =>
        new HostCommand(
            systemctl, patient.Time,
            string.IsNullOrEmpty(Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR"))
                ? new Dictionary<string, string> { ["XDG_RUNTIME_DIR"] = string.Create(CultureInfo.InvariantCulture, $"/run/user/{Posix.GetUid()}") }
                : null).Run(["--user", .. arguments], cancel, TimeSpan.FromSeconds(30));
}
