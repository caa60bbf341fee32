using OpenClaw.Host.Doctors;
using OpenClaw.Host.Playbook.Config;

namespace OpenClaw.Host.Playbook.Remedies;

/// <summary>The plan to write a new text into the config, when it is still what it was when the plan was made.</summary>
internal static class ConfigEdit
{
    /// <summary>The plan.</summary>
    /// <param name="patient">The gateway.</param>
    /// <param name="summary">What is changed and why that mends it.</param>
    /// <param name="before">The text that was read.</param>
    /// <param name="after">The text to be written.</param>
    /// <param name="acted">Told when it is written.</param>
    public static RemedyPlan Plan(Patient patient, string summary, string before, string after, Action? acted = null) => new(summary, [patient.Gateway.ConfigPath], async cancel =>
    {
        if (await ConfigOnDisk.Read(patient.Gateway.ConfigPath, cancel) != before) return new(false, $"{patient.Gateway.ConfigPath} was written by somebody else meanwhile and was left alone.");
        acted?.Invoke();
        await ConfigOnDisk.Write(patient.Gateway.ConfigPath, after, cancel);
        return new(true, summary);
    })
    {
        Diff = UnifiedDiff.Of(before, after, Path.GetFileName(patient.Gateway.ConfigPath)),
    };
}
