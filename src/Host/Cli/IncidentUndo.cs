using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Doctors.ClaudeCode;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Playbook.Transactions;

namespace OpenClaw.Host.Cli;

/// <summary>The last change of an incident that is still in effect, and how it is taken back.</summary>
internal sealed class IncidentUndo
{
    private const string GoesOn = "The gateway goes on as it is; what was taken back counts from its next start. Restart it when it suits you.";

    private readonly DoctorsUndo? _doctors;
    private readonly Transaction? _change;
    private readonly string _incident;

    private IncidentUndo(string incident, DoctorsUndo? doctors, Transaction? change) => (_incident, _doctors, _change) = (incident, doctors, change);

    /// <summary>What would be taken back, one line. The same for the same change.</summary>
    public string What => _change is { Record: var record } ? $"{record.Remedy} of {_incident}: {record.Summary}" : $"the doctor's change of the config in {_incident}";

    /// <summary>Finds it.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="incident">The incident, as somebody has typed it.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="ConfigurationException">There is none; one line.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static async Task<IncidentUndo> Find(HealerSettings settings, string incident, CancellationToken cancel) =>
        await DoctorsUndo.Find(settings, incident, cancel) is { } doctors ? new IncidentUndo(incident, doctors, null) : new IncidentUndo(incident, null, await Kept(settings.Home, incident, cancel));

    /// <summary>Why it must not be taken back, one line; null when it may.</summary>
    public async Task<string?> Refusal(CancellationToken cancel) => _doctors is not null ? await _doctors.Refusal(cancel)
        : await _change!.ChangedSince(cancel) is { Count: > 0 } since ? $"not taken back: {string.Join(", ", since)} was changed since. What was there before is in {_change.Folder}"
        : null;

    /// <summary>Takes it back. Returns what was done, a line each.</summary>
    /// <exception cref="IOException">It could not be taken back.</exception>
    public async Task<IReadOnlyList<string>> Run(CancellationToken cancel)
    {
        if (_doctors is not null) return [$"The doctor's change of {_incident} is taken back: {await _doctors.Run(cancel)}", GoesOn];
        var lines = await _change!.Undo(cancel);
        return [$"{_change.Record.Remedy} of {_incident} was taken back: {_change.Record.Summary}", .. lines.Select(static line => $"  {line}"), Next(_change.Record)];
    }

    private static async Task<Transaction> Kept(string home, string incident, CancellationToken cancel)
    {
        var shown = UntrustedText.OneLine(incident, 60);
        if (!IncidentFolder.CanBeNamed(incident)) throw new ConfigurationException($"\"{shown}\" is no incident. 'openclaw-actors incidents' names them.");
        PlaybookFolder[] folders = [.. new[] { DoctorNames.Chat, DoctorNames.Playbook }.Select(name => new PlaybookFolder(home, new IncidentId(incident), name)).Where(static f => f.Exists)];
        if (folders.Length == 0) throw new ConfigurationException($"Nothing was changed, or nothing has stayed, in incident \"{shown}\".");
        // Without a daemon nobody treats it: then what the treatment left behind is the next daemon's to settle, and still not the owner's.
        if (folders.Any(static f => f.Closed is null))
            throw new ConfigurationException($"Incident \"{shown}\" is still being treated{(DaemonLock.IsHeld(home) ? "" : " (by the next daemon; none runs now)")}: wait until it is over.");
        // The later doctor's change first: it was laid over what the one before had left.
        foreach (var folder in folders)
            if ((await folder.Changes(cancel)).LastOrDefault(static c => c.Record.State == ChangeState.Kept) is { } kept) return kept;
        throw new ConfigurationException($"No change of incident \"{shown}\" is in effect: nothing to take back.");
    }

    private static string Next(ChangeRecord change) =>
        change.Touches.Any(static t => t.EndsWith(".service", StringComparison.Ordinal) || t.Contains(".service.d/", StringComparison.Ordinal))
            ? "The job's files are as they were. To have them read: systemctl --user daemon-reload, then restart the gateway when it suits you."
            : GoesOn;
}
