// A process that writes what the daemon writes, to be killed in the middle of it. It says on standard output what it knows to be written.
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Journal;
using OpenClaw.Host.Notifiers;
using OpenClaw.Host.Processes.Direct;

var main = new GatewayId("main");
var start = new DateTimeOffset(2026, 11, 23, 3, 15, 4, TimeSpan.Zero);
switch (args)
{
    // Appends one event after another, each with a piece of news, from this number on; says each number once the book has it.
    case ["append", var home, var first]:
        using (var book = new Book(home, TimeProvider.System, NullLogger<Book>.Instance))
        {
            var journal = new SqliteIncidentJournal(book, NullLogger<SqliteIncidentJournal>.Instance);
            var id = IncidentId.For(main, start);
            for (var number = int.Parse(first, CultureInfo.InvariantCulture); ; number++)
            {
                IncidentEvent e = number == 1 ? new Opened(id, start, start, GatewayPhase.Down, ["gone"], Tier.Watchdog, 0, null) : new Waited(id, start.AddSeconds(number), start.AddSeconds(number + 1));
                var key = string.Create(CultureInfo.InvariantCulture, $"news-{number}");
                await journal.Append(main, [e with { Number = number }], [new Announcement(key, main, id, Severity.Info, key, "", [], null, start)], CancellationToken.None);
                Say(number.ToString(CultureInfo.InvariantCulture));
            }
        }

    // Writes every file of the daemon's again and again.
    case ["files", var home]:
        var (word, status, direct, markers) = (new OwnerWordFile(home, main), new StatusFile(home), new DirectMemory(home, NullLogger.Instance), new MarkerMemory(Path.Combine(home, "marker-alerts.json"), NullLogger.Instance));
        for (var round = 0; ; round++)
        {
            var text = new string((char)('a' + (round % 26)), 4000);
            await word.Change(_ => OwnerWord.None with { Reason = text }, CancellationToken.None);
            await status.Write(new DaemonStatus(Environment.ProcessId, text, start, start, []));
            direct.Save(new DirectRecord(new ProcessIdentity(round + 1, 1), "boot", text, null, null));
            markers.Add(home);
            Say(round.ToString(CultureInfo.InvariantCulture));
        }

    // Holds the daemon's lock.
    case ["lock", var home]:
        using (var mine = DaemonLock.TryTake(home))
        {
            mine?.Sign(new ProcessIdentity(Environment.ProcessId, 1));
            Say(mine is null ? "held" : "mine");
            await Task.Delay(Timeout.Infinite);
            return 0;
        }

    default:
        Console.Error.WriteLine("verbs: append, files, lock");
        return 64;
}

static void Say(string line)
{
    Console.Out.Write(line + "\n");
    Console.Out.Flush();
}
