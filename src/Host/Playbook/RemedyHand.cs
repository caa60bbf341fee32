using OpenClaw.Actors.Doctoring;
using OpenClaw.Host.Doctors;
using OpenClaw.Host.Doctors.Proposals;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Playbook.Catalogue;
using OpenClaw.Host.Playbook.Remedies;
using OpenClaw.Host.Playbook.Transactions;

namespace OpenClaw.Host.Playbook;

/// <summary>Applies remedies, each as a transaction, for whoever has chosen them: the catalogue, or a model that may choose and nothing else.</summary>
internal sealed class RemedyHand(PlaybookParts parts, PlaybookOptions options, TimeProvider time, ILogger log)
{
    /// <summary>What a remedy would do now; null when it has nothing to do, or could not tell.</summary>
    public async Task<RemedyPlan?> PlanOf(IRemedy remedy, Diagnosis diagnosis, CancellationToken cancel)
    {
        try
        {
            return await remedy.Plan(diagnosis, parts.Patient, cancel);
        }
        catch (Exception failed) when (!cancel.IsCancellationRequested)
        {
            log.LogWarning("The remedy {Remedy} could not be planned: {Why}", remedy.Name, Plain(failed.Message));
            return null;
        }
    }

    /// <summary>Applies a plan. Null: it did not do what it said, and is taken back.</summary>
    public async Task<DoctorReply.Claims?> Apply(
        CaseFile file, PlaybookFolder folder, CatalogueEntry entry, IRemedy remedy, RemedyPlan plan, Diagnosis diagnosis, CancellationToken cancel)
    {
        var number = (await folder.Changes(cancel)).Select(static c => c.Record.Number).DefaultIfEmpty(options.FirstNumber - 1).Max() + 1;
        var causes = diagnosis.Findings.Where(f => f.Confidence >= entry.When.Confidence && (entry.When.All.Contains(f.Id) || entry.When.Any.Contains(f.Id))).Select(static f => f.Id).Distinct().ToArray();
        var head = new ChangeRecord { Number = number, Remedy = remedy.Name, Signature = entry.Id, Causes = causes, Summary = plan.Summary, At = time.GetUtcNow() };
        Transaction? change = null;
        try
        {
            change = await Transaction.Prepare(folder.Of(number, remedy.Name), head, plan, cancel);
            log.LogInformation("Incident {Incident}: applying {Remedy} for {Signature}: {Summary}", file.Incident, remedy.Name, entry.Id, change.Record.Summary);
            var result = await change.Act(plan, cancel);
            if (result.Succeeded) return new DoctorReply.Claims(Plain(result.Note)) { Remedy = remedy.Name, Diff = plan.Diff.Length == 0 ? null : ProposalText.Diff(plan.Diff) };
            await TakeBack(change, plan.AfterUndo, result.Note);
            return null;
        }
        catch (Exception failed)
        {
            // Also when it was called off: nothing half done is left behind.
            if (change is not null) await TakeBack(change, plan.AfterUndo, cancel.IsCancellationRequested ? "it was called off" : failed.Message);
            else log.LogWarning("The remedy {Remedy} could not be prepared: {Why}", remedy.Name, Plain(failed.Message));
            if (cancel.IsCancellationRequested) throw;
            return null;
        }
    }

    /// <summary>Takes a change back, also when the treatment itself was called off.</summary>
    public async Task TakeBack(Transaction change, Func<CancellationToken, Task>? own, string why)
    {
        using var limit = new CancellationTokenSource(options.UndoLimit, time);
        var lines = await change.Undo(limit.Token);
        await parts.AfterUndo(change, own, limit.Token);
        log.LogWarning("{Remedy} was taken back ({Why}). {Lines}", change.Record.Remedy, Plain(why), string.Join("; ", lines));
    }

    private static string Plain(string text) => Redactor.Redact(PlainText.Line(text, 1000));
}
