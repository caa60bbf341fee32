using System.Collections.Concurrent;
using System.Diagnostics;

namespace OpenClaw.Sandbox;

/// <summary>A program that runs inside until it ends, is told to, or the sandbox ends.</summary>
public sealed class SandboxProcess : IDisposable
{
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _error = new();
    private readonly Process _entrance;

    internal SandboxProcess(ProcessStartInfo start)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        _entrance = new Process { StartInfo = start };
        _entrance.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        _entrance.ErrorDataReceived += (_, line) => Keep(_error, line.Data);
        _entrance.Start();
        _entrance.StandardInput.Close();
        _entrance.BeginOutputReadLine();
        _entrance.BeginErrorReadLine();
    }

    /// <summary>What it has written to stdout so far.</summary>
    public IReadOnlyList<string> Output => [.. _output];

    /// <summary>What it has written to stderr so far.</summary>
    public IReadOnlyList<string> Errors => [.. _error];

    /// <summary>The program itself, by its pid on the host; null before it is there and after it has ended.</summary>
    public ProcessRef? Identity => ProcessRef.ChildrenOf(_entrance.Id).SingleOrDefault();

    /// <summary>Waits until it is there.</summary>
    /// <exception cref="InvalidOperationException">It is not; the message says what it complained of.</exception>
    public ProcessRef WaitForIdentity(TimeSpan within) =>
        SpinWait.SpinUntil(() => Identity is not null || _entrance.HasExited, within) && Identity is { } there
            ? there
            : throw new InvalidOperationException($"The program is not running: {string.Join(" | ", Errors)}");

    /// <summary>Waits until it has ended, and gives its exit code as the shell would: 128 and the number for a signal.</summary>
    /// <exception cref="TimeoutException">It did not end in time.</exception>
    public async Task<int> Exit(TimeSpan within)
    {
        using var limit = new CancellationTokenSource(within);
        try
        {
            await _entrance.WaitForExitAsync(limit.Token);
            return _entrance.ExitCode;
        }
        catch (OperationCanceledException late)
        {
            throw new TimeoutException($"It did not end within {within.TotalSeconds:0} s.", late);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _entrance.Dispose();

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
            lines.Enqueue(line);
    }
}
