using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Cli;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Doctors.Proposals;
using OpenClaw.Host.Journal;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Remote;

/// <summary>
/// Does what is ordered from chats, on the same road as the command line: the owner's word is written down, and the daemon's <see cref="OwnerWordActor"/> hands it to the
/// brain. There is no second way to the brain, and none to a process.
/// </summary>
/// <param name="settings">The settings.</param>
/// <param name="book">The book.</param>
/// <param name="hands">How each gateway can be started anew.</param>
/// <param name="time">The clock.</param>
internal sealed partial class RemoteDesk(HealerSettings settings, IIncidentHistory book, IReadOnlyList<RestartHand> hands, TimeProvider time) : IRemoteDesk
{
    private const int LongestDiff = 2500;
    private const int LongestPlan = 500;
    private const int IncidentsLookedThrough = 20;

    private readonly RemoteLooks _looks = new(settings, book, time);

    /// <inheritdoc/>
    public async Task<string> Look(RemoteCommand command, CancellationToken cancel)
    {
        try
        {
            return command is RemoteCommand.Incidents ? await _looks.Incidents(cancel) : await _looks.Status(cancel);
        }
        catch (Exception refused) when (IsSayable(refused))
        {
            return Line(refused.Message);
        }
    }

    /// <inheritdoc/>
    public async Task<RemotePlan> Prepare(RemoteCommand command, CancellationToken cancel)
    {
        try
        {
            return command switch
            {
                RemoteCommand.Pause x => Pause(x),
                RemoteCommand.Resume x => await Resume(x, cancel),
                RemoteCommand.Ack x => await Ack(x, cancel),
                RemoteCommand.Approve x => await Approve(x, cancel),
                RemoteCommand.Undo x => await Undo(x, cancel),
                RemoteCommand.Restart x => await Restart(x, cancel),
                _ => new RemotePlan(null, "That is no order."),
            };
        }
        catch (Exception refused) when (IsSayable(refused))
        {
            return new RemotePlan(null, Line(refused.Message));
        }
    }

    /// <inheritdoc/>
    public async Task<RemoteDone> CarryOut(RemoteOrder order, CancellationToken cancel)
    {
        try
        {
            return order switch
            {
                RemoteOrder.Pause x => new(true, $"{x.Gateway} is {OwnerCommands.Telling(await OwnerOrders.Pause(Word(x.Gateway), x.Length, x.Reason, Now, cancel), Now)}; the healer goes on looking"),
                RemoteOrder.Resume x => (await OwnerOrders.Start(Word(x.Gateway), Now, cancel)).IsPausedAt(Now)
                    ? new(true, $"{x.Gateway} is no longer paused") : new(true, $"{x.Gateway} was not paused; if it is stopped, it is started"),
                RemoteOrder.Ack x => await Done(OwnerOrders.Acknowledge(Word(x.Gateway), new AcknowledgedWord(Now, x.Incident), cancel), $"{x.Incident} is acknowledged"),
                RemoteOrder.Approve x => await CarryOut(x, cancel),
                RemoteOrder.Undo x => await CarryOut(x, cancel),
                RemoteOrder.Restart x => await CarryOut(x, cancel),
                _ => new(false, "That is no order."),
            };
        }
        catch (Exception refused) when (IsSayable(refused))
        {
            return new RemoteDone(false, $"Not done: {Line(refused.Message)}");
        }
    }

    private DateTimeOffset Now => time.GetUtcNow();

    private RemotePlan Pause(RemoteCommand.Pause x)
    {
        var id = Named(x.Gateway);
        return Offer(new RemoteOrder.Pause(
            x.Words, $"{id}: nothing is restarted or treated for {Telling.Phrase(x.Length)} from your code on{(x.Reason is null ? "" : $" ({x.Reason})")}. The healer goes on looking.", id, x.Length, x.Reason));
    }

    private async Task<RemotePlan> Resume(RemoteCommand.Resume x, CancellationToken cancel)
    {
        var id = Named(x.Gateway);
        var word = await Word(id).Read(cancel);
        return Offer(new RemoteOrder.Resume(x.Words, $"{id} {(word.IsPausedAt(Now) ? $"is {OwnerCommands.Telling(word, Now)}. The pause ends now" : "is not paused")}; if it is stopped, it is started.", id));
    }

