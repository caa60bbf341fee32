using System.Collections.Concurrent;
using System.Diagnostics;

namespace OpenClaw.EndToEnd.Tests.Daemon;

/// <summary>The daemon as its owner runs it: the built program, a process of its own, nothing inherited but what is given.</summary>
internal sealed class DaemonProcess : IDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _error = new();
    private readonly Process _process;

    private DaemonProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(_error, line.Data);
    }

    /// <summary>The program that OPENCLAW_E2E_DAEMON names, for instance the published native one; null: none.</summary>
    public static string? Given => Environment.GetEnvironmentVariable("OPENCLAW_E2E_DAEMON") is { Length: > 0 } given ? given : null;

    /// <summary>The program under test: <see cref="Given"/>, by default what was built beside these tests.</summary>
    public static string Program => Given ?? Path.Combine(AppContext.BaseDirectory, "openclaw-actors");

    /// <summary>Where the runtime lies that these very tests run on, for programs that are not published with one of their own.</summary>
    public static string DotnetRoot =>
        Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    /// <summary>Its pid and start time, so that it can be signalled.</summary>
    public ProcessRef? Identity { get; private set; }

    /// <summary>What it has written to stderr so far.</summary>
    public IReadOnlyList<string> Errors => [.. _error];

    /// <summary>What it has written to stdout so far.</summary>
    public IReadOnlyList<string> Output => [.. _output];

    /// <summary>Starts it with a verb, in this environment and no other; another program than the one under test where one is named.</summary>
    public static DaemonProcess Start(string folder, IReadOnlyDictionary<string, string> environment, IReadOnlyList<string> arguments, string? program = null)
    {
        var start = new ProcessStartInfo(program ?? Program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        start.Environment["DOTNET_ROOT"] = DotnetRoot;

        var daemon = new DaemonProcess(new Process { StartInfo = start });
        daemon._process.Start();
        daemon.Identity = ProcessRef.Of(daemon._process.Id);
        daemon._process.StandardInput.Close();
        daemon._process.BeginOutputReadLine();
        daemon._process.BeginErrorReadLine();
        return daemon;
    }

    /// <summary>Waits until it has ended, and gives its exit code.</summary>
    public async Task<int> Exit(TimeSpan within)
    {
        using var limit = new CancellationTokenSource(within);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <summary>Asks it to stop as a service manager does, and gives its exit code.</summary>
    public Task<int> Stop()
    {
        Identity?.Signal(Signals.Terminate);
        return Exit(StopLimit);
    }

    /// <summary>Ends it without a word, as the kernel does when memory is out.</summary>
    public async Task Kill()
    {
        Identity?.Signal(Signals.Kill);
        await Eventually.Holds("the killed daemon is gone", StopLimit, () => Identity is not { IsAlive: true });
    }

    public void Dispose() => _process.Dispose();

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
            lines.Enqueue(line);
    }
}
