using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Cli;

/// <summary>An incident that is open, of a gateway that is looked after.</summary>
/// <param name="Gateway">The gateway.</param>
/// <param name="Summary">The incident.</param>
internal sealed record OpenIncident(GatewaySettings Gateway, IncidentSummary Summary)
{
    /// <summary>All of them, at most one for each gateway.</summary>
    public static async Task<IReadOnlyList<OpenIncident>> All(IIncidentHistory book, HealerSettings settings, CancellationToken cancel)
    {
        var open = new List<OpenIncident>();
        foreach (var gateway in settings.Gateways)
            if (await book.Find(new IncidentQuery { Gateway = gateway.Id, IsOpen = true, Limit = 1 }, cancel) is [var one]) open.Add(new OpenIncident(gateway, one));
        return open;
    }

    /// <summary>The one that is meant.</summary>
    /// <param name="book">The book.</param>
    /// <param name="settings">Which gateways are looked after.</param>
    /// <param name="named">The incident or its gateway, as somebody has typed it; null when only one can be meant.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="ConfigurationException">None can be meant, or more than one; one line.</exception>
    public static async Task<OpenIncident> Find(IIncidentHistory book, HealerSettings settings, string? named, CancellationToken cancel)
    {
        var open = await All(book, settings, cancel);
        if (named is null)
        {
            return open switch
            {
                [var only] => only,
                [] => throw new ConfigurationException("No incident is open."),
                _ => throw new ConfigurationException($"More than one incident is open. Name the one that is meant: {string.Join(", ", open.Select(static o => o.Summary.Id.Value))}."),
            };
        }

        if (open.FirstOrDefault(o => o.Summary.Id.Value == named || o.Gateway.Id.Value == named) is { } meant) return meant;
        var shown = UntrustedText.OneLine(named, 60);
        throw new ConfigurationException(settings.Gateways.Any(g => g.Id.Value == named)
            ? $"No incident of {shown} is open."
            : $"No incident \"{shown}\" is open. Open: {(open.Count == 0 ? "none" : string.Join(", ", open.Select(static o => o.Summary.Id.Value)))}.");
    }
}
