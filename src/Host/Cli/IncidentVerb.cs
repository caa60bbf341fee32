using System.CommandLine;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Configuration;

namespace OpenClaw.Host.Cli;

/// <summary>The command line of <c>incident</c>: the same story as <c>incidents ID</c>, under the name that is looked for first.</summary>
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
        command.SetAction((parsed, cancel) => IncidentsVerb.Command(sources(), open).Run(new IncidentsAsked { Id = parsed.GetRequiredValue(id), Json = parsed.GetValue(json) }, cancel));
        return command;
    }
}
