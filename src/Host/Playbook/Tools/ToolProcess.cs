using System.Collections;
using System.ComponentModel;
using System.Text;
using CliWrap;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Doctors;
using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Playbook.Tools;

/// <summary>
/// A program that may start others (OpenClaw's command line starts workers), with a time limit: when that is over, or the caller gives up, everything that was seen to
/// stem from it is ended, each proven by pid and start time. Nothing of this program's environment is passed on but what <see cref="Allowed"/> names.
/// </summary>
/// <param name="program">The program's path.</param>
/// <param name="variables">The variables it is given beside those.</param>
/// <param name="time">The clock of the limit.</param>
internal sealed class ToolProcess(string program, IReadOnlyDictionary<string, string> variables, TimeProvider time)
{
    private const int LargestOutput = 4 * 1024 * 1024;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private static readonly HashSet<string> Allowed = new(StringComparer.Ordinal) { "USER", "LOGNAME", "SHELL", "TMPDIR", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS" };

    /// <summary>Runs it once. A failure of any kind is an answer, never an exception; only the caller's own cancellation is thrown.</summary>
    public async Task<CommandAnswer> Run(IReadOnlyList<string> arguments, string folder, TimeSpan limit, CancellationToken cancel)
    {
        var (output, error) = (new StringBuilder(), new StringBuilder());
        using var clock = new CancellationTokenSource(limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, clock.Token);
        using var pipes = new CancellationTokenSource();
        try
        {
            var running = new Command(program).WithArguments(arguments).WithWorkingDirectory(folder).WithEnvironmentVariables(Environment())
                .WithValidation(CommandResultValidation.None).WithStandardOutputPipe(Into(output)).WithStandardErrorPipe(Into(error)).ExecuteAsync(pipes.Token);
            var exit = running.Task.ContinueWith(static ended => ended.IsCompletedSuccessfully ? (int?)ended.Result.ExitCode : null, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            if (await Ends(exit, running.ProcessId, both.Token)) return new(await exit, output.ToString(), error.ToString());
            pipes.CancelAfter(Grace);
            await exit;
            cancel.ThrowIfCancellationRequested();
            return new(null, output.ToString(), $"{Path.GetFileName(program)} did not end within {limit.TotalSeconds:0.#} s");
        }
        catch (Exception broken) when (broken is Win32Exception or InvalidOperationException or IOException)
        {
            return new(null, "", $"{program} could not be run: {broken.Message}");
        }
    }

    /// <summary>Waits for the end; false when its time was over first, and then everything of it has been told to end.</summary>
    private async Task<bool> Ends(Task exit, int pid, CancellationToken stop)
    {
        var family = new HashSet<ProcessIdentity>();
        ProcessIdentity? root = null;
        while (!exit.IsCompleted)
        {
            // Who has lost its parent can no longer be found from above, so everybody is noted while the family lives.
            var tree = await Seen();
            root ??= tree?.Find(pid);
            if (root is not null && tree is not null) family.UnionWith(tree.Below(root).Prepend(root));
            if (stop.IsCancellationRequested)
            {
                await ProcessTree.Signal(family, ProcessSignal.Kill, CancellationToken.None);
                return false;
            }

            await Task.WhenAny(exit, Task.Delay(Glance, time, stop));
        }

        return true;
    }

    private static async Task<ProcessTree?> Seen()
    {
        try
        {
            return await ProcessTree.Look(CancellationToken.None);
        }
        catch (IOException)
        {
            // The next glance may read it.
            return null;
        }
    }

    private static PipeTarget Into(StringBuilder text) => PipeTarget.Create(async (stream, cancel) =>
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var part = new char[8192];
        // What is too much is read all the same, or the program would wait for its reader for ever.
        while (await reader.ReadAsync(part, cancel) is > 0 and var read) text.Append(part, 0, Math.Min(read, LargestOutput - text.Length));
    });

    private Dictionary<string, string?> Environment()
    {
        // CliWrap inherits everything; a null removes a variable.
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
        {
            if (variable.Key is string name && !Allowed.Contains(name)) environment[name] = null;
        }

        (environment["LC_ALL"], environment["NO_COLOR"]) = ("C", "1");
        foreach (var (name, value) in variables) environment[name] = value;
        return environment;
    }
}
