using System.Diagnostics;
using OpenClaw.Bench.Worlds;
using OpenClaw.EndToEnd.Tests.Scratch;

namespace OpenClaw.Bench.Peers.Kinds;

/// <summary>A supervisor that is a program of this machine, run in a scratch home.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Configuration">How it is configured.</param>
/// <param name="Program">The program that must be there.</param>
/// <param name="Source">Where it is to be had.</param>
/// <param name="Prepare">Writes its files into the home, and gives the command line that runs it.</param>
internal sealed record LocalPeer(string Name, string Configuration, string Program, string Source, Func<PeerHome, IReadOnlyList<string>> Prepare) : IPeer
{
    /// <inheritdoc/>
    public TimeSpan Warmup { get; init; } = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public TimeSpan Cycle { get; init; } = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public IReadOnlyList<string> NeverMends { get; init; } = [];

    /// <inheritdoc/>
    public bool GivesUp { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<string>? Measures { get; init; }

    /// <summary>The command line ends when the supervisor, a process of its own, is there.</summary>
    public bool IsLauncher { get; init; }

    /// <summary>The child has a supervisor of its own, which another one looks after: that one is killed.</summary>
    public bool IsTree { get; init; }

    /// <inheritdoc/>
    public Task<string?> Lack() => Task.FromResult(Programs.Find(Program) is null ? $"{Program} is not there: {Source}" : null);

    /// <inheritdoc/>
    public async Task<IRunningPeer> Start(CancellationToken cancel)
    {
        var running = new Running(this, new PeerHome());
        try
        {
            await running.StartAgain(cancel);
            await running.Child.Up(cancel);
            return running;
        }
        catch
        {
            await running.DisposeAsync();
            throw;
        }
    }

    private sealed class Running(LocalPeer peer, PeerHome home) : IRunningPeer
    {
        private readonly IReadOnlyList<string> _command = peer.Prepare(home);

        public ChildFiles Child { get; } = home.Child;

        public IReadOnlyList<ProcessRef> Own() => [.. home.Processes().Where(static process => !ChildFiles.Is(process.CommandLine))];

        public ProcessRef? Process(int pid) => ProcessRef.Of(pid);

        public async Task KillSupervisor(CancellationToken cancel)
        {
            var doomed = !peer.IsTree ? Own()
                : await Child.Serving(cancel) is { } child ? [.. Own().Where(process => ProcessRef.ChildrenOf(process.Pid).Any(born => born.Pid == child))]
                : throw new InvalidOperationException("The child does not serve, so that its supervisor cannot be found.");
            foreach (var process in doomed) process.Signal(Signals.Kill);
            await Eventually.Holds("the supervisor is gone", World.BootLimit, () => !doomed.Any(static process => process.IsAlive), cancel);
        }

        public async Task StartAgain(CancellationToken cancel)
        {
            if (Own().Count > 0) return;
            var start = new ProcessStartInfo("/bin/sh", ["-c", "exec >>\"$0\" 2>&1 </dev/null; exec setsid --fork \"$@\"", home.LogFile, .. _command]) { WorkingDirectory = home.Folder };
            if (peer.IsLauncher) start.ArgumentList[1] = "exec >>\"$0\" 2>&1 </dev/null; exec \"$@\"";
            home.SetEnvironment(start);
            using var shell = System.Diagnostics.Process.Start(start)!;
            await shell.WaitForExitAsync(cancel);
            if (shell.ExitCode != 0) throw new InvalidOperationException($"{peer.Name} did not start: {ScratchHome.ReadShared(home.LogFile)}");
        }

        public ValueTask DisposeAsync() => home.DisposeAsync();
    }
}
