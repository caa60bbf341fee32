using System.Runtime.InteropServices;
using CliWrap;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Doctors.ClaudeCode;

/// <summary>
/// The process between the daemon and Claude Code: <c>openclaw-actors doctor-runner FOLDER</c>, in a tmux pane where there is tmux. It starts
/// what the folder's <c>launch.json</c> says, keeps the raw stream, prints one readable line for each event, passes on what is written to
/// <c>in.ndjson</c>, and says in <c>exit.json</c> how it ended. It outlives neither the session nor the deadline, even when the daemon is gone.
/// </summary>
public static partial class DoctorRunner
{
    /// <summary>The line in <c>in.ndjson</c> that closes the session's input.</summary>
    internal const string EndOfInput = "END";

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Runs one session to its end. Returns 0 when it ended by itself with 0, otherwise 1; 64 when the folder holds no order.</summary>
    public static async Task<int> Run(string incidentFolder, CancellationToken cancel = default)
    {
        var folder = new IncidentFolder(incidentFolder);
        if (await DoctorJson.Read(folder.Launch, DoctorJson.Default.LaunchOrder, cancel) is not { } order)
        {
            await Console.Error.WriteLineAsync($"There is no {folder.Launch}: this command is for the daemon's own use.");
            return 64;
        }

        _ = SetUmask(0b111_111);
        if (order.Detached) _ = SetSession();
        if (OperatingSystem.IsLinux()) _ = ProcessControl(BecomeSubreaper, 1, 0, 0, 0);

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var signals = ((PosixSignal[])[PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGINT]).Select(signal => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            stop.Cancel();
        })).ToList();
        stop.CancelAfter(Positive(order.Deadline - TimeProvider.System.GetUtcNow()));
        try
        {
            using var log = new SessionLog(folder, toTerminal: !order.Detached, order.Cli);
            return await RunSession(folder, order, log, stop.Token);
        }
        finally
        {
            signals.ForEach(static registration => registration.Dispose());
        }
    }

    private static async Task<int> RunSession(IncidentFolder folder, LaunchOrder order, SessionLog log, CancellationToken stop)
    {
        var runner = (await ProcessTree.Look(CancellationToken.None)).Find(Environment.ProcessId)!;
        using var inputClosed = new CancellationTokenSource();
        using var pipes = new CancellationTokenSource();
        var ended = Task.FromResult<CommandResult?>(null);
        ProcessIdentity? claude = null;
        string note;
        try
        {
            var command = Build(folder, order, log, inputClosed.Token).ExecuteAsync(pipes.Token);
            claude = (await ProcessTree.Look(CancellationToken.None)).Find(command.ProcessId);
            ended = Outcome(command);
            await DoctorJson.Write(folder.Pids, new RunnerPids(runner, claude), DoctorJson.Default.RunnerPids, CancellationToken.None);
            note = await WaitForEnd(claude, ended, stop) ? "" : "ended by its runner";
        }
        catch (Exception failed) when (failed is System.ComponentModel.Win32Exception or IOException)
        {
            note = $"could not be started: {failed.Message}";
        }

        var leftovers = await EndWhatIsLeft(runner, claude);
        await inputClosed.CancelAsync();
        pipes.CancelAfter(Grace);
        var result = await ended;
        note = note.Length > 0 ? note : result is null ? "exit code unknown" : $"exit code {result.ExitCode}";
        log.Say($"-- the session has ended: {note}");
        await DoctorJson.Write(folder.Exit, new RunnerExit(result?.ExitCode, note, TimeProvider.System.GetUtcNow(), leftovers), DoctorJson.Default.RunnerExit, CancellationToken.None);
        return result?.ExitCode == 0 ? 0 : 1;
    }

    private static Command Build(IncidentFolder folder, LaunchOrder order, SessionLog log, CancellationToken inputClosed) => CliWrap.Cli.Wrap(order.Command[0])
        .WithArguments(order.Command.Skip(1))
        .WithWorkingDirectory(order.WorkingFolder)
        .WithEnvironmentVariables(environment =>
        {
            foreach (var inherited in Environment.GetEnvironmentVariables().Keys.Cast<string>()) environment.Set(inherited, null);
            foreach (var (name, value) in order.Environment) environment.Set(name, value);
        })
        .WithValidation(CommandResultValidation.None)
        .WithStandardInputPipe(PipeSource.Create((stdin, cancel) => Forward(folder, stdin, inputClosed, cancel)))
        .WithStandardOutputPipe(PipeTarget.ToDelegate(log.Event))
        .WithStandardErrorPipe(PipeTarget.ToDelegate(log.Error));

    private static async Task Forward(IncidentFolder folder, Stream stdin, CancellationToken inputClosed, CancellationToken cancel)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(inputClosed, cancel);
        var input = new EventTail(folder.Input);
        try
        {
            while (true)
            {
                foreach (var line in await input.Read(either.Token))
                {
                    if (line.AsSpan().SequenceEqual("END"u8)) return;
                    await stdin.WriteAsync((byte[])[.. line, (byte)'\n'], either.Token);
                    await stdin.FlushAsync(either.Token);
                }

                await Task.Delay(Poll, TimeProvider.System, either.Token);
            }
        }
        catch (Exception over) when (over is OperationCanceledException or IOException)
        {
            // The session has ended; there is nobody left to speak to. Returning closes the pipe.
        }
    }

    private static async Task<CommandResult?> Outcome(CommandTask<CommandResult> command)
    {
        try
        {
            return await command;
        }
        catch (OperationCanceledException)
        {
            return null; // Somebody outside the tree holds the pipes; the code is not worth waiting for.
        }
    }

    private static async Task<bool> WaitForEnd(ProcessIdentity? claude, Task ended, CancellationToken stop)
    {
        // The pipes may be held open by somebody who outlives the session, so the process itself is watched too.
        while (!ended.IsCompleted && claude is not null && (await ProcessTree.Look(CancellationToken.None)).Has(claude))
        {
            if (stop.IsCancellationRequested) return false;
            await Task.WhenAny(ended, Task.Delay(Poll * 3, TimeProvider.System, CancellationToken.None));
        }

        return true;
    }

    // As the subreaper (Linux) the runner inherits what the session leaves behind, so that everything still hangs below it.
    private static async Task<int> EndWhatIsLeft(ProcessIdentity runner, ProcessIdentity? claude)
    {
        var (seen, asked) = (new HashSet<ProcessIdentity>(), new HashSet<ProcessIdentity>());
        var until = TimeProvider.System.GetUtcNow() + Grace;
        while (true)
        {
            var tree = await ProcessTree.Look(CancellationToken.None);
            seen.UnionWith(tree.Below(runner));
            if (claude is not null) seen.UnionWith(tree.Below(claude));
            if (!seen.Any(tree.Has) || TimeProvider.System.GetUtcNow() >= until + Grace) return seen.Count;
            if (TimeProvider.System.GetUtcNow() >= until) _ = await ProcessTree.Signal(seen, ProcessSignal.Kill, CancellationToken.None);
            else _ = await ProcessTree.Signal(seen.Where(asked.Add), ProcessSignal.Terminate, CancellationToken.None);
            await Task.Delay(Poll, TimeProvider.System, CancellationToken.None);
        }
    }

    private static TimeSpan Positive(TimeSpan span) => span > TimeSpan.Zero ? span : TimeSpan.Zero;

    private const int BecomeSubreaper = 36;

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial int SetUmask(int mask);

    [LibraryImport("libc", EntryPoint = "setsid")]
    private static partial int SetSession();

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int ProcessControl(int option, nuint value, nuint third, nuint fourth, nuint fifth);
}
