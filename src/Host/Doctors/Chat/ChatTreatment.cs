using OpenClaw.Actors.Doctoring;
using OpenClaw.Host.Doctors.Proposals;
using OpenClaw.Host.Playbook;
using OpenClaw.Host.Playbook.Catalogue;
using OpenClaw.Host.Playbook.Transactions;

namespace OpenClaw.Host.Doctors.Chat;

/// <summary>One call of the chat doctor: at most one remedy comes of it, applied by the playbook's own hand.</summary>
internal sealed class ChatTreatment(ChatApi api, ChatOptions options, PlaybookParts parts, PlaybookOptions playbook, TimeProvider time, ILogger log)
{
    // What the record keeps for its choices; the catalogue has no entry for them.
    private static readonly CatalogueEntry Chosen = new() { Id = "chosen-by-model", Title = "A model chose it", When = new Signature(), Then = CatalogueAction.Remedy, Advice = "" };

    private readonly RemedyHand _hand = new(parts, playbook, time, log);

    /// <summary>Treats the case, or goes on with it.</summary>
    public async Task<DoctorReply> Run(CaseFile file, CancellationToken cancel)
    {
        var folder = new PlaybookFolder(playbook.Home, file.Incident, playbook.Name);
        var about = await folder.Begin(file, time.GetUtcNow(), cancel);
        foreach (var change in await folder.Changes(cancel))
        {
            if (change.IsInFlight) await _hand.TakeBack(change, null, "it was cut short");
            else if (change.Record.State == ChangeState.Acted && file.FollowUp is not null) await _hand.TakeBack(change, null, "it did not help");
            else if (change.Record.State == ChangeState.Acted) return new DoctorReply.Claims($"{change.Record.Note} (done before the healer was started anew)") { Remedy = change.Record.Remedy };
        }

        var diagnosis = await parts.Diagnose(true, cancel);
        var findings = diagnosis.Lines();
        await folder.Open(about with { Findings = findings }, cancel);
        var offers = await Offers(file, folder, diagnosis, cancel);
        if (file.Approved is { } approved)
        {
            return offers.FirstOrDefault(o => PlaybookProposals.Mark(Chosen, o.Remedy, o.Plan) == approved) is not { } yes
                ? ProposalText.Void("what is wrong, or what would be changed, is no longer what it was", file.Gateway.Value)
                : await _hand.Apply(file, folder, Chosen, yes.Remedy, yes.Plan, diagnosis, cancel)
                    ?? (DoctorReply)new DoctorReply.GaveUp($"what was approved did not work: {yes.Remedy.Name}");
        }

        if (offers.Count == 0) return new DoctorReply.PassesOn("none of the remedies that it may choose is possible now", findings);
        var account = await ChatAccount.Open(options, file, about.TreatedAt, cancel);
        return await Talk(file with { Material = await options.Material(file, cancel) }, folder, diagnosis, findings, offers, account, cancel);
    }

    /// <summary>What is possible now, was not tried in this incident as often as it makes sense, and may be done without asking.</summary>
    private async Task<List<ChatOffer>> Offers(CaseFile file, PlaybookFolder own, Diagnosis diagnosis, CancellationToken cancel)
    {
        var before = new PlaybookFolder(playbook.Home, file.Incident);
        var tried = (await own.Changes(cancel)).Concat(before.Exists ? await before.Changes(cancel) : []).CountBy(static c => c.Record.Remedy).ToDictionary(StringComparer.Ordinal);
        var offers = new List<ChatOffer>();
        foreach (var remedy in parts.Remedies.OrderBy(static r => r.Reach).ThenBy(static r => r.Cost))
        {
            if (parts.SwitchOf(remedy) != RemedySwitch.Auto || tried.GetValueOrDefault(remedy.Name) >= remedy.Steps) continue;
            if (await _hand.PlanOf(remedy, diagnosis, cancel) is { } plan) offers.Add(new ChatOffer(remedy, plan));
        }

        return offers;
    }

    private async Task<DoctorReply> Talk(
        CaseFile file, PlaybookFolder folder, Diagnosis diagnosis, IReadOnlyList<string> findings, List<ChatOffer> offers, ChatAccount account, CancellationToken cancel)
    {
        var talk = new ChatConversation();
        talk.Tell(file, findings, [.. (await folder.Changes(cancel)).Select(static c => $"{c.Record.Remedy}: {c.Record.Note}")], offers);
        var strikes = 0;
        for (var round = 0; round < options.Settings.MaxRounds; round++)
        {
            if (file.BudgetUsd is { } budget && account.Spent >= budget) return new DoctorReply.Unavailable(UnavailableKind.Budget, $"It has used up its budget ({PlainText.Money(account.Spent)}).");
            var answer = await api.Ask(talk.Messages, ChatTools.Of(offers), cancel);
            if (answer is ChatAnswer.Failed failed) return new DoctorReply.Unavailable(failed.Kind, $"The model {options.Settings.Model}: {failed.Note}");
            var said = (ChatAnswer.Said)answer;
            var call = talk.Hear(said.Message);
            var wish = call is null ? new ChatWish.Nonsense("Call one of the two tools; nothing else counts.") : ChatTools.Read(call, offers);
            await account.Add(said, call is not null, wish is ChatWish.Nonsense, cancel);
            switch (wish)
            {
                case ChatWish.GiveUp(var why):
                    return new DoctorReply.PassesOn($"the model chose none of {offers.Count} remedies: {why}", findings);
                case ChatWish.Apply(var offer, var why) when file.Autonomy != Autonomy.Auto:
                    log.LogInformation("Incident {Incident}: {Doctor} would choose {Remedy}: {Why}", file.Incident, playbook.Name, offer.Remedy.Name, why);
                    return PlaybookProposals.Of(file.Autonomy, Chosen, offer.Remedy, offer.Plan);
                case ChatWish.Apply(var offer, var why):
                    log.LogInformation("Incident {Incident}: {Doctor} chose {Remedy}: {Why}", file.Incident, playbook.Name, offer.Remedy.Name, why);
                    if (await _hand.Apply(file, folder, Chosen, offer.Remedy, offer.Plan, diagnosis, cancel) is { } claims) return claims with { Note = $"{claims.Note} (chosen by {options.Settings.Model}: {why})" };
                    offers.Remove(offer);
                    if (offers.Count == 0) return new DoctorReply.PassesOn("no remedy is left that it may choose", findings);
                    talk.Answer("It could not be done, and was taken back. Choose another one, or give up.");
                    break;
                case ChatWish.Nonsense(var told) when ++strikes < 2:
                    talk.Answer(told);
                    break;
                default:
                    return new DoctorReply.Unavailable(UnavailableKind.Crashed, $"The model {options.Settings.Model} called no tool that exists, twice.");
            }
        }

        return new DoctorReply.PassesOn($"the model came to no end within {options.Settings.MaxRounds} answers", findings);
    }
}
