using OpenClaw.Actors.Doctoring;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Doctors;
using OpenClaw.Host.Doctors.Proposals;
using OpenClaw.Host.Journal;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Surface;

namespace OpenClaw.Host.Cli;

/// <summary>
/// <c>approve</c>: the owner's yes to what a doctor has proposed in an incident that is open. It names exactly the proposal that stands now and is shown with
/// the answer; one that came in its place meanwhile is not carried out.
/// </summary>
/// <param name="sources">Where the settings come from.</param>
/// <param name="open">Opens the book of a state folder.</param>
/// <param name="time">The clock of what is written down.</param>
/// <param name="output">Takes the proposal and what becomes of it.</param>
/// <param name="errors">Takes the one line that says why nothing was approved.</param>
public sealed class ApproveCommand(SettingsSources sources, Func<string, IIncidentHistory> open, TimeProvider time, TextWriter output, TextWriter errors)
{
    private const int LongestDiff = 200_000;

    /// <summary>Approves it, or only shows it. See <see cref="ExitCodes"/>.</summary>
    /// <param name="incident">The incident, as the alert and <c>incidents</c> name it.</param>
    /// <param name="mark">The mark of the proposal that was read; null for the one that stands.</param>
    /// <param name="showOnly">Nothing is approved.</param>
    /// <param name="cancel">Ends the wait for another command that writes at the same time.</param>
    public async Task<int> Run(string incident, string? mark, bool showOnly, CancellationToken cancel)
    {
        try
        {
            var settings = HealerSettings.Load(sources);
            var book = open(settings.Home);
            var proposal = (await StandingProposal.Find(book, settings, incident, mark, cancel)).Proposal;
            await Show(proposal);
            if (showOnly) return ExitCodes.Ok;
            await output.WriteLineAsync(await new OwnerRoad(settings, book, time, errors).Give(
                new OrderJson("approve") { Incident = incident, Mark = proposal.Mark }, "your word counts for an hour, when one is started", cancel));
            return ExitCodes.Ok;
        }
        catch (Exception e) when (e is ConfigurationException or BookRefusedException)
        {
            await errors.WriteLineAsync(e.Message);
            return ExitCodes.Usage;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync($"the state folder cannot be used: {UntrustedText.OneLine(e.Message, 300)}");
            return ExitCodes.StateUnusable;
        }
    }

    private async Task Show(Proposal proposal)
    {
        await output.WriteLineAsync($"{proposal.By} proposes ({proposal.Mark}): {UntrustedText.OneLine(proposal.Plan, 2000)}");
        if (proposal.Diff.Length > 0) await output.WriteLineAsync(PlainText.Block(proposal.Diff, LongestDiff).TrimEnd('\n'));
    }
}
