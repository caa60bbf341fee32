using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Doctors.ClaudeCode;
using OpenClaw.Host.Doctors.Records;
using OpenClaw.Host.Journal;
using OpenClaw.Host.Surface;

namespace OpenClaw.Page.Tests.Healer;

/// <summary>The daemon's real surface on a port of its own, with a real book in a state folder of its own. What happens in it is what a story says.</summary>
internal sealed class StandingHealer : IAsyncDisposable
{
    /// <summary>The page's token in stories that have one.</summary>
    public const string Token = "the-token-of-the-stories-4711";

    private readonly string _home = Directory.CreateTempSubdirectory("page-").FullName;
    private readonly ActorSystem _system = ActorSystem.Create("page", "akka.loglevel = OFF\nakka.stdout-loglevel = OFF");
    private readonly ServiceProvider _services;
    private readonly Book _book;
    private readonly SqliteIncidentJournal _journal;
    private readonly SqliteOutboxStore _outbox;
    private readonly SurfaceDoor _door;
    private IAsyncDisposable? _listener;

    private StandingHealer(string? token, IReadOnlyList<string> channels)
    {
        var environment = new Dictionary<string, string> { ["OPENCLAW_ACTORS_HOME"] = _home };
        if (token is not null) environment[PageSettings.TokenVariable] = token;
        var settings = HealerSettings.Load(new SettingsSources(AppContext.BaseDirectory, _home, environment));
        _book = new Book(_home, TimeProvider.System, NullLogger<Book>.Instance);
        (_journal, _outbox) = (new(_book, NullLogger<SqliteIncidentJournal>.Instance), new(_book, NullLogger<SqliteOutboxStore>.Instance));
        _services = new ServiceCollection().AddLogging(static log => log.AddProvider(NullLoggerProvider.Instance)).AddSingleton(TimeProvider.System).AddSingleton(settings).AddSingleton(_book).AddSurface().BuildServiceProvider();
        _door = SurfaceDoor.Page(FreePort());
        var feed = _services.GetRequiredService<SurfaceFeed>();
        var status = _system.ActorOf(Props.Create(() => new StatusActor(new StatusFile(_home), feed, 4242, "0.1.0", channels)), "status");
        status.Ask<ActorIdentity>(new Identify(0)).GetAwaiter().GetResult();
    }

    /// <summary>The gateway of most stories.</summary>
    public static GatewayId Main { get; } = new("main");

    /// <summary>Where the page is.</summary>
    public Uri Url => new(_door.Where);

    /// <summary>Begins, with the page open.</summary>
    public static async Task<StandingHealer> Start(string? token = null, params IReadOnlyList<string> channels)
    {
        var healer = new StandingHealer(token, channels is [] ? ["ntfy", "desktop"] : channels);
        await healer.Open();
        return healer;
    }

    /// <summary>Opens the page, again.</summary>
    public async Task Open() => _listener = await _services.GetRequiredService<SurfaceApp>().Open(_door, CancellationToken.None);

    /// <summary>The page goes away; the rest goes on.</summary>
    public async Task Close()
    {
        if (_listener is { } listener) await listener.DisposeAsync();
        _listener = null;
    }

    /// <summary>How a gateway stands from now on.</summary>
    public void Stands(GatewayPhase phase, string? evidence = null, IncidentId? incident = null, Tier? tier = null, Pause? pause = null, string gateway = "main") =>
        _system.EventStream.Publish(new GatewayStatus(new GatewayId(gateway), DateTimeOffset.UtcNow, phase, evidence is null ? [] : [evidence], incident, tier) { Pause = pause });

    /// <summary>These are in the book already.</summary>
    public async Task Wrote(params IncidentEvent[][] stories)
    {
        foreach (var events in stories) await _journal.Append(Main, events, [], CancellationToken.None);
    }

    /// <summary>This happens now: it is written, then it is told.</summary>
    public async Task Happens(params IncidentEvent[] events)
    {
        await _journal.Append(Main, events, [], CancellationToken.None);
        foreach (var e in events) _system.EventStream.Publish(new IncidentNews(Main, e));
    }

    /// <summary>A piece of news about an incident has arrived on a channel.</summary>
    public async Task Told(IncidentId incident, string title, string channel)
    {
        await _outbox.Load(Main, [channel], CancellationToken.None);
        var news = Outages.News(incident, Main, DateTimeOffset.UtcNow, title);
        await _outbox.Keep(Main, news, CancellationToken.None);
        await _outbox.Mark(Main, channel, news.Key, DeliveryMark.Delivered, null, CancellationToken.None);
    }

    /// <summary>A doctor has ended a session well, and has changed something.</summary>
    public Task Treated(IncidentId incident, string diff)
    {
        var now = DateTimeOffset.UtcNow;
        return new TreatmentBook(_book, NullLogger<TreatmentBook>.Instance).Note(
            new TreatmentEntry(Main.Value, incident.Value, "claude-code", "config-blocked", now.AddMinutes(-2))
            {
                EndedAt = now.AddMinutes(-1),
                Session = "a-session",
                CostUsd = 0.42m,
                Turns = 7,
                ToolCalls = 12,
                Denials = 1,
                Healed = true,
                Diff = diff,
            }, CancellationToken.None);
    }

    /// <summary>A doctor begins a session.</summary>
    public async Task<Session> BeginSession(IncidentId incident)
    {
        await new TreatmentBook(_book, NullLogger<TreatmentBook>.Instance).Note(new TreatmentEntry(Main.Value, incident.Value, "claude-code", "config-blocked", DateTimeOffset.UtcNow.AddSeconds(-9)), CancellationToken.None);
        var folder = new IncidentFolder(_home, incident);
        folder.Prepare();
        await File.WriteAllTextAsync(folder.Launch, "{}");
        return new Session(folder.Log);
    }

    /// <summary>What the owner has ordered.</summary>
    public Task<OwnerWord> Word() => new OwnerWordFile(_home, Main).Read(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await Close();
        await _system.Terminate();
        await _services.DisposeAsync();
        _book.Dispose();
        Directory.Delete(_home, recursive: true);
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    /// <summary>A doctor's session as people may read it.</summary>
    public sealed class Session(string log)
    {
        /// <summary>It writes.</summary>
        public void Write(params string[] lines) => File.AppendAllLines(log, lines);
    }
}
