using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Doctors.Records;
using OpenClaw.Host.Journal;
using OpenClaw.Host.Surface;

namespace OpenClaw.Host.Cli;

/// <summary>The command line of <c>incident</c>: the story of <c>incidents ID</c>, and what lies beside the book: what was changed, who was told.</summary>
internal static class IncidentVerb
{
    /// <summary>Makes the verb.</summary>
    /// <param name="sources">Where the settings come from.</param>
    /// <param name="open">Opens the book of a state folder.</param>
    public static Command Make(Func<SettingsSources> sources, Func<string, IIncidentHistory> open)
    {
        var id = new Argument<string>("id") { Description = "The incident, as 'incidents' and the alert name it." };
        var json = new Option<bool>("--json") { Description = "As JSON." };
        var command = new Command("incident", "The whole story of one incident: each event, what each witness said, what doctors did.") { id, json };
        command.SetAction((parsed, cancel) => IncidentsVerb.Command(sources(), open, static settings => new IncidentStories(
                settings, new SqliteIncidentHistory(settings.Home, NullLogger<SqliteIncidentHistory>.Instance), new BookReader(settings.Home), TreatmentBook.OnDisk(settings.Home, NullLogger<TreatmentBook>.Instance)))
            .Run(new IncidentsAsked { Id = parsed.GetRequiredValue(id), Json = parsed.GetValue(json) }, cancel));
        return command;
    }
}