    private async Task<RemotePlan> Ack(RemoteCommand.Ack x, CancellationToken cancel)
    {
        var open = await OpenIncident.Find(book, settings, x.Named, cancel);
        return Offer(new RemoteOrder.Ack(x.Words, $"{open.Summary.Id} ({Telling.Phrase(open.Summary.Cause)}): nobody is reminded of it any more. Healing goes on.", open.Gateway.Id, open.Summary.Id.Value));
    }

    private async Task<RemotePlan> Approve(RemoteCommand.Approve x, CancellationToken cancel)
    {
        var open = await OpenIncident.Find(book, settings, x.Named, cancel);
        var standing = await StandingProposal.Find(book, settings, open.Summary.Id.Value, null, cancel);
        // Asked for now, so that nobody types a code for what may not be approved at all.
        _ = standing.Yes(Now);
        var (proposal, id) = (standing.Proposal, standing.Incident.Value);
        var diff = Redactor.Redact(UntrustedText.Lines(proposal.Diff, LongestDiff));
        return Offer(new RemoteOrder.Approve(
            x.Words,
            $"{proposal.By} proposes for {standing.Gateway.Id} ({proposal.Mark}; all of it: openclaw-actors approve {id} --show): {Redactor.Redact(UntrustedText.OneLine(proposal.Plan, LongestPlan))}"
            + "\nExactly this is carried out if nothing has changed since; then the gateway is restarted and looked at, and what does not help is taken back."
            + (diff.Length == 0 ? "" : $"\n\n{diff}"),
            id, proposal.Mark!));
    }

    private async Task<RemoteDone> CarryOut(RemoteOrder.Approve x, CancellationToken cancel)
    {
        var standing = await StandingProposal.Find(book, settings, x.Incident, x.Mark, cancel);
        return await Done(OwnerOrders.Approve(Word(standing.Gateway.Id), standing.Yes(Now), cancel), $"Approved: {standing.Proposal.By} carries out exactly this if nothing has changed since");
    }

    private async Task<RemotePlan> Undo(RemoteCommand.Undo x, CancellationToken cancel)
    {
        var incident = x.Incident ?? await NewestWithChange(cancel) ?? throw new ConfigurationException("No change of one of the newest incidents is in effect: nothing to take back.");
        var undo = await IncidentUndo.Find(settings, incident, cancel);
        return await undo.Refusal(cancel) is { } refusal
            ? new RemotePlan(null, Line(refusal))
            : Offer(new RemoteOrder.Undo(x.Words, $"Taken back: {Line(undo.What)}. The gateway is not restarted by this.", incident, undo.What));
    }

    private async Task<string?> NewestWithChange(CancellationToken cancel)
    {
        foreach (var incident in await book.Find(new IncidentQuery { Limit = IncidentsLookedThrough }, cancel))
        {
            try
            {
                _ = await IncidentUndo.Find(settings, incident.Id.Value, cancel);
                return incident.Id.Value;
            }
            catch (ConfigurationException)
            {
                // Nothing of this one; an older one may have something.
            }
        }

        return null;
    }

    private async Task<RemoteDone> CarryOut(RemoteOrder.Undo x, CancellationToken cancel)
    {
        var undo = await IncidentUndo.Find(settings, x.Incident, cancel);
        if (undo.What != x.What) return new RemoteDone(false, "Not done: another change is in effect now. Send undo again to see it.");
        if (await undo.Refusal(cancel) is { } refusal) return new RemoteDone(false, Line(refusal));
        return new RemoteDone(true, Redactor.Redact(string.Join('\n', await undo.Run(cancel))));
    }

    private GatewayId Named(string? name)
    {
        var known = string.Join(", ", settings.Gateways.Select(static g => g.Id.Value));
        if (name is null) return settings.Gateways is [var only] ? only.Id : throw new ConfigurationException($"There is more than one gateway. Name the one that is meant: {known}.");
        return settings.Gateways.FirstOrDefault(g => g.Id.Value == name)?.Id ?? throw new ConfigurationException($"There is no such gateway. Known: {known}.");
    }

    private OwnerWordFile Word(GatewayId id) => new(settings.Home, id);

    private static RemotePlan Offer(RemoteOrder order) => new(order);

    private static async Task<RemoteDone> Done(Task deed, string text)
    {
        await deed;
        return new RemoteDone(true, text);
    }

    // What the command line says in one line too.
    private static bool IsSayable(Exception e) => e is ConfigurationException or BookRefusedException or IOException or UnauthorizedAccessException;

    private static string Line(string text) => Redactor.Redact(UntrustedText.OneLine(text, 400));
}
