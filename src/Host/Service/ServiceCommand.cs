using OpenClaw.Host.Cli;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Service;

/// <summary>What <c>install</c> and <c>uninstall</c> have in common.</summary>
/// <param name="parts">What it works with.</param>
/// <param name="output">Takes what was done.</param>
/// <param name="errors">Takes the one line that says why not.</param>
internal abstract class ServiceCommand(ServiceParts parts, TextWriter output, TextWriter errors)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    /// <summary>What it works with.</summary>
    protected ServiceParts Parts => parts;

    /// <summary>Says what was done.</summary>
    protected Task Say(string line) => output.WriteLineAsync(line);

    /// <summary>Says why not.</summary>
    protected async Task<int> Refuse(int code, string line)
    {
        await errors.WriteLineAsync(line);
        return code;
    }

    /// <summary>Runs it; whatever goes wrong becomes one line.</summary>
    protected async Task<int> Guarded(Func<IServiceManager, Task<int>> what)
    {
        if (parts.Manager is not { } manager) return await Refuse(ExitCodes.Usage, "a service can be installed on Linux (systemd) and macOS (launchd) only: start the daemon by hand with 'openclaw-actors run'");
        if (parts.Sources.HomeDirectory.Length == 0) return await Refuse(ExitCodes.Usage, "this user has no home folder: set HOME");
        if (parts.SudoUser is { } user) return await Refuse(ExitCodes.Usage, $"this is root by sudo, and the service is {UntrustedText.OneLine(user, 60)}'s own: run it as that user, without sudo");
        try
        {
            return await what(manager);
        }
        catch (ConfigurationException e)
        {
            return await Refuse(ExitCodes.Usage, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return await Refuse(ExitCodes.Unhealthy, $"{UntrustedText.OneLine(e.Message, 400)}: mend its owner and mode, then run it again");
        }
    }

    /// <summary>Runs commands in order; the one that failed in one line, null when all went well.</summary>
    protected async Task<string?> RunAll(IServiceManager manager, IEnumerable<ManagerStep> steps, CancellationToken cancel)
    {
        foreach (var step in steps)
        {
            var answer = await manager.Run(step, cancel);
            for (var tries = 1; !answer.Succeeded && tries < step.Tries; tries++)
            {
                await Task.Delay(RetryPause, parts.Time, cancel);
                answer = await manager.Run(step, cancel);
            }

            if (!answer.Succeeded && !step.MayFail) return $"{step}: {answer.Complaint}";
        }

        return null;
    }

    /// <summary>Looks until the manager's process has said how its gateways stand; null when it did not in time.</summary>
    protected async Task<DaemonStatus?> Answer(IServiceManager manager, string home, CancellationToken cancel)
    {
        var (status, began) = (new StatusFile(home), parts.Time.GetTimestamp());
        while (parts.Time.GetElapsedTime(began) < parts.AnswerLimit)
        {
            if ((await manager.Look(cancel)).Pid is { } pid && status.Read() is { } said && said.Pid == pid) return said;
            await Task.Delay(Glance, parts.Time, cancel);
        }

        return null;
    }

    /// <summary>Looks until no daemon holds the state folder any more; false when one did to the end.</summary>
    protected async Task<bool> HasEnded(string home, CancellationToken cancel)
    {
        var began = parts.Time.GetTimestamp();
        while (IsHeld(home))
        {
            if (parts.Time.GetElapsedTime(began) >= parts.AnswerLimit) return false;
            await Task.Delay(Glance, parts.Time, cancel);
        }

        return true;
    }

    /// <summary>Whether a daemon runs on the state folder; makes no file to find out.</summary>
    protected static bool IsHeld(string home) => File.Exists(Path.Combine(home, "daemon.lock")) && DaemonLock.IsHeld(home);
}
