using System.ComponentModel;
using CliWrap;
using CliWrap.Buffered;

namespace OpenClaw.EndToEnd.Tests.Npm;

/// <summary>One run of a command line to its end, always with a time limit.</summary>
/// <param name="ExitCode">Its exit code; null when the program is missing or the time was up.</param>
/// <param name="Output">What it wrote to stdout.</param>
/// <param name="Error">What it wrote to stderr, or why it could not be run.</param>
internal sealed record CommandRun(int? ExitCode, string Output, string Error)
{
    /// <summary>It ran and said that all is well.</summary>
    public bool Succeeded => ExitCode is 0;

    /// <summary>Runs the program in a folder, with changes to this process's environment (null removes a variable).</summary>
    public static async Task<CommandRun> Of(
        string program, IReadOnlyList<string> arguments, string folder, TimeSpan limit, IReadOnlyDictionary<string, string?>? environment = null)
    {
        using var timeout = new CancellationTokenSource(limit);
        try
        {
            var run = await Cli.Wrap(program)
                .WithArguments(arguments)
                .WithWorkingDirectory(folder)
                .WithEnvironmentVariables(environment ?? new Dictionary<string, string?>())
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(timeout.Token);
            return new CommandRun(run.ExitCode, run.StandardOutput, run.StandardError);
        }
        catch (Win32Exception missing)
        {
            return new CommandRun(null, "", $"{program} cannot be run: {missing.Message}");
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return new CommandRun(null, "", $"{program} did not end within {limit.TotalSeconds:0} s");
        }
    }

    /// <summary>The end of what it wrote, for a message to people.</summary>
    public string LastWords
    {
        get
        {
            var text = (Error.Trim().Length > 0 ? Error : Output).Trim();
            return text.Length <= 600 ? text : text[^600..];
        }
    }
}
