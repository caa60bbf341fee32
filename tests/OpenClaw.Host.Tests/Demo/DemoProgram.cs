using System.Diagnostics;
using System.Text;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Processes;
using Shouldly;

namespace OpenClaw.Host.Tests.Demo;

/// <summary>The shipped binary as a process, with its output; killed when the spec ends.</summary>
internal sealed class DemoProgram : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();

    public DemoProgram(string temporary, params string[] arguments)
    {
        var self = SelfCommand.Find();
        var start = new ProcessStartInfo(self[0], [.. self.Skip(1), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["TMPDIR"] = temporary;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Add(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Add(_errors, line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Pid => _process.Id;

    public string Output
    {
        get { lock (_output) return _output.ToString(); }
    }

    public string Errors
    {
        get { lock (_errors) return _errors.ToString(); }
    }

    public void Send(int signal) => Posix.Kill(Pid, signal).ShouldBe(0);

    public async Task<int> Exit(TimeSpan within)
    {
        using var limit = new CancellationTokenSource(within);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <summary>Polls until the condition holds.</summary>
    public async Task Until(Func<DemoProgram, bool> condition, TimeSpan within)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var began = Stopwatch.StartNew(); !condition(this);)
        {
            began.Elapsed.ShouldBeLessThan(within, $"output: {Output} errors: {Errors}");
            await timer.WaitForNextTickAsync();
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    private static void Add(StringBuilder text, string? line)
    {
        if (line is null) return;
        lock (text) text.Append(line).Append('\n');
    }
}
