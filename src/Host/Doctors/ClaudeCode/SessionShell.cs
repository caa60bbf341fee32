using CliWrap;
using CliWrap.Buffered;

namespace OpenClaw.Host.Doctors.ClaudeCode;

/// <summary>
/// Where the runner runs: in tmux on a private socket in the incident's folder, so that the owner can look on, or, without tmux, as a process
/// that leads a session of its own. Nothing of the daemon's environment gets there.
/// </summary>
internal sealed class SessionShell(ClaudeCodeOptions options, IncidentFolder folder, ILogger log)
{
    // sun_path holds 104 bytes on macOS and 108 on Linux.
    private const int LongestSocket = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private Task? _direct;

    /// <summary>In tmux, or why not; for logs and reports.</summary>
    public string Description { get; private set; } = "not started";

    /// <summary>tmux, when it is there and can be used.</summary>
    public string? Tmux { get; } =
        options.Tmux is { } name && System.Text.Encoding.UTF8.GetByteCount(folder.Socket) <= LongestSocket ? ClaudeCommand.Find(name, options.SearchPath) : null;

    /// <summary>Starts the runner. Its order must have been written with <see cref="LaunchOrder.Detached"/> when there is no <see cref="Tmux"/>.</summary>
    public async Task Start(CancellationToken cancel)
    {
        IReadOnlyList<string> runner = [.. options.SelfCommand, "doctor-runner", folder.Root];
        if (Tmux is not null)
        {
            // The name that owners know. It must have no dot and no colon.
            var name = TimeProvider.System.GetLocalNow().ToString("'emergency_recovery_'yyyyMMddHHmm", System.Globalization.CultureInfo.InvariantCulture);
            // One call: the options must stand before the pane can die, and a server without a session would leave at once.
            await InTmux(["start-server", ";", "set-option", "-g", "remain-on-exit", "on", ";", "set-option", "-g", "status-left-length", "40", ";",
                "new-session", "-d", "-s", name, "-x", "160", "-y", "50", "-c", folder.Work, .. runner], cancel);
            Description = "in tmux";
            log.LogInformation("The doctor's session runs in tmux; to look on: openclaw-actors attach (or tmux -S {Socket} attach -r)", folder.Socket);
            return;
        }

        var command = CliWrap.Cli.Wrap(runner[0]).WithArguments(runner.Skip(1)).WithWorkingDirectory(folder.Root).WithEnvironmentVariables(CleanEnvironment)
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync(CancellationToken.None);
        _direct = Watch(command);
        Description = options.Tmux is null ? "without tmux (switched off): nobody can look on" : "without tmux (not found, or the socket's path is too long): nobody can look on";
        log.LogWarning("The doctor's session runs {Description}; its log is {Log}", Description, folder.Log);
    }

    /// <summary>Ends the pane and its server; the runner must have ended before.</summary>
    public async Task Stop(CancellationToken cancel)
    {
        if (Tmux is not null && File.Exists(folder.Socket))
        {
            // Fails when the server is gone already, which is what is wanted.
            _ = await Call(["kill-server"], cancel);
            File.Delete(folder.Socket);
        }

        if (_direct is not null) await _direct.WaitAsync(Patience, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task InTmux(IReadOnlyList<string> arguments, CancellationToken cancel)
    {
        var result = await Call(arguments, cancel);
        if (result.ExitCode != 0) throw new IOException($"tmux refused to start a session: {PlainText.Line(result.StandardError)}");
    }

    private async Task<BufferedCommandResult> Call(IReadOnlyList<string> arguments, CancellationToken cancel)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timeout.CancelAfter(options.TmuxTimeout);
        try
        {
            return await CliWrap.Cli.Wrap(Tmux!).WithArguments(["-S", folder.Socket, "-f", "/dev/null", .. arguments])
                .WithWorkingDirectory(folder.Root).WithEnvironmentVariables(CleanEnvironment).WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(timeout.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // Nobody has called it off: that is a failure as any other.
            throw new IOException($"tmux did not answer within {options.TmuxTimeout.TotalSeconds:0.#} s");
        }
    }

    private async Task Watch(CommandTask<CommandResult> command)
    {
        var result = await command;
        log.LogDebug("The doctor's runner has ended with {Code}", result.ExitCode);
    }

    // The tmux server keeps the environment it was started with for life, and hands it to everything in it.
    private void CleanEnvironment(CliWrap.Builders.EnvironmentVariablesBuilder environment)
    {
        foreach (var inherited in Environment.GetEnvironmentVariables().Keys.Cast<string>())
            if (inherited is not "DOTNET_ROOT") environment.Set(inherited, null);
        environment.Set("PATH", options.SearchPath).Set("HOME", options.UserHome).Set("LANG", "C.UTF-8").Set("TERM", "xterm-256color").Set("SHELL", "/bin/sh");
    }
}
