using OpenClaw.Actors.Doctoring;
using OpenClaw.Host.Doctors;
using OpenClaw.Host.Doctors.Proposals;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Playbook.Catalogue;
using OpenClaw.Host.Playbook.Remedies;
using OpenClaw.Host.Playbook.Transactions;

namespace OpenClaw.Host.Playbook;

/// <summary>One call of the playbook: at most one change comes of it.</summary>
internal sealed class PlaybookTreatment(PlaybookParts parts, PlaybookOptions options, TimeProvider time, ILogger log)
{
    private readonly RemedyHand _hand = new(parts, options, time, log);

    /// <summary>Treats the case, or goes on with it.</summary>
    public async Task<DoctorReply> Run(CaseFile file, CancellationToken cancel)
    {
        var folder = new PlaybookFolder(options.Home, file.Incident, options.Name);
        var about = await folder.Begin(file, time.GetUtcNow(), cancel);
        foreach (var cut in (await folder.Changes(cancel)).Where(static c => c.IsInFlight)) await _hand.TakeBack(cut, null, "it was cut short");

        var (diagnosis, matches) = await Look(cancel);
        await folder.Open(about with { Findings = diagnosis.Lines() }, cancel);
        if (await folder.Changes(cancel) is [.., { Record: { State: ChangeState.Acted, IsProgress: false } } last])
        {
            if (Helped(last.Record, diagnosis, matches, isFollowUp: file.FollowUp is not null) is not { } helped)
                return new DoctorReply.Claims($"{last.Record.Note} (done before the healer was started anew)") { Remedy = last.Record.Remedy };
            if (helped)
            {
                await last.MarkProgress(cancel);
            }
            else
            {
                await _hand.TakeBack(last, null, "it did not help");
                (diagnosis, matches) = await Look(cancel);
            }
        }

        return await Choose(file, folder, diagnosis, matches, cancel);
    }

    // Its finding is gone and something else explains what is wrong now: the change was right, and not all. Null: it was never put to the test.
    private static bool? Helped(ChangeRecord last, Diagnosis diagnosis, IReadOnlyList<CatalogueEntry> matches, bool isFollowUp)
    {
        if (last.Causes.Any(diagnosis.Has) || matches.Any(m => m.Id == last.Signature && last.Causes.Count > 0)) return false;
        var others = matches.Any(m => m.Id != last.Signature && m.Then is not CatalogueAction.LeaveAlone) && diagnosis.Findings.Any(static f => f.Severity == FindingSeverity.Blocking);
        return others ? last.Causes.Count > 0 : isFollowUp ? false : null;
    }

    private async Task<(Diagnosis, IReadOnlyList<CatalogueEntry>)> Look(CancellationToken cancel)
    {
        var diagnosis = await parts.Diagnose(false, cancel);
        var matches = parts.Catalogue.Match(diagnosis);
        if (matches.Any(static m => m is { Then: CatalogueAction.TellOwner } or { Then: CatalogueAction.Remedy, Remedies.Count: > 0 })) return (diagnosis, matches);
        diagnosis = await parts.Diagnose(true, cancel);
        return (diagnosis, parts.Catalogue.Match(diagnosis));
    }

