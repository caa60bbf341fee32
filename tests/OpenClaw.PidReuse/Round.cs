using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Processes;
using OpenClaw.Host.Processes.Linux;

namespace OpenClaw.PidReuse;

/// <summary>One process, one deed that is done to it, one moment at which it dies and another one gets its pid.</summary>
internal sealed class Round(Random random, Tally tally)
{
    // A stop looks four times: for its exit, SIGTERM, SIGCONT and SIGKILL.
    private const int MostLooks = 4;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly LinuxProcessTable _table = new();
    private Victim? _impostor;

    public async Task Run()
    {
        using var target = Victim.Start(endsAtTerm: random.Next(3) > 0);
        var identity = (await _table.Find(target.Pid, CancellationToken.None))!.Identity;
        await TicksHavePassed(identity);
        var isPlain = random.Next(4) == 0;
        var struck = false;
        var fateful = new FatefulTable(
            _table,
            () =>
            {
                target.Kill();
                _impostor = Victim.StartWith(identity.Pid);
                struck = true;
            },
            random.Next(1, MostLooks + 1),
            random.Next(2) == 0);

        var lost = !await Ended(Deed(identity, fateful, isPlain));
        if (!struck)
        {
            // Its time had not come: it dies now, and the deed is done once more to a pid that is another's.
            target.Kill();
            _impostor = Victim.StartWith(identity.Pid);
            lost |= !await Ended(Deed(identity, _table, isPlain: false));
        }

        Count(struck, lost, isPlain);
        _impostor?.Kill();
        _impostor?.Dispose();
    }

    private async Task Deed(ProcessIdentity identity, IProcessTable table, bool isPlain)
    {
        var kill = new KillSignals(table);
        IProcessSignals signals = isPlain ? kill : new PidFdSignals(table, kill);
        using var exits = new PidFdExitWatcher(table, new PollingExitWatcher(table, TimeProvider.System, TimeSpan.FromMilliseconds(5)), NullLogger.Instance);
        switch (random.Next(4))
        {
            case 0:
                await signals.Send(identity, ProcessSignal.Terminate, CancellationToken.None);
                break;
            case 1:
                await signals.Send(identity, ProcessSignal.Kill, CancellationToken.None);
                break;
            case 2:
                await new ProcessStopper(signals, exits, TimeProvider.System).Stop(identity, TimeSpan.FromMilliseconds(random.Next(1, 20)), CancellationToken.None);
                break;
            default:
                var exit = exits.WaitForExit(identity, CancellationToken.None);
                await signals.Send(identity, ProcessSignal.Kill, CancellationToken.None);
                await exit;
                break;
        }
    }

    private void Count(bool struck, bool lost, bool isPlain)
    {
        if (_impostor is not { } impostor)
            return;
        tally.Reused++;
        tally.InTheMiddle += struck ? 1 : 0;
        tally.Lost += lost ? 1 : 0;
        if (impostor.IsUntouched)
            return;
        if (isPlain)
            tally.HitByPlainKill++;
        else
            tally.Hit++;
    }

    private static async Task<bool> Ended(Task deed)
    {
        try
        {
            await deed.WaitAsync(Deadline);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    // Start times count in hundredths of a second: who lived shorter than that could not be told from its successor by anybody.
    private static async Task TicksHavePassed(ProcessIdentity process)
    {
        while (double.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0], CultureInfo.InvariantCulture) * 100 < process.StartTime + 3)
            await Task.Delay(5);
    }
}
