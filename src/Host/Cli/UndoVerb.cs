using System.CommandLine;
using OpenClaw.Host.Configuration;

namespace OpenClaw.Host.Cli;

/// <summary>The command line of <c>undo</c>.</summary>
internal static class UndoVerb
{
    /// <summary>Makes the verb.</summary>
    /// <param name="sources">Where the settings come from.</param>
    public static Command Make(Func<SettingsSources> sources)
    {
        var incident = new Argument<string>("incident") { Description = "The incident, as 'incidents' names it." };
        var command = new Command("undo", "Takes back the last change that a doctor or the playbook made in an incident and that has stayed.") { incident };
        command.SetAction((parsed, cancel) => new UndoCommand(sources(), Console.Out, Console.Error).Run(parsed.GetRequiredValue(incident), cancel));
        return command;
    }
}
