using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Doctors.ClaudeCode;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Playbook.Transactions;

namespace OpenClaw.Host.Cli;

/// <summary><c>undo</c>: takes back the last change that a doctor or the playbook has made in an incident and that has stayed.</summary>
/// <param name="sources">Where the settings come from.</param>
/// <param name="output">Takes what was done.</param>
/// <param name="errors">Takes the one line that says why nothing was done.</param>
public sealed class UndoCommand(SettingsSources sources, TextWriter output, TextWriter errors)
{
    /// <summary>Takes it back. See <see cref="ExitCodes"/>.</summary>
    public async Task<int> Run(string incident, CancellationToken cancel)
    {
        try
        {
            var settings = HealerSettings.Load(sources);
            if (await DoctorsUndo.Find(settings, incident, cancel) is { } doctors)
            {
                if (await doctors.Refusal(cancel) is { } refusal) return await Refuse(refusal);
                await output.WriteLineAsync($"The doctor's change of {incident} is taken back: {await doctors.Run(cancel)}");
                await output.WriteLineAsync(GoesOn);
                return ExitCodes.Ok;
            }

            var change = await Find(settings.Home, incident, cancel);
            if (await change.ChangedSince(cancel) is { Count: > 0 } since)
                return await Refuse($"not taken back: {string.Join(", ", since)} was changed since. What was there before is in {change.Folder}");
            var lines = await change.Undo(cancel);
            await output.WriteLineAsync($"{change.Record.Remedy} of {incident} was taken back: {change.Record.Summary}");
            foreach (var line in lines) await output.WriteLineAsync($"  {line}");
            await output.WriteLineAsync(Next(change.Record));
            return ExitCodes.Ok;
        }
        catch (ConfigurationException e)
        {
            return await Refuse(e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync($"it could not be taken back: {UntrustedText.OneLine(e.Message, 300)}");
            return ExitCodes.StateUnusable;
        }
    }

    private static async Task<Transaction> Find(string home, string incident, CancellationToken cancel)
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

    private const string GoesOn = "The gateway goes on as it is; what was taken back counts from its next start. Restart it when it suits you.";

    private static string Next(ChangeRecord change) =>
        change.Touches.Any(static t => t.EndsWith(".service", StringComparison.Ordinal) || t.Contains(".service.d/", StringComparison.Ordinal))
            ? "The job's files are as they were. To have them read: systemctl --user daemon-reload, then restart the gateway when it suits you."
            : GoesOn;

    private async Task<int> Refuse(string why)
    {
        await errors.WriteLineAsync(why);
        return ExitCodes.Usage;
    }
}
