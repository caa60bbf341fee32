using System.Collections;
using System.ComponentModel;
using CliWrap;
using CliWrap.Buffered;

namespace OpenClaw.Host.Processes;

/// <summary>
/// One system tool (<c>systemctl</c>, <c>launchctl</c>, <c>ps</c>, <c>lsof</c>), always with a time limit and with the few variables it needs:
/// nothing of the daemon's environment that could hold a secret is passed on.
/// </summary>
/// <param name="program">A name in PATH or a path.</param>
/// <param name="time">The clock of the time limit.</param>
/// <param name="variables">More variables, e.g. where the user's bus is.</param>
public sealed class HostCommand(string program, TimeProvider time, IReadOnlyDictionary<string, string>? variables = null)
{
    /// <summary>The time limit where none is given.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    private static readonly HashSet<string> Allowed = new(StringComparer.Ordinal)
    {
        "PATH", "HOME", "USER", "LOGNAME", "SHELL", "TMPDIR", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS",
    };

    /// <summary>Runs it once. A failure of any kind is an answer, never an exception; only the caller's own cancellation is thrown.</summary>
    public async Task<CommandAnswer> Run(IReadOnlyList<string> arguments, CancellationToken cancel, TimeSpan? timeout = null)
    {
        var limit = timeout ?? DefaultTimeout;
        using var clock = new CancellationTokenSource(limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, clock.Token);
        try
        {
            var result = await new Command(program)
                .WithArguments(arguments)
                .WithEnvironmentVariables(Environment())
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(both.Token);
            return new(result.ExitCode, result.StandardOutput, result.StandardError);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new(null, "", $"{program} did not answer within {limit.TotalSeconds:0.#} s");
        }
        catch (Exception broken) when (broken is Win32Exception or InvalidOperationException or IOException)
        {
            return new(null, "", $"{program} could not be run: {broken.Message}");
        }
    }

    private Dictionary<string, string?> Environment()
    {
        // CliWrap inherits everything; a null removes a variable.
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
        {
            if (variable.Key is string name && !Allowed.Contains(name))
                environment[name] = null;
        }

        // What is parsed must not depend on the owner's language and time zone.
        environment["LC_ALL"] = "C";
        environment["TZ"] = "UTC";
        foreach (var (name, value) in variables ?? new Dictionary<string, string>())
            environment[name] = value;
        return environment;
    }
}

/// <summary>What a system tool answered.</summary>
/// <param name="ExitCode">Its exit code, null when it could not be run or did not end in time.</param>
/// <param name="Output">What it said.</param>
/// <param name="Error">What it complained about, or why it could not be run.</param>
public sealed record CommandAnswer(int? ExitCode, string Output, string Error)
{
    /// <summary>It ended with 0.</summary>
    public bool Succeeded => ExitCode == 0;

    /// <summary>The first complaint in one line.</summary>
    public string Complaint => CommandText.Clean(
        (Error.Trim() is { Length: > 0 } error ? error : Output.Trim()) is { Length: > 0 } said ? said : $"exit code {ExitCode}");
}
