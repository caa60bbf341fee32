using OpenClaw.Host.Configuration;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Cli;

/// <summary><c>run</c>: the daemon.</summary>
public static class RunCommand
{
    private const int OwnerOnly = 0b000_111_111;

    /// <summary>Runs until it is asked to stop. See <see cref="ExitCodes"/>.</summary>
    public static async Task<int> Run(SettingsSources sources, TextWriter errors, CancellationToken cancel)
    {
        // Whatever is made below, by us, by a library or by the gateway as our child, is for its owner only.
        _ = Posix.SetUmask(OwnerOnly);
        try
        {
            var settings = HealerSettings.Load(sources);
            using var mine = DaemonLock.TryTake(settings.Home);
            if (mine is null)
            {
                await errors.WriteLineAsync($"another daemon already runs on {settings.Home}{Who(settings.Home)}: stop it first, or set OPENCLAW_ACTORS_HOME to another folder");
                return ExitCodes.AlreadyRunning;
            }

            var owner = new OwnerEnvironment(sources.HomeDirectory, sources.Environment.GetValueOrDefault("PATH") ?? "/usr/local/bin:/usr/bin:/bin");
            return await new HealerHost(settings, owner).Run(cancel) ? ExitCodes.Ok : ExitCodes.HealerLost;
        }
        catch (ConfigurationException e)
        {
            await errors.WriteLineAsync(e.Message);
            return ExitCodes.Usage;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync($"the state folder cannot be used: {e.Message} Mend its owner and mode, or set OPENCLAW_ACTORS_HOME to another folder");
            return ExitCodes.Usage;
        }
    }

    private static string Who(string home) => new StatusFile(home).Read() is { } status ? $" (pid {status.Pid})" : "";
}
