using System.Text.Json;
using OpenClaw.Actors.Incidents;
using OpenClaw.Bench.Measuring;
using OpenClaw.Bench.Worlds;
using OpenClaw.EndToEnd.Tests.Daemon;
using OpenClaw.EndToEnd.Tests.Scratch;
using OpenClaw.Host.Daemon;

namespace OpenClaw.Bench.Outages;

/// <summary>What the book, the alerts, the files and the gateway's own output say when all is over, held against each other.</summary>
internal sealed class Reckoning(World world, IIncidentHistory book, Alerts alerts)
{
    private const UnixFileMode ForOthers =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private static readonly TimeSpan TellLimit = TimeSpan.FromSeconds(60);
    private static readonly string[] Drafts = [".tmp", ".new"];
    private static readonly string[] SaysStart = ["listening on", "already in use", "Invalid config at", "Gateway start blocked"];

    /// <summary>Waits until everything that must be told was told; what is not by then is lost.</summary>
    public async Task AwaitAlerts(CancellationToken cancel)
    {
        try
        {
            await Eventually.Holds("everything is told", TellLimit, async () => (await Lost()).Count == 0, cancel);
        }
        catch (TimeoutException)
        {
            // It is counted in the end.
        }
    }

    /// <summary>Counts, while no daemon runs.</summary>
    public async Task<IReadOnlyList<Count>> Count(CancellationToken cancel)
    {
        var stories = await Stories();
        var events = stories.SelectMany(static story => story).ToArray();
        var told = alerts.Told;
        var again = Again(told);
        var orders = events.OfType<RepairOrdered>().Count(static order => order.Restart is not null);
        return
        [
            new("incidents in the book", stories.Count), new("of them not ended", stories.Count(static story => story[^1] is not Resolved), 0),
            new("events", events.Length), new("events without the one before", stories.Sum(Gaps), 0),
            new("incidents that the CLI tells of, more or less than the book", Math.Abs(stories.Count - await ToldByCli()), 0),
            new("alerts that had to be told", Alerts.Expected(events).Count()), new("alerts that came", told.Count), new("alerts lost", (await Lost()).Count, 0),
            new("alerts that came again and said so", again.Count(static alert => alert.SaysRepeat)), new("alerts that came again and did not say so", again.Count(static alert => !alert.SaysRepeat), 0),
            new("starts ordered", orders), new("starts seen", Starts()), new("starts seen that nobody had ordered", Math.Max(0, Starts() - orders), 0),
            new("drafts left behind by kills", Files().Count(IsDraft)), new("drafts that a later daemon does not clear", await LeftByLaterDaemon(), 0),
            new("files and folders that others may open", Files().Append(world.Home.ActorsHome).Count(static file => (File.GetUnixFileMode(file) & ForOthers) != 0), 0),
            new("locks held by nobody", DaemonLock.IsHeld(world.Home.ActorsHome) ? 1 : 0, 0),
        ];
    }

    /// <summary>What went wrong with single alerts, by their keys.</summary>
    public async Task<IReadOnlyList<string>> Notes() =>
    [
        .. (await Lost()).Select(static key => $"lost: {key}"),
        .. Again(alerts.Told).Select(static alert => $"came again{(alert.SaysRepeat ? " and said so" : "")}: {alert.Key}"),
    ];

    private static IReadOnlyList<Alert> Again(IEnumerable<Alert> told) => [.. told.GroupBy(static alert => alert.Key).SelectMany(static same => same.Skip(1))];

    private async Task<IReadOnlyList<string>> Lost()
    {
        var told = alerts.Told.Select(static alert => alert.Key).ToHashSet(StringComparer.Ordinal);
        return [.. Alerts.Expected((await Stories()).SelectMany(static story => story)).Where(key => !told.Contains(key))];
    }

    private async Task<IReadOnlyList<IReadOnlyList<IncidentEvent>>> Stories()
    {
        var stories = new List<IReadOnlyList<IncidentEvent>>();
        foreach (var incident in await book.Find(new IncidentQuery { Limit = int.MaxValue }, CancellationToken.None))
            stories.Add(await book.Events(incident.Id, CancellationToken.None));
        return stories;
    }

    private static int Gaps(IReadOnlyList<IncidentEvent> story) => story.Where(static (e, i) => e.Number != i + 1).Count();

    private async Task<int> ToldByCli()
    {
        var environment = new Dictionary<string, string>(world.Home.Environment) { ["OPENCLAW_ACTORS_HOME"] = world.Home.ActorsHome };
        using var program = DaemonProcess.Start(world.Home.Folder, environment, ["incidents", "--json", "--limit", "10000"]);
        await program.Exit(World.BootLimit);
        using var json = JsonDocument.Parse(string.Join('\n', program.Output));
        return json.RootElement.GetProperty("incidents").GetArrayLength();
    }

    // A daemon that starts leaves young drafts alone, as somebody may be writing them: they are made old.
    private async Task<int> LeftByLaterDaemon()
    {
        foreach (var draft in Files().Where(IsDraft)) File.SetLastWriteTimeUtc(draft, DateTime.UnixEpoch);
        using var daemon = await world.StartDaemonAndSeeHealth(CancellationToken.None);
        await daemon.Stop();
        return Files().Count(IsDraft);
    }

    private static bool IsDraft(string file) => Drafts.Contains(Path.GetExtension(file));

    // The gateway's own words; one that was killed before its first word is not among them.
    private int Starts() =>
        ScratchHome.ReadShared(world.GatewayOutput).Split('\n').Count(static line => SaysStart.Any(words => line.Contains(words, StringComparison.Ordinal)));

    private IEnumerable<string> Files() => Directory.EnumerateFileSystemEntries(world.Home.ActorsHome, "*", SearchOption.AllDirectories);
}
