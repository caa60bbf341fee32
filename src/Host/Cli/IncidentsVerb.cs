using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Doctors.Records;
using OpenClaw.Host.Remote;

namespace OpenClaw.Host.Cli;

/// <summary>The command line of <c>incidents</c>.</summary>
internal static class IncidentsVerb
{
    /// <summary>Makes the verb.</summary>
    /// <param name="sources">Where the settings come from.</param>
    /// <param name="open">Opens the book of a state folder.</param>
    public static Command Make(Func<SettingsSources> sources, Func<string, IIncidentHistory> open)
    {
        var id = new Argument<string?>("id") { Description = "One incident: its whole story.", Arity = ArgumentArity.ZeroOrOne };
        var gateway = new Option<string?>("--gateway") { Description = "Of this gateway." };
        var cause = new Option<string?>("--cause") { Description = "The gateway was found to be e.g. down, wedged, config-blocked, port-taken." };
        var tier = new Option<string?>("--tier") { Description = "Climbed to this tier and no further: 1 to 4." };
        var remedy = new Option<string?>("--remedy") { Description = "The last remedy tried, e.g. start, \"graceful restart\", \"forced restart\", or a doctor's name." };
        var outcome = new Option<string?>("--outcome") { Description = "Ended e.g. healed-by-watchdog, healed-by-doctor, healed-after-human-call." };
        var isOpen = new Option<bool>("--open") { Description = "Only those that are open." };
        var since = new Option<string?>("--since") { Description = "Opened since: 7d, 12h, or a date (UTC)." };
        var longerThan = new Option<string?>("--longer-than") { Description = "Lasted at least so long, e.g. 5m." };
        var limit = new Option<string?>("--limit") { Description = "At most so many, the newest (50)." };
        var before = new Option<string?>("--before") { Description = "The next page: what comes after this incident in the list." };
        var remedies = new Option<bool>("--remedies") { Description = "How often each remedy was tried, and how often it healed." };
        var json = new Option<bool>("--json") { Description = "As JSON." };
        var command = new Command("incidents", "What was: the outages of the past and what was done about them.")
        {
            id, gateway, cause, tier, remedy, outcome, isOpen, since, longerThan, limit, before, remedies, json,
        };
        command.SetAction((parsed, cancel) => Command(sources(), open).Run(
            new IncidentsAsked
            {
                Id = parsed.GetValue(id),
                Gateway = parsed.GetValue(gateway),
                Cause = parsed.GetValue(cause),
                Tier = parsed.GetValue(tier),
                Remedy = parsed.GetValue(remedy),
                Outcome = parsed.GetValue(outcome),
                Open = parsed.GetValue(isOpen),
                Since = parsed.GetValue(since),
                LongerThan = parsed.GetValue(longerThan),
                Limit = parsed.GetValue(limit),
                Before = parsed.GetValue(before),
                Remedies = parsed.GetValue(remedies),
                Json = parsed.GetValue(json),
            },
            cancel));
        return command;
    }

    /// <summary>The command as the program makes it.</summary>
    internal static IncidentsCommand Command(SettingsSources sources, Func<string, IIncidentHistory> open, Func<HealerSettings, Surface.IncidentStories>? whole = null) => new(sources, open, TimeProvider.System, Console.Out, Console.Error)
    {
        Treatments = static home => TreatmentBook.OnDisk(home, NullLogger<TreatmentBook>.Instance),
        Remote = static home => RemoteBook.OnDisk(home, NullLogger<RemoteBook>.Instance),
        Whole = whole,
    };
}
