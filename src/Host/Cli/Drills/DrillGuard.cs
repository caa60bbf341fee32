using System.Collections;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging.Abstractions;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Doctors;
using OpenClaw.Host.Processes;
using OpenClaw.Host.Processes.Direct;

namespace OpenClaw.Host.Cli.Drills;

/// <summary>
/// The guardian of a drill: a process of its own, in a session of its own, that undoes the drill when whoever began it is killed or does not end it in time. It is at its post
/// before anything is broken. When it is killed too, the next daemon or the next drill does it.
/// </summary>
internal static class DrillGuard
{
    /// <summary>The hidden verb.</summary>
    public const string Verb = "drill-guard";

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Post = TimeSpan.FromSeconds(20);

    /// <summary>Starts it and waits until it is at its post.</summary>
    /// <exception cref="IOException">It is not there in time.</exception>
    public static async Task Start(string home, DrillFolder folder, LocalProcesses local, TimeProvider time, CancellationToken cancel)
    {
        await PrivateFiles.Write(folder.Log, "", cancel);
        IReadOnlyList<string> command = [.. SelfCommand.Find(), Verb, home];
        string[] environment = [.. Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(static v => $"{v.Key}={v.Value}")];
        var errno = Spawn.Start(command[0], command, environment, folder.Path, folder.Log, out var pid);
        if (errno != 0) throw new IOException($"the drill's guardian could not be started: {Marshal.GetPInvokeErrorMessage(errno)}");
        for (var began = time.GetTimestamp(); !File.Exists(folder.Ready); await Task.Delay(Poll, time, cancel))
            if (time.GetElapsedTime(began) > Post || await local.Table.Find(pid, cancel) is null or { IsZombie: true }) throw new IOException($"the drill's guardian did not come to its post; see {folder.Log}");
    }

    /// <summary>Whether it is at its post.</summary>
    public static async Task<bool> IsAtItsPost(DrillFolder folder, LocalProcesses local, CancellationToken cancel) =>
        (await PrivateFiles.Read(folder.Ready, cancel)) is { Length: > 0 } bytes && System.Text.Encoding.ASCII.GetString(bytes).Split(' ') is [var pid, var start]
        && int.TryParse(pid, CultureInfo.InvariantCulture, out var number) && long.TryParse(start, CultureInfo.InvariantCulture, out var ticks)
        && await local.Table.IsAlive(new ProcessIdentity(number, ticks), cancel);

    /// <summary>The guardian itself. Returns 0 when there is nothing left to undo, 74 when it could not be undone.</summary>
    /// <param name="home">The state folder.</param>
    /// <param name="sources">Where the settings come from: a gateway that lies there without a daemon is started.</param>
    /// <param name="time">The clock.</param>
    /// <param name="output">Its log.</param>
    public static async Task<int> Run(string home, Func<SettingsSources> sources, TimeProvider time, TextWriter output)
    {
        using var local = LocalProcesses.ForThisSystem(time, NullLoggerFactory.Instance);
        var (folder, undo) = (new DrillFolder(home), new DrillUndo(new DrillFolder(home), local));
        // A closed terminal is no reason to go; the end of the machine or of the session is one to hurry.
        using var stop = new StopSignals(CancellationToken.None);
        if (await local.Table.Find(Environment.ProcessId, CancellationToken.None) is not { } me) return ExitCodes.StateUnusable;
        await PrivateFiles.Write(folder.Ready, string.Create(CultureInfo.InvariantCulture, $"{me.Identity.Pid} {me.Identity.StartTime}"), CancellationToken.None);
        try
        {
            while (await folder.Read(CancellationToken.None) is { } record)
            {
                if (stop.Token.IsCancellationRequested || await undo.IsAbandoned(record, time.GetUtcNow(), CancellationToken.None))
                {
                    await output.WriteLineAsync($"{time.GetUtcNow():O} the drill on {record.Gateway} was left behind: {await undo.Run(CancellationToken.None)}");
                    await Revive(record, home, sources, local, time, output);
                    break;
                }

                await Task.Delay(Poll, time, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            return ExitCodes.Ok;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            await output.WriteLineAsync($"{time.GetUtcNow():O} the drill could not be undone: {failed.Message}");
            return ExitCodes.StateUnusable;
        }
    }

    /// <summary>With a daemon it is the daemon's to start the gateway. One whose daemon has gone too would lie there because of us.</summary>
    internal static async Task Revive(DrillRecord record, string home, Func<SettingsSources> sources, LocalProcesses local, TimeProvider time, TextWriter output)
    {
        try
        {
            if (record.Kind == DrillKind.Hang || DaemonLock.IsHeld(home)) return;
            var from = sources();
            var settings = HealerSettings.Load(from);
            if (settings.Gateways.FirstOrDefault(g => g.Id.Value == record.Gateway) is not { } gateway) return;
            var owner = new OwnerEnvironment(from.HomeDirectory, from.Environment.GetValueOrDefault("PATH") ?? "/usr/local/bin:/usr/bin:/bin");
            var hand = (await new GatewayProcesses(settings, owner, local, time, NullLoggerFactory.Instance).For(gateway, CancellationToken.None)).Hand;
            if ((await hand.Look(CancellationToken.None)).Process is not null) return;
            await output.WriteLineAsync($"{time.GetUtcNow():O} no daemon runs, so {record.Gateway} is started: {(await hand.Restart(RestartKind.Start, CancellationToken.None)).Note}");
        }
        catch (ConfigurationException broken)
        {
            await output.WriteLineAsync($"{time.GetUtcNow():O} {record.Gateway} could not be started: {broken.Message}");
        }
    }
}
