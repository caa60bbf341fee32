using System.CommandLine;
using System.CommandLine.Invocation;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Demo;
using OpenClaw.Host.Journal;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Cli;

/// <summary>The program from its arguments to its exit code: whatever happens in a verb, its user gets one line and a code that says what it was.</summary>
internal static class EntryPoint
{
    // These hear signals by themselves, and end in their own time: a daemon is asked to stop, and that is no failure.
    private static readonly string[] OwnSignals = ["run", "demo", DemoCommandLine.GatewayVerb, "doctor-runner"];

    /// <summary>Runs a command line.</summary>
    public static async Task<int> Run(IReadOnlyList<string> args, TextWriter errors)
    {
        var root = Verbs.All();
        // Whoever types nothing wants to know what there is.
        var parsed = root.Parse(args.Count == 0 ? ["--help"] : args);
        Terminal.NoColor = parsed.GetValue<bool>(Verbs.NoColor);
        if (parsed.Action is ParseErrorAction || (parsed.Action == parsed.CommandResult.Command.Action && UsageError.Mistyped(parsed) is not null))
        {
            await errors.WriteLineAsync(UsageError.Line(parsed));
            return ExitCodes.Usage;
        }

        var verb = Name(parsed.CommandResult.Command);
        if (verb != "attach" && !OwnSignals.Contains(verb)) Terminal.KeepPlain();
        using var stop = OwnSignals.Contains(verb) ? null : new StopSignals(CancellationToken.None, secondEnds: true);
        // Null: the daemon stops in its own time; the default would cut it off two seconds after SIGTERM.
        var configuration = new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false };
        var code = await Guarded(verb, cancel => parsed.InvokeAsync(configuration, cancel), stop, Verbs.Own, errors);
        return args.Count == 0 ? ExitCodes.Usage : code;
    }

    /// <summary>Runs a verb; nothing that it throws comes further than here.</summary>
    /// <param name="verb">Its name.</param>
    /// <param name="work">What it does.</param>
    /// <param name="stop">Who ends it; null: it hears signals itself.</param>
    /// <param name="sources">Where the settings come from, for the report of a bug.</param>
    /// <param name="errors">Takes the one line.</param>
    internal static async Task<int> Guarded(string verb, Func<CancellationToken, Task<int>> work, StopSignals? stop, Func<SettingsSources> sources, TextWriter errors)
    {
        try
        {
            var code = await work(stop?.Token ?? CancellationToken.None);
            return stop?.ExitCode ?? code;
        }
        catch (OperationCanceledException) when (stop?.ExitCode is not null)
        {
            return stop.ExitCode!.Value;
        }
        catch (Exception e) when (e is ConfigurationException or BookRefusedException)
        {
            await errors.WriteLineAsync(UntrustedText.OneLine(e.Message, 1000));
            return ExitCodes.Usage;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync($"{verb}: {UntrustedText.OneLine(e.Message, 300)}");
            return ExitCodes.StateUnusable;
        }
        catch (Exception bug)
        {
            var report = await CrashReport.Write(bug, verb, sources(), TimeProvider.System);
            await errors.WriteLineAsync(
                $"{verb} ends by a bug of its own: {bug.GetType().Name}: {Redactor.Redact(UntrustedText.OneLine(bug.Message, 300))}"
                + (report is null ? "" : $"; what is known of it is in {report}, send it to the authors"));
            return ExitCodes.HealerLost;
        }
    }

    // "notify test", not "test".
    private static string Name(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault(static parent => parent is not RootCommand) is { } parent ? $"{Name(parent)} {command.Name}" : command.Name;
}
