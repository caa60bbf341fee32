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
    private const int LongestComplaint = 400;

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
        catch (Win32Exception)
        {
            return new CommandRun(null, "", $"{program} is not there, or may not be run");
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return new CommandRun(null, "", $"{program} did not end within {limit.TotalSeconds:0} s");
        }
    }

    /// <summary>What it complained of, in one line for people: its error lines first.</summary>
    public string Complaint
    {
        get
        {
            var lines = $"{Error}\n{Output}".Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            var errors = lines.Where(line => line.Contains("error", StringComparison.OrdinalIgnoreCase)).ToArray();
            var text = string.Join(" | ", errors is [] ? lines : errors);
            return text.Length <= LongestComplaint ? text : text[..LongestComplaint] + "…";
        }
    }
}
