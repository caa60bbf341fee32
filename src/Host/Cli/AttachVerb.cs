using System.CommandLine;
using OpenClaw.Host.Configuration;

namespace OpenClaw.Host.Cli;

/// <summary>The command line of <c>attach</c>.</summary>
internal static class AttachVerb
{
    /// <summary>Makes the verb.</summary>
    /// <param name="sources">Where the settings come from.</param>
    public static Command Make(Func<SettingsSources> sources)
    {
        var incident = new Argument<string?>("incident") { Description = "The incident; without it the one that was begun last.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("attach", "Shows the doctor's session as it goes on, read-only. In a terminal leave with Ctrl-B D; the session goes on.") { incident };
        command.SetAction((parsed, cancel) =>
        {
            var from = sources();
            var path = from.Environment.GetValueOrDefault("PATH") ?? "/usr/local/bin:/usr/bin:/bin";
            var isTerminal = !Console.IsOutputRedirected && !Console.IsInputRedirected;
            return new AttachCommand(from, path, isTerminal, Console.Out, Console.Error, TimeProvider.System).Run(parsed.GetValue(incident), cancel);
        });
        return command;
    }
}
