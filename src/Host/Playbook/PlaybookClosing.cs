using OpenClaw.Actors.Doctoring;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Playbook.Transactions;

namespace OpenClaw.Host.Playbook;

/// <summary>The end of a case: what helped stays, anything else goes back, each trial gets its record, and a report is written.</summary>
internal sealed class PlaybookClosing(PlaybookParts parts, PlaybookOptions options, TimeProvider time, ILogger log)
{
    /// <summary>Closes it. Returns one line for people.</summary>
    public async Task<string> Run(PlaybookFolder folder, IncidentId incident, Verdict verdict, CancellationToken cancel)
    {
        var changes = await folder.Changes(cancel);
        var notes = new List<string>();
        foreach (var change in changes.Reverse().Where(static c => c.IsInFlight || c.Record.State == ChangeState.Acted))
        {
            if (verdict == Verdict.Healed && !change.IsInFlight)
            {
                await change.Keep(cancel);
                continue;
            }

            notes.AddRange(await change.Undo(cancel));
            await parts.AfterUndo(change, null, cancel);
            log.LogWarning("{Remedy} of incident {Incident} was taken back: {Note}", change.Record.Remedy, incident, change.Record.Note);
        }

        foreach (var change in changes)
        {
            var trial = change.Record;
            await parts.Record.Note(
                new RemedyTrial(parts.Patient.Gateway.Id.Value, incident.Value, trial.Number, trial.Signature, trial.Remedy, trial.At, trial.State == ChangeState.Kept), cancel);
        }

        var line = await PlaybookReport.Publish(folder, changes, incident, verdict, notes, options, time, cancel);
        await folder.Close(line, cancel);
        return line;
    }
}
