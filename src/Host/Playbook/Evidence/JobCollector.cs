using System.Globalization;
using OpenClaw.Host.Processes;
using OpenClaw.Host.Processes.Systemd;

namespace OpenClaw.Host.Playbook.Evidence;

/// <summary>What the service manager makes of the job: known, switched off, given up, understood.</summary>
/// <param name="tools">The manager's programs.</param>
internal sealed class JobCollector(SystemTools tools) : ICollector
{
    /// <inheritdoc/>
    public string Name => "job";

    /// <inheritdoc/>
    public TimeSpan Limit { get; } = TimeSpan.FromSeconds(8);

    /// <inheritdoc/>
    public bool IsSlow => false;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Finding>> Collect(Patient patient, CancellationToken cancel) => patient.Manager switch
    {
        ManagerKind.Systemd => OfUnit(patient, cancel),
        ManagerKind.Launchd => OfPropertyList(patient, cancel),
        _ => Task.FromResult<IReadOnlyList<Finding>>([]),
    };

    private async Task<IReadOnlyList<Finding>> OfUnit(Patient patient, CancellationToken cancel)
    {
        var file = patient.Job.File!;
        var (unit, why) = await new UnitWitness(patient.Gateway.Unit, tools, patient.Time).Show(cancel);
        var source = $"systemctl --user show {patient.Gateway.Unit}";
        if (unit is null)
        {
            var found = Found.Warning(FindingIds.JobNoManager, 0.9, $"the user's systemd cannot be asked: {why}", source, ("message", why));
            return File.Exists(file) ? [found] : [found, Missing(file, 0.6)];
        }

        if (unit["LoadState"] == "masked" || new FileInfo(file).LinkTarget == "/dev/null")
            return [Found.Blocking(FindingIds.JobDisabled, 1, $"{patient.Gateway.Unit} is masked: nothing may start it", source, ("file", file), ("state", "masked"))];
        if (unit["LoadState"] is "error" or "bad-setting")
            return [Found.Blocking(FindingIds.JobInvalid, 1, $"systemd does not understand {patient.Gateway.Unit}: {Message(unit)}", source, ("file", Fault(unit, file, patient)), ("message", Message(unit)))];
        List<Finding> all = [];
        // What systemd has read stays in its memory until it is told to read again.
        if (unit["LoadState"] == "not-found" || (!File.Exists(file) && !File.Exists(unit["FragmentPath"]))) all.Add(Missing(file, 1));
        if (unit["Result"] == "start-limit-hit" || (await patient.Process.Look(cancel)).IsGivenUp)
            all.Add(Found.Blocking(FindingIds.JobGivenUp, 1, $"systemd has given up starting {patient.Gateway.Unit} ({unit["Result"]}): it must be told to begin anew", source, ("result", unit["Result"])));
        return all;
    }

    private async Task<IReadOnlyList<Finding>> OfPropertyList(Patient patient, CancellationToken cancel)
    {
        var (file, label) = (patient.Job.File!, patient.Gateway.Label);
        List<Finding> all = File.Exists(file) ? [] : [Missing(file, 1)];
        var disabled = await new HostCommand(tools.Launchctl, patient.Time).Run(["print-disabled", string.Create(CultureInfo.InvariantCulture, $"gui/{Posix.GetUid()}")], cancel);
        if (!disabled.Succeeded) all.Add(Found.Warning(FindingIds.JobNoManager, 0.9, $"launchd cannot be asked: {disabled.Complaint}", "launchctl print-disabled", ("message", disabled.Complaint)));
        else if (disabled.Output.Split('\n').Any(line => line.Contains($"\"{label}\"", StringComparison.Ordinal) && (line.Contains("=> disabled", StringComparison.Ordinal) || line.Contains("=> true", StringComparison.Ordinal))))
            all.Add(Found.Blocking(FindingIds.JobDisabled, 1, $"{label} is disabled in launchd", "launchctl print-disabled", ("file", file), ("state", "disabled")));
        var state = await patient.Process.Look(cancel);
        if (state.IsGivenUp) all.Add(Found.Blocking(FindingIds.JobGivenUp, 0.9, $"launchd keeps {label} parked after a burst of crashes", "launchctl print", ("result", "parked")));
        return all;
    }

    private static Finding Missing(string file, double confidence) => Found.Blocking(FindingIds.JobMissing, confidence, $"the job's file {file} is not there", file, ("file", file));

    // org.freedesktop.systemd1.BadUnitSetting "Unit ... has a bad unit file setting." - which one is in the journal only.
    private static string Message(UnitStatus unit) => unit["LoadError"].Length > 0 ? unit["LoadError"] : unit["LoadState"];

    private static string Fault(UnitStatus unit, string file, Patient patient) =>
        patient.Job.DropInFiles().FirstOrDefault(dropIn => unit["LoadError"].Contains(dropIn, StringComparison.Ordinal)) ?? file;
}
