using OpenClaw.Actors.Doctoring;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Doctors.ClaudeCode;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Doctors.Proposals;

/// <summary>What a doctor has proposed in an incident that is open, and what waits for its owner's yes.</summary>
/// <param name="Gateway">The gateway.</param>
/// <param name="Incident">The incident.</param>
/// <param name="Proposal">The proposal; it has a mark.</param>
internal sealed record StandingProposal(GatewaySettings Gateway, IncidentId Incident, Proposal Proposal)
{
    /// <summary>Finds it.</summary>
    /// <param name="book">The book.</param>
    /// <param name="settings">Which gateways are looked after.</param>
    /// <param name="incident">The incident, as somebody has typed it.</param>
    /// <param name="mark">The mark of the proposal that was read; null for the one that stands.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="ConfigurationException">There is none, or another one; one line.</exception>
    public static async Task<StandingProposal> Find(IIncidentHistory book, HealerSettings settings, string incident, string? mark, CancellationToken cancel)
    {
        var shown = UntrustedText.OneLine(incident, 60);
        var id = new IncidentId(incident);
        GatewaySettings? gateway = null;
        foreach (var one in IncidentFolder.CanBeNamed(incident) ? settings.Gateways : [])
            if ((await book.Find(new IncidentQuery { Id = id, Gateway = one.Id, Limit = 1 }, cancel)).Count == 1) gateway = one;
        if (gateway is null) throw new ConfigurationException($"There is no incident \"{shown}\" of a gateway that is looked after. 'openclaw-actors incidents' lists the newest.");

        var now = (await book.Events(id, cancel)).Aggregate(default(Incident), Actors.Incidents.Incident.Apply)
            ?? throw new ConfigurationException($"Incident \"{shown}\" is over: nothing in it can be approved any more.");
        if (now.Proposal is not { Mark: { } standing } proposal)
            throw new ConfigurationException($"Incident \"{shown}\" has no proposal that waits for you. 'openclaw-actors incidents {shown}' tells what was done in it.");
        if (mark is not null && mark != standing)
            throw new ConfigurationException($"The proposal of incident \"{shown}\" has changed since: it is {standing} now. Read it (openclaw-actors approve {shown} --show) before you approve it.");
        return new StandingProposal(gateway, id, proposal);
    }

    /// <summary>The yes to it.</summary>
    /// <exception cref="ConfigurationException">Its owner has set that nothing can be approved.</exception>
    public ApprovedWord Yes(DateTimeOffset now) => Gateway.DoctorAutonomy is Autonomy.Advise or Autonomy.Off
        ? throw new ConfigurationException($"doctor.autonomy is {Gateway.DoctorAutonomy.ToString().ToLowerInvariant()} for {Gateway.Id}: nothing can be approved. Set it to ask, restart the daemon and run 'openclaw-actors heal {Gateway.Id}'.")
        : new ApprovedWord(now, Incident.Value, Proposal.Mark!);
}
