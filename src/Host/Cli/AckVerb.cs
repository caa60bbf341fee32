using System.CommandLine;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Configuration;

namespace OpenClaw.Host.Cli;

/// <summary>The command line of <c>ack</c>.</summary>
internal static class AckVerb
{
    /// <summary>Makes the verb.</summary>
    /// <param name="sources">Where the settings come from.</param>
    /// <param name="book">Opens the book of a state folder.</param>
    public static Command Make(Func<SettingsSources> sources, Func<string, IIncidentHistory> book)
    {
        var named = new Argument<string?>("incident") { Description = "The incident or its gateway; not needed when only one is open.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("ack", "You have seen it: nobody is reminded of the incident any more, and healing goes on.") { named };
        command.SetAction((parsed, cancel) => new AckCommand(sources(), book, TimeProvider.System, Console.Out, Console.Error).Run(parsed.GetValue(named), cancel));
        return command;
    }
}
