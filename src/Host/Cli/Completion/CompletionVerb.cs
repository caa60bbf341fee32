using System.CommandLine;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Cli.Completion;

/// <summary>The command line of <c>completion</c>.</summary>
internal static class CompletionVerb
{
    /// <summary>Makes the verb.</summary>
    public static Command Make()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or fish." };
        shell.CompletionSources.Add([.. ShellScripts.All.Keys]);
        var command = new Command("completion", "Prints a script that completes verbs, options, gateways and incidents at Tab, for your shell's startup file.") { shell };
        command.SetAction((parsed, _) => Run(parsed.GetRequiredValue(shell), Console.Out, Console.Error));
        return command;
    }

    /// <summary>Prints the script; 2 for a shell that is not known.</summary>
    internal static async Task<int> Run(string shell, TextWriter output, TextWriter errors)
    {
        if (ShellScripts.All.TryGetValue(shell.ToLowerInvariant(), out var script))
        {
            await output.WriteAsync(script);
            return ExitCodes.Ok;
        }

        var near = NearestName.Of(shell.ToLowerInvariant(), ShellScripts.All.Keys);
        await errors.WriteLineAsync($"there is no script for \"{UntrustedText.OneLine(shell, 60)}\". {(near is null ? "" : $"Did you mean {near}? ")}Known: {string.Join(", ", ShellScripts.All.Keys)}.");
        return ExitCodes.Usage;
    }
}
