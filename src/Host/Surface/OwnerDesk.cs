using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Cli;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Doctors.Proposals;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Surface;

/// <summary>
/// Carries the owner's orders out: the daemon for whoever asks it, and a verb itself where no daemon answers. Either way an order becomes the owner's word on disk, and the word's
/// own actor hands it to the brain; there is no second way to it.
/// </summary>
/// <param name="settings">The settings.</param>
/// <param name="book">The book.</param>
/// <param name="time">The clock of what is written down.</param>
internal sealed class OwnerDesk(HealerSettings settings, IIncidentHistory book, TimeProvider time)
{
    /// <summary>The orders there are.</summary>
    public static IReadOnlyList<string> Orders { get; } = ["pause", "resume", "start", "heal", "ack", "approve", "undo"];

    /// <summary>Carries it out. Returns what was done, in lines.</summary>
    /// <exception cref="ConfigurationException">It cannot be done as it was given; one line.</exception>
    /// <exception cref="Journal.BookRefusedException">The file is no book for this program; one line.</exception>
    /// <exception cref="IOException">The state folder cannot be used.</exception>
    public Task<string> Do(OrderJson order, CancellationToken cancel) => order.Order switch
    {
        "pause" => Pause(order, cancel),
        "resume" => Resume(order, cancel),
        "start" => Start(order, cancel),
        "heal" => Heal(order, cancel),
        "ack" => Acknowledge(order, cancel),
        "approve" => Approve(order, cancel),
        "undo" => Undo(order, cancel),
        _ => throw new ConfigurationException($"order \"{UntrustedText.OneLine(order.Order ?? "", 60)}\": expected one of {string.Join(", ", Orders)}."),
    };

    private DateTimeOffset Now => time.GetUtcNow();

    private async Task<string> Pause(OrderJson order, CancellationToken cancel)
    {
        var id = settings.Named(order.Gateway).Id;
        TimeSpan? length = order.For is null ? null : PauseLength.Parse(order.For)
            ?? throw new ConfigurationException($"for \"{UntrustedText.OneLine(order.For, 60)}\": a pause is longer than zero and at most 30 days, e.g. 90m or 2h.");
        var reason = order.Reason is null ? null : OwnerOrders.Reason(order.Reason) ?? throw new ConfigurationException($"reason: expected one line of 1 to {OwnerWord.LongestReason} characters.");
        var now = Now;
        return $"{id} is {OwnerCommands.Telling(await OwnerOrders.Pause(Word(id), length, reason, now, cancel), now)}; the healer goes on looking";
    }

    private async Task<string> Resume(OrderJson order, CancellationToken cancel)
    {
        var (id, now) = (settings.Named(order.Gateway).Id, Now);
        return (await OwnerOrders.Start(Word(id), now, cancel)).IsPausedAt(now) ? $"{id} is no longer paused" : $"{id} was not paused; if it is stopped, it is started";
    }

    private async Task<string> Start(OrderJson order, CancellationToken cancel)
    {
        var (id, now) = (settings.Named(order.Gateway).Id, Now);
        return (await OwnerOrders.Start(Word(id), now, cancel)).IsPausedAt(now) ? $"{id} is to be started, and is no longer paused" : $"{id} is to be started";
    }

    private async Task<string> Heal(OrderJson order, CancellationToken cancel)
    {
        var id = settings.Named(order.Gateway).Id;
        await OwnerOrders.Heal(Word(id), Now, cancel);
        return $"{id} is to be treated now, if it is down";
    }

    private async Task<string> Acknowledge(OrderJson order, CancellationToken cancel)
    {
        var meant = await OpenIncident.Find(book, settings, order.Incident, cancel);
        await OwnerOrders.Acknowledge(Word(meant.Gateway.Id), new AcknowledgedWord(Now, meant.Summary.Id.Value), cancel);
        return $"{meant.Summary.Id} is acknowledged: nobody is reminded of it any more, and healing goes on";
    }

    // The mark of what was read: a proposal that came in its place meanwhile was not.
    private async Task<string> Approve(OrderJson order, CancellationToken cancel)
    {
        var mark = order.Mark ?? throw new ConfigurationException("mark: name the proposal that was read.");
        var standing = await StandingProposal.Find(book, settings, Incident(order), mark, cancel);
        await OwnerOrders.Approve(Word(standing.Gateway.Id), standing.Yes(Now), cancel);
        return $"Approved: {standing.Proposal.By} carries out exactly this if nothing has changed since, then the gateway is restarted and looked at; what does not help is taken back";
    }

    private async Task<string> Undo(OrderJson order, CancellationToken cancel)
    {
        var undo = await IncidentUndo.Find(settings, Incident(order), cancel);
        return await undo.Refusal(cancel) is { } refusal ? throw new ConfigurationException(refusal) : string.Join('\n', await undo.Run(cancel));
    }

    private static string Incident(OrderJson order) => order.Incident ?? throw new ConfigurationException("incident: name the incident that is meant.");

    private OwnerWordFile Word(GatewayId id) => new(settings.Home, id);
}
