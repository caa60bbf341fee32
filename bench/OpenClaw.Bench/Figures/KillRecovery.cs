using Microsoft.Extensions.Logging.Abstractions;
using OpenClaw.Bench.Measuring;
using OpenClaw.Bench.Outages;
using OpenClaw.Bench.Worlds;
using OpenClaw.Host.Journal;
using OpenClaw.StandIns;

namespace OpenClaw.Bench.Figures;

/// <summary>The daemon is killed again and again in the middle of recoveries: nothing may be lost, and nothing done or told twice.</summary>
internal sealed class KillRecovery : IFigure
{
    private const int KillsEach = 5;

    // Pauses that are minutes as shipped, and budgets that two hundred recoveries in a row would spend: see docs/reliability.md.
    private const string Settings = """
        notify.discord.floor = info
          probe {
            interval = 1s
            interval-suspicious = 1s
            timeout = 2s
            stability-window = 2s
            retry-delay = 2s
            escalation-wait = 2s
            refused-grace = 3s
            startup-floor = 3s
            progress-patience = 3s
            wake-grace = 5s
          }
          watchdog {
            interval-suspicious = 1s
            backoff = [1s, 2s, 4s]
            forced-stop-wait = 1s
            flap-memory = 1ms
          }
          budget {
            unclean-boots = 1000
            young-boot = 1ms
            restarts = 1000
            manager-starts = 1000
            starts-per-minute = 1000
            starts-per-hour = 1000
          }
        """;

    public string Name => "kill-recovery";

    public string About => "kill -9 of the daemon in the middle of recoveries (-n: kills): what the book, the alerts and the process table say in the end";

    public async Task<Finding> Run(Effort effort, CancellationToken cancel)
    {
        var kills = effort.Of(200, 10);
        using var stranger = new StrangerOnPort();
        IOutage[] outages = [new KilledGateway(), new HungGateway(), new RefusedConfig(), stranger];
        await using var sink = await DiscordSink.Start();
        await using var world = World.WithStandIn(Settings);
        Prepare(world, sink);
        var book = new SqliteIncidentHistory(world.Home.ActorsHome, NullLogger<SqliteIncidentHistory>.Instance);
        var reckoning = new Reckoning(world, book, new Alerts(sink));
        var healer = new KilledHealer(world, book);
        await using var census = new GatewayCensus(world);
        await healer.Start(cancel);

        var (calm, killed) = (Times(outages), Times(outages));
        for (var i = 0; i < outages.Length * (effort.Quick ? 1 : 3); i++) calm[outages[i % outages.Length].Name].Add(await healer.Recover(outages[i % outages.Length], 0, cancel));
        for (var i = 0; healer.Kills.Values.Sum() < kills; i++)
        {
            var (outage, done) = (outages[i % outages.Length], healer.Kills.Values.Sum());
            effort.Progress($"kill {done} of {kills}: {outage.Name}");
            killed[outage.Name].Add(await healer.Recover(outage, Math.Min(KillsEach, kills - done), cancel));
            await reckoning.AwaitAlerts(cancel);
        }

        await reckoning.AwaitAlerts(cancel);
        var healthy = world.Gateways().Count == 1 && await world.IsStarted() ? 1 : 0;
        var exit = await healer.Stop();
        return new Finding([.. outages.SelectMany(outage => Compared(outage.Name, calm, killed))])
        {
            Counts =
            [
                new("kills of the daemon", healer.Kills.Values.Sum()),
                .. outages.Select(outage => new Count($"  while {outage.Name}", healer.Kills.GetValueOrDefault(outage.Name))),
                .. outages.Select(outage => new Count($"  recoveries from {outage.Name}", killed[outage.Name].Count)),
                .. await reckoning.Count(cancel),
                new($"most gateways at once, in {census.Looks} looks", census.Most, 1), new("healthy gateways in the end", healthy, 1), new("exit code of the last daemon", exit, 0),
            ],
            Notes = await reckoning.Notes(),
        };
    }

    private static Dictionary<string, List<double>> Times(IEnumerable<IOutage> outages) => outages.ToDictionary(static outage => outage.Name, static _ => new List<double>());

    private static IEnumerable<Series> Compared(string outage, Dictionary<string, List<double>> calm, Dictionary<string, List<double>> killed)
    {
        var reference = $"{outage}, daemon alive";
        yield return new Series(reference, "s", calm[outage]);
        if (killed[outage].Count > 0) yield return new Series($"{outage}, daemon killed", "s", killed[outage], reference);
    }

    // The folder and the file are its owner's: made as an owner would keep them, so that anything else is the daemon's.
    private static void Prepare(World world, DiscordSink sink)
    {
        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var variables = Path.Combine(world.Home.Folder, ".openclaw", ".env");
        File.WriteAllText(variables, $"DISCORD_WEBHOOK_URL={sink.Url}\n");
        File.SetUnixFileMode(variables, OwnerOnly);
        File.SetUnixFileMode(world.Home.ActorsHome, OwnerOnly | UnixFileMode.UserExecute);
        foreach (var file in Directory.EnumerateFiles(world.Home.ActorsHome)) File.SetUnixFileMode(file, OwnerOnly);
    }
}
