using OpenClaw.Actors.Doctoring;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Doctors;
using OpenClaw.Host.Doctors.ClaudeCode;
using OpenClaw.Host.Journal;
using OpenClaw.Host.Logging;

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
            var (gateway, proposal) = await Find(open(settings.Home), settings, incident, mark, cancel);
            await Show(proposal);
            if (showOnly) return ExitCodes.Ok;
            Require(gateway);
            var word = new ApprovedWord(time.GetUtcNow(), incident, proposal.Mark!);
            await new OwnerWordFile(settings.Home, gateway.Id).Change(w => w with { Approved = word }, cancel);
            await output.WriteLineAsync(
                $"Approved: {proposal.By} carries out exactly this if nothing has changed since, then the gateway is restarted and looked at; what does not help is taken back"
                + (DaemonLock.IsHeld(settings.Home) ? "" : $" (no daemon runs on {settings.Home}: your word counts for an hour, when one is started)"));
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

    private static async Task<(GatewaySettings Gateway, Proposal Proposal)> Find(IIncidentHistory book, HealerSettings settings, string incident, string? mark, CancellationToken cancel)
    {
        var shown = UntrustedText.OneLine(incident, 60);
        var id = new IncidentId(incident);
        GatewaySettings? gateway = null;
        foreach (var one in IncidentFolder.CanBeNamed(incident) ? settings.Gateways : [])
            if ((await book.Find(new IncidentQuery { Id = id, Gateway = one.Id, Limit = 1 }, cancel)).Count == 1) gateway = one;
        if (gateway is null) throw new ConfigurationException($"There is no incident \"{shown}\" of a gateway that is looked after. 'openclaw-actors incidents' lists the newest.");

        var now = (await book.Events(id, cancel)).Aggregate(default(Incident), Incident.Apply)
            ?? throw new ConfigurationException($"Incident \"{shown}\" is over: nothing in it can be approved any more.");
        if (now.Proposal is not { Mark: { } standing } proposal)
            throw new ConfigurationException($"Incident \"{shown}\" has no proposal that waits for you. 'openclaw-actors incidents {shown}' tells what was done in it.");
        if (mark is not null && mark != standing)
            throw new ConfigurationException($"The proposal of incident \"{shown}\" has changed since: it is {standing} now. Read it (openclaw-actors approve {shown} --show) before you approve it.");
        return (gateway, proposal);
    }

    private static void Require(GatewaySettings gateway)
    {
        if (gateway.DoctorAutonomy is Autonomy.Advise or Autonomy.Off)
            throw new ConfigurationException($"doctor.autonomy is {gateway.DoctorAutonomy.ToString().ToLowerInvariant()} for {gateway.Id}: nothing can be approved. Set it to ask, restart the daemon and run 'openclaw-actors heal {gateway.Id}'.");
    }

    private async Task Show(Proposal proposal)
    {
        await output.WriteLineAsync($"{proposal.By} proposes ({proposal.Mark}): {UntrustedText.OneLine(proposal.Plan, 2000)}");
        if (proposal.Diff.Length > 0) await output.WriteLineAsync(PlainText.Block(proposal.Diff, LongestDiff).TrimEnd('\n'));
    }
}
