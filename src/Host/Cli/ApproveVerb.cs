using System.CommandLine;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Configuration;

namespace OpenClaw.Host.Cli;

/// <summary>The command line of <c>approve</c>.</summary>
internal static class ApproveVerb
{
    /// <summary>Makes the verb.</summary>
    /// <param name="sources">Where the settings come from.</param>
    /// <param name="book">Opens the book of a state folder.</param>
    public static Command Make(Func<SettingsSources> sources, Func<string, IIncidentHistory> book)
    {
        var incident = new Argument<string>("incident") { Description = "The incident, as the alert and 'incidents' name it." };
        var mark = new Option<string?>("--proposal") { Description = "The proposal that you have read, as the alert names it; nothing is done when another one stands now." };
        var show = new Option<bool>("--show") { Description = "Only show what is proposed." };
        var command = new Command("approve", "Has a doctor carry out what it has proposed in an incident, exactly that and once.") { incident, mark, show };
        command.SetAction((parsed, cancel) => new ApproveCommand(sources(), book, TimeProvider.System, Console.Out, Console.Error)
            .Run(parsed.GetRequiredValue(incident), parsed.GetValue(mark), parsed.GetValue(show), cancel));
        return command;
    }
}