    private async Task<DoctorReply> Choose(CaseFile file, PlaybookFolder folder, Diagnosis diagnosis, IReadOnlyList<CatalogueEntry> matches, CancellationToken cancel)
    {
        var known = matches.Where(static m => m.Then != CatalogueAction.LeaveAlone).ToArray();
        if (known.FirstOrDefault() is { Then: CatalogueAction.TellOwner } told) return Owner(told, diagnosis);
        if (known.FirstOrDefault() is { Then: CatalogueAction.NeedsJudgement } hard) return Passes(hard.Title, diagnosis, hard);

        var tried = (await folder.Changes(cancel)).CountBy(static c => c.Record.Remedy).ToDictionary(StringComparer.Ordinal);
        var consent = await HealConsent.Read(options.Home, file.Gateway.Value, cancel);
        var asks = new List<string>();
        foreach (var (entry, remedy) in await Ranked(known, diagnosis, cancel))
        {
            if (tried.GetValueOrDefault(remedy.Name) >= remedy.Steps || parts.SwitchOf(remedy) == RemedySwitch.Off) continue;
            if (await _hand.PlanOf(remedy, diagnosis, cancel) is not { } plan) continue;
            if (file.Approved is { } approved && PlaybookProposals.Mark(entry, remedy, plan) != approved) continue;
            if (file.Approved is null && file.Autonomy != Autonomy.Auto && !(file.Autonomy == Autonomy.Ask && consent?.Covers(remedy.Name, time.GetUtcNow()) == true))
                return PlaybookProposals.Of(file.Autonomy, entry, remedy, plan);
            if (parts.SwitchOf(remedy) == RemedySwitch.Ask && file.Approved is null && consent?.Covers(remedy.Name, time.GetUtcNow()) != true) asks.Add($"{remedy.Name}: {plan.Summary}");
            else if (await _hand.Apply(file, folder, entry, remedy, plan, diagnosis, cancel) is { } claims) return claims;
            else if (file.Approved is not null) return new DoctorReply.NeedsOwner($"what was approved did not work: {remedy.Name}", Advice.Of(entry, diagnosis, parts.Patient));
        }

        if (file.Approved is not null) return ProposalText.Void("what is wrong, or what would be changed, is no longer what it was", file.Gateway.Value);

        if (asks.Count > 0)
        {
            var cause = known.FirstOrDefault() is { } first ? Advice.Cause(first, diagnosis) : "something is wrong";
            return new DoctorReply.NeedsOwner(cause, Plain($"it could be mended, and you are asked first: {string.Join("; ", asks)}. To say yes: openclaw-actors heal {file.Gateway.Value}"));
        }

        if (known.FirstOrDefault(static m => m.Then == CatalogueAction.TellOwner) is { } owner) return Owner(owner, diagnosis);
        return Passes(known.Length == 0 ? "nothing that is known was found" : $"no remedy is left for: {known[0].Title}", diagnosis, known.FirstOrDefault());
    }

    private async Task<IReadOnlyList<(CatalogueEntry Entry, IRemedy Remedy)>> Ranked(IReadOnlyList<CatalogueEntry> known, Diagnosis diagnosis, CancellationToken cancel)
    {
        var scores = new List<RemedyScore>();
        foreach (var entry in known) scores.AddRange(await parts.Record.For(entry.Id, cancel));
        var ranked = RemedyOrder.Of(known, parts.Remedies, scores);

        // Nothing is wrong that we can see: then it may just be started again, once.
        var isClean = diagnosis.Findings.All(static f => f.Severity != FindingSeverity.Blocking);
        return isClean && ranked.Count == 0 && parts.Remedies.FirstOrDefault(static r => r.Name == StartAgain.RemedyName) is { } again
            ? [(new CatalogueEntry { Id = "nothing-found", Title = "nothing wrong was found", When = new Signature(), Then = CatalogueAction.Remedy, Advice = "" }, again)]
            : ranked;
    }

    private DoctorReply.NeedsOwner Owner(CatalogueEntry entry, Diagnosis diagnosis) =>
        new(Advice.Cause(entry, diagnosis), Advice.Of(entry, diagnosis, parts.Patient));

    private DoctorReply.PassesOn Passes(string note, Diagnosis diagnosis, CatalogueEntry? entry) =>
        new(Plain(note), diagnosis.Lines())
        {
            YourTurn = entry is null ? null : Advice.Of(entry, diagnosis, parts.Patient),
            Kinds = [.. diagnosis.Findings.Where(static f => f.Severity == FindingSeverity.Blocking).Select(static f => f.Id).Distinct()],
        };

    private static string Plain(string text) => Redactor.Redact(PlainText.Line(text, 1000));
}
