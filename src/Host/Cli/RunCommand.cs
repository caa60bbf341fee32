using Microsoft.Extensions.Logging.Abstractions;
using OpenClaw.Actors.Hosting;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Processes;
using OpenClaw.Host.Service;

namespace OpenClaw.Host.Cli;

/// <summary><c>run</c>: the daemon.</summary>
public static class RunCommand
{
    private const int OwnerOnly = 0b000_111_111;
    private const int LockTries = 5;
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs until it is asked to stop. See <see cref="ExitCodes"/>.</summary>
    public static Task<int> Run(SettingsSources sources, TextWriter errors, CancellationToken cancel) => Run(sources, errors, static parts => parts, cancel);

    /// <summary>Runs with parts that are not quite the daemon's own.</summary>
    internal static async Task<int> Run(SettingsSources sources, TextWriter errors, Func<HealerParts, HealerParts> adapt, CancellationToken cancel)
    {
        // Whatever is made below, by us, by a library or by the gateway as our child, is for its owner only.
        _ = Posix.SetUmask(OwnerOnly);
        HealerSettings? settings = null;
        try
        {
            settings = HealerSettings.Load(sources);
            using var mine = await TakeLock(settings.Home, cancel);
            if (mine is null)
            {
                await errors.WriteLineAsync($"another daemon already runs on {settings.Home}{await Who(settings.Home, cancel)}: stop it first, or set OPENCLAW_ACTORS_HOME to another folder");
                return ExitCodes.AlreadyRunning;
            }

            if (await Find(Environment.ProcessId, cancel) is { } me) mine.Sign(me);
            StaleDrafts.Clear(settings, TimeProvider.System.GetUtcNow());
            await Drills.DrillLeftovers.Settle(settings.Home, errors, cancel);
            var owner = new OwnerEnvironment(sources.HomeDirectory, sources.Environment.GetValueOrDefault("PATH") ?? "/usr/local/bin:/usr/bin:/bin");
            using var talk = ServiceTalk.Open(sources.Environment, Environment.ProcessId);
            ServiceTalk.HideFromChildren();
            return await new HealerHost(settings, owner) { Adapt = adapt, Talk = talk }.Run(cancel) ? ExitCodes.Ok : ExitCodes.HealerLost;
        }
        catch (ConfigurationException e)
        {
            await errors.WriteLineAsync(e.Message);
            return ExitCodes.Usage;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync($"the state folder cannot be used: {e.Message} Mend its owner and mode, or set OPENCLAW_ACTORS_HOME to another folder");
            return ExitCodes.StateUnusable;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Asked to stop before it had begun.
            return ExitCodes.Ok;
        }
        catch (Exception e)
        {
            var where = settings is not null && Remember(e, settings) ? $"; the details are in {Path.Combine(settings.Home, "logs")}" : "";
            await errors.WriteLineAsync(
                $"the daemon ends by a bug of its own: {e.GetType().Name}: {new SecretMask(settings?.Secrets ?? []).Apply(UntrustedText.OneLine(e.Message, 300))}{where}. Send them to its authors");
            return ExitCodes.HealerLost;
        }
    }

    /// <summary>Writes an error of ours into the log's file, with all that is known of it. False when there is no log either.</summary>
    private static bool Remember(Exception error, HealerSettings settings)
    {
        try
        {
            using var log = HealerLogging.Create(settings.Logging, settings.Home, settings.Secrets);
            // A property and no exception: people at a terminal get the line, the file gets everything.
            log.ForContext("Details", error.ToString()).Fatal("The daemon ends by a bug of its own: {Kind}", error.GetType().Name);
            return true;
        }
        catch (Exception mute) when (mute is ConfigurationException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>`status` holds the lock for a moment to see whether it is free: that is no daemon.</summary>
    private static async Task<DaemonLock?> TakeLock(string home, CancellationToken cancel)
    {
        for (var tries = 1; tries < LockTries; tries++)
        {
            if (DaemonLock.TryTake(home) is { } mine) return mine;
            await Task.Delay(LockPause, TimeProvider.System, cancel);
        }

        return DaemonLock.TryTake(home);
    }

    /// <summary>The holder by its own signature, which it may be about to give; one that is no more is never named.</summary>
    private static async Task<string> Who(string home, CancellationToken cancel)
    {
        for (var tries = 0; tries < LockTries; tries++)
        {
            if (DaemonLock.LastHolder(home) is { } holder && await Find(holder.Pid, cancel) == holder) return $" (pid {holder.Pid})";
            await Task.Delay(LockPause, TimeProvider.System, cancel);
        }

        return "";
    }

    /// <summary>The process with this pid; null when there is none, or nobody knows.</summary>
    private static async Task<ProcessIdentity?> Find(int pid, CancellationToken cancel)
    {
        try
        {
            using var local = LocalProcesses.ForThisSystem(TimeProvider.System, NullLoggerFactory.Instance);
            return await local.Table.Find(pid, cancel) is { IsZombie: false } entry ? entry.Identity : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
