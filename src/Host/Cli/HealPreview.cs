using OpenClaw.Host.Logging;
using OpenClaw.Host.Playbook;
using OpenClaw.Host.Playbook.Catalogue;
using OpenClaw.Host.Playbook.Remedies;

namespace OpenClaw.Host.Cli;

/// <summary>What would be done about a gateway now, and why. Makes plans and carries none out.</summary>
internal sealed class HealPreview(ICatalogue catalogue, IReadOnlyList<IRemedy> remedies, IRemedyRecord record, RemedyPolicy policy)
{
    private const int LongestLine = 400;

    /// <summary>Says it.</summary>
    public async Task<HealJson> Of(Patient patient, Diagnosis diagnosis, CancellationToken cancel)
    {
        var matches = catalogue.Match(diagnosis);
        var plans = new List<PlanLine>();
        foreach (var (entry, remedy) in RemedyOrder.Of(matches, remedies, await record.All(cancel)))
            plans.Add(await Plan(entry, remedy, patient, diagnosis, cancel));
        return new HealJson(patient.Gateway.Id.Value, Outcome(matches, plans), [.. matches.Select(m => Line(m, diagnosis, patient))], plans);
    }

    private async Task<PlanLine> Plan(CatalogueEntry entry, IRemedy remedy, Patient patient, Diagnosis diagnosis, CancellationToken cancel)
    {
        PlanLine Line(string? plan, IReadOnlyList<string> touches) => new(remedy.Name, entry.Id, policy.Of(remedy.Name).ToString(), plan is null ? null : UntrustedText.OneLine(plan, LongestLine), touches);
        try
        {
            return await remedy.Plan(diagnosis, patient, cancel) is { } plan ? Line(plan.Summary, plan.Touches) : Line(null, []);
        }
        catch (Exception unseen) when (unseen is IOException or UnauthorizedAccessException or TimeoutException)
        {
            return Line(null, []);
        }
    }

    private static MatchLine Line(CatalogueEntry entry, Diagnosis diagnosis, Patient patient) => new(
        entry.Id, entry.Title, entry.Then.ToString(), [.. Catalogue.Evidence(entry.When, diagnosis).Select(static f => UntrustedText.OneLine(f.Summary, LongestLine))],
        CatalogueWords.YourTurn(entry, diagnosis, patient));

    private string Outcome(IReadOnlyList<CatalogueEntry> matches, List<PlanLine> plans)
    {
        if (matches.Count == 0) return "nothing that was found is known to keep a gateway from serving: nothing would be done";
        if (!policy.Enabled) return "the playbook is off: the next doctor, or a human";
        if (matches[0].Then == CatalogueAction.TellOwner) return $"nothing would be changed: its owner would be told ({matches[0].Title})";
        return plans.FirstOrDefault(static p => p.Plan is not null && p.Switch != nameof(RemedySwitch.Off)) switch
        {
            { Switch: nameof(RemedySwitch.Ask) } asked => $"{asked.Name} would be asked for: {asked.Plan}",
            { } first => $"{first.Name} would be tried first: {first.Plan}",
            null when matches.All(static m => m.Then == CatalogueAction.LeaveAlone) => "nothing would be done: it is no reason to touch the gateway",
            null => "no remedy may or can do anything here: the next doctor, or a human",
        };
    }
}
