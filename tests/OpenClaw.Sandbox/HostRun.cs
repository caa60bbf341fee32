using System.Diagnostics;

namespace OpenClaw.Sandbox;

/// <summary>One run of a command line to its end.</summary>
/// <param name="ExitCode">Its exit code; null when the time was up: then it was killed.</param>
/// <param name="Output">What it wrote to stdout.</param>
/// <param name="Error">What it wrote to stderr.</param>
public sealed record HostRun(int? ExitCode, string Output, string Error)
{
    private const int LongestComplaint = 600;

    /// <summary>It ran and said that all is well.</summary>
    public bool Succeeded => ExitCode is 0;

    /// <summary>How it ended and what it said, in one line for people.</summary>
    public string Complaint
    {
        get
        {
            var text = string.Join(" | ", $"{Error}\n{Output}".Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
            return $"{(ExitCode is { } code ? $"exit {code}" : "not done in time")}: {(text.Length <= LongestComplaint ? text : text[..LongestComplaint] + "…")}";
        }
    }

    /// <summary>Runs a program of this machine.</summary>
    public static Task<HostRun> Of(string program, IReadOnlyList<string> arguments, TimeSpan limit) => Of(new ProcessStartInfo(program, arguments), limit);

    /// <summary>Runs it; stdin is empty.</summary>
    public static async Task<HostRun> Of(ProcessStartInfo start, TimeSpan limit)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start) ?? throw new InvalidOperationException("No process was started.");
        process.StandardInput.Close();
        using var timeout = new CancellationTokenSource(limit);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(timeout.Token), process.StandardError.ReadToEndAsync(timeout.Token));
        try
        {
            await process.WaitForExitAsync(timeout.Token);
            return new(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            process.Kill();
            return new(null, "", $"{start.FileName} did not end within {limit.TotalSeconds:0} s");
        }
    }
}
