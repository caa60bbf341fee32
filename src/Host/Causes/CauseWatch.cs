using System.Net.NetworkInformation;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Processes;
using OpenClaw.Host.Updates;

namespace OpenClaw.Host.Causes;

/// <summary>
/// Looks once a second, while it is asked, at everything outside a gateway's process that may keep it from starting. Nothing is run for it on Linux; on macOS
/// one <c>lsof</c>. What cannot be read is not known, and is taken for what it was until it can be read again.
/// </summary>
public sealed class CauseWatch : ICauseWatch
{
    /// <summary>The pause between two looks.</summary>
    public static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(1);

    // Whoever was told of a change asks again soon, and what changes meanwhile is to be told then: an editor writes in two steps.
    private static readonly TimeSpan AskedAgain = TimeSpan.FromSeconds(10);

    private readonly IReadOnlyList<ICause> _causes;
    private readonly TimeProvider _time;
    private readonly TimeSpan _interval;
    private volatile Told? _told;

    internal CauseWatch(IReadOnlyList<ICause> causes, TimeProvider time, TimeSpan interval) => (_causes, _time, _interval) = (causes, time, interval);

    /// <summary>The watch of one gateway.</summary>
    /// <param name="gateway">The gateway.</param>
    /// <param name="job">How it is started.</param>
    /// <param name="programs">What it is made of.</param>
    /// <param name="local">The processes and listeners of this machine.</param>
    /// <param name="time">The clock.</param>
    public static CauseWatch For(GatewaySettings gateway, GatewayJob job, InstallationFinder programs, LocalProcesses local, TimeProvider time)
    {
        var witness = new PortWitness(local.Ports, local.Table, new GatewayLocks(gateway.StateDirectory));
        return new CauseWatch(
            [
                new ConfigCause(gateway.ConfigPath),
                new IncludedFilesCause(gateway.ConfigPath),
                new FileCause(Path.Combine(gateway.StateDirectory, ".env"), "its .env file"),
                .. job.File is { } file ? new ICause[] { new FileCause(file, "its job's file"), new DropInsCause(job) } : [],
                new NodeCause(programs),
                new PackageCause(programs),
                new PortCause(gateway.Url.Port, local.Ports, witness),
                new DiskCause(() => new DriveInfo(gateway.StateDirectory).AvailableFreeSpace),
                new NetworkCause(NetworkCause.HasRoute),
            ],
            time,
            DefaultInterval);
    }

    /// <inheritdoc/>
    // The files are read on a thread of the pool: whoever asks may be an actor.
    public Task<string> WaitForChange(CancellationToken cancel) => Task.Run(() => Watch(cancel), cancel);

    private async Task<string> Watch(CancellationToken cancel)
    {
        string?[] known;
        if (_told is { } told && _time.GetElapsedTime(told.At) < AskedAgain) known = [.. told.Known];
        else await Look(known = new string?[_causes.Count], cancel);
        while (true)
        {
            await Task.Delay(_interval, _time, cancel);
            if (await Look(known, cancel) is not { Count: > 0 } news)
                continue;
            _told = new(known, _time.GetTimestamp());
            return string.Join("; ", news);
        }
    }

    /// <summary>Brings what is known up to date and says what has changed.</summary>
    private async Task<IReadOnlyList<string>> Look(string?[] known, CancellationToken cancel)
    {
        var news = new List<string>();
        for (var i = 0; i < known.Length; i++)
        {
            if (await Read(_causes[i], cancel) is not { } now)
                continue;
            if (now != known[i] && _causes[i].Tell(known[i], now) is { } line)
                news.Add(line);
            known[i] = now;
        }

        return news;
    }

    private static async ValueTask<string?> Read(ICause cause, CancellationToken cancel)
    {
        try
        {
            return await cause.Read(cancel);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or NetworkInformationException)
        {
            return null;
        }
    }

    /// <summary>What was known when a change was told.</summary>
    private sealed record Told(string?[] Known, long At);
}
