using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Doctors;
using OpenClaw.Host.Doctors.ClaudeCode;

namespace OpenClaw.Host.Cli;

/// <summary>A config that a doctor's session, or a proposal of its that was approved, has changed for good in an incident.</summary>
internal sealed class DoctorsUndo
{
    private readonly ConfigSnapshots _config;

    private DoctorsUndo(ConfigSnapshots config) => _config = config;

    /// <summary>The change that is still in effect; null when there is none.</summary>
    public static async Task<DoctorsUndo?> Find(HealerSettings settings, string incident, CancellationToken cancel)
    {
        if (!IncidentFolder.CanBeNamed(incident)) return null;
        // The latest first: each was laid over what the one before had left.
        foreach (var folder in IncidentFolder.OfAllDoctors(new IncidentFolder(settings.Home, new IncidentId(incident)).Root).OrderByDescending(static f => File.GetLastWriteTimeUtc(f.Closed)))
            if (await Find(settings, folder, cancel) is { } found) return found;
        return null;
    }

    private static async Task<DoctorsUndo?> Find(HealerSettings settings, IncidentFolder folder, CancellationToken cancel)
    {
        // Open: the daemon settles it, by the verdict.
        if (!File.Exists(folder.Closed) || await DoctorJson.ReadIfWhole(folder.Case, DoctorJson.Default.CaseRecord, cancel) is not { } about) return null;
        if (settings.Gateways.FirstOrDefault(g => g.Id.Value == about.Gateway) is not { } gateway) return null;
        var config = new ConfigSnapshots(gateway.ConfigPath, folder.Root);
        return config.IsKept ? new DoctorsUndo(config) : null;
    }

    /// <summary>Why it must not be taken back, one line; null when it may.</summary>
    public async Task<string?> Refusal(CancellationToken cancel) => await _config.ChangedSince(cancel) is { Count: > 0 } changed
        ? $"not taken back: {string.Join(", ", changed.Select(static c => c.Path))} was changed since. What was there before is {string.Join(", ", changed.Select(static c => c.Before))}"
        : null;

    /// <summary>Takes it back. Returns what was done, one line.</summary>
    public async Task<string> Run(CancellationToken cancel)
    {
        var note = await _config.Restore(cancel);
        _config.ForgetKept();
        return note;
    }
}
