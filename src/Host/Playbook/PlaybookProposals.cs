using OpenClaw.Actors.Doctoring;
using OpenClaw.Host.Doctors.Proposals;
using OpenClaw.Host.Playbook.Catalogue;
using OpenClaw.Host.Playbook.Remedies;

namespace OpenClaw.Host.Playbook;

/// <summary>
/// What the playbook says instead of acting, when its owner wants that. Nothing is kept for the approval: it is planned again then, and what comes out must have the
/// same mark, which is made of the remedy, its summary, its diff and the files that it would touch.
/// </summary>
internal static class PlaybookProposals
{
    /// <summary>The mark of a plan, as things are now.</summary>
    public static string Mark(CatalogueEntry entry, IRemedy remedy, RemedyPlan plan) => ProposalMark.Of(
        [remedy.Name, entry.Id, plan.Summary, plan.Diff, .. plan.Touches.Concat(plan.Modes).Concat(plan.Spends).Concat(plan.Moves.Select(static m => m.From)), .. plan.Touches.Select(static t => ProposalMark.Content(t))]);

    /// <summary>The plan as a proposal; as advice when it cannot be approved.</summary>
    public static DoctorReply.Proposes Of(Autonomy autonomy, CatalogueEntry entry, IRemedy remedy, RemedyPlan plan) => autonomy == Autonomy.Ask
        ? ProposalText.Of($"{entry.Title}: {plan.Summary} ({remedy.Name})", plan.Diff, Mark(entry, remedy, plan))
        : ProposalText.Of($"{entry.Title}: {plan.Summary} ({remedy.Name})", "", null);
}
