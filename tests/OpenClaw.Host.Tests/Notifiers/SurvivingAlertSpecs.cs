using Akka.Actor;
using Akka.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Hosting;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Journal;
using OpenClaw.Host.Notifiers;
using OpenClaw.Host.Tests.Processes;
using OpenClaw.StandIns;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Notifiers;

/// <summary>A call for a human on its way: no network for an hour, the daemon killed twice, and then it arrives, once. Real book, real HTTP, virtual time.</summary>
public sealed class SurvivingAlertSpecs : IAsyncLifetime
{
    private static readonly GatewayId Main = new("main");
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 23, 3, 15, 4, TimeSpan.Zero));
    private readonly ServiceProvider _services = new ServiceCollection().AddChannelClient().BuildServiceProvider();
    private readonly List<DirectoryInfo> _homes = [Directory.CreateTempSubdirectory("alert-")];
    private readonly List<Life> _lives = [];
    private DiscordSink _sink = null!;
    private Cable _cable = null!;

    public async ValueTask InitializeAsync()
    {
        _sink = await DiscordSink.Start();
        var nobody = new UriBuilder(_sink.Url) { Port = RawSocket.Nobody().Port }.Uri;
        var tools = new ChannelTools(_services.GetRequiredService<IHttpClientFactory>(), TimeSpan.FromSeconds(15), TimeProvider.System);
        _cable = new Cable(new DiscordNotifier(tools, new SecretText(_sink.Url.AbsoluteUri), Severity.Warning), new DiscordNotifier(tools, new SecretText(nobody.AbsoluteUri), Severity.Warning));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var life in _lives) await life.DisposeAsync();
        await _services.DisposeAsync();
        await _sink.DisposeAsync();
        foreach (var home in _homes) home.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task It_arrives_once_after_an_hour_without_a_network_and_two_kills()
    {
        var call = HumanIsCalled(_time.GetUtcNow());
        var life = Live();
        // The channel is known before there is news, as in a daemon that has been running.
        (await life.Marked(call.News.Key)).ShouldBeNull();
        await life.Journal.Append(Main, [call.Event], [call.News], CancellationToken.None);
        life.Voice.Tell(new Announce(Main, call.News, IsKept: true));
        await Trying();
        await Killed(life);

        life = Live();
        await Trying();
        await Killed(life);

        life = Live();
        await Trying();
        _sink.Calls.ShouldBeEmpty();
        _cable.IsUp = true;
        await Eventually.Holds(() => Passing(_sink.Calls.Count > 0), "the alert arrives");
        var sent = _sink.Calls.ShouldHaveSingleItem();
        sent.Body.ShouldContain("needs you");
        sent.Body.ShouldContain("This may have reached you before");
        await Eventually.Holds(async () => await life.Marked(call.News.Key) == DeliveryMark.Delivered, "its arrival is in the book");

        await Killed(life);
        life = Live();
        life.Voice.Tell(new Announce(Main, call.News, IsKept: true));
        await Eventually.Holds(async () => await life.Marked(call.News.Key) == DeliveryMark.Delivered, "the next one reads it");
        for (var half = 0; half < 120; half++) _time.Advance(TimeSpan.FromSeconds(30));
        var next = call.News with { Key = "another" };
        life.Voice.Tell(new Announce(Main, next));
        await Eventually.Holds(() => Passing(_sink.Calls.Count > 1), "what comes after it arrives");
        _sink.Calls.Count(c => c.Body.Contains(call.News.Key, StringComparison.Ordinal)).ShouldBe(1);
    }

    /// <summary>Twenty minutes at least in which it is tried again and again.</summary>
    private async Task Trying()
    {
        for (var until = _time.GetUtcNow() + TimeSpan.FromMinutes(20); _time.GetUtcNow() < until;)
        {
            var before = _cable.Refused;
            await Eventually.Holds(() => Passing(_cable.Refused > before), "it is tried again");
        }
    }

    /// <summary>While something is not so, time passes.</summary>
    private bool Passing(bool isSo)
    {
        if (!isSo) _time.Advance(TimeSpan.FromSeconds(30));
        return isSo;
    }

    private Life Live()
    {
        var life = new Life(_homes[^1].FullName, _time, _cable);
        _lives.Add(life);
        return life;
    }

    /// <summary>As kill -9 leaves it: the files as they are in this moment are all that the next one has.</summary>
    private async Task Killed(Life life)
    {
        var next = Directory.CreateTempSubdirectory("alert-");
        foreach (var file in _homes[^1].GetFiles()) file.CopyTo(Path.Combine(next.FullName, file.Name));
        _homes.Add(next);
        await life.DisposeAsync();
        _lives.Remove(life);
    }

    private static (IncidentEvent Event, Announcement News) HumanIsCalled(DateTimeOffset now)
    {
        var id = IncidentId.For(Main, now);
        var opened = new Opened(id, now, now, GatewayPhase.ConfigBlocked, ["exit code 78"], Tier.Human, 0, null) { Number = 1 };
        return (opened, new Announcement($"{id}/human-1", Main, id, Severity.Critical, "Gateway main needs you", "It refuses its configuration.", ["exit code 78"], "openclaw doctor", now));
    }

    /// <summary>One life of the daemon, as far as news goes.</summary>
    private sealed class Life : IAsyncDisposable
    {
        private readonly Book _book;
        private readonly ActorSystem _system;
        private readonly SqliteOutboxStore _store;

        public Life(string home, FakeTimeProvider time, INotifier channel)
        {
            _book = new Book(home, time, NullLogger<Book>.Instance);
            _store = new SqliteOutboxStore(_book, NullLogger<SqliteOutboxStore>.Instance);
            Journal = new SqliteIncidentJournal(_book, NullLogger<SqliteIncidentJournal>.Instance);
            _system = ActorSystem.Create("alert", BootstrapSetup.Create().WithConfig(TimeProviderScheduler.UseClock(time).WithFallback(ConfigurationFactory.ParseString("akka { loglevel = OFF, stdout-loglevel = OFF, log-dead-letters = off }"))));
            var healer = new HealerParts([], [channel], Journal) { Outbox = _store };
            Voice = _system.ActorOf(Props.Create(() => new NotifierSupervisor(Main, healer)));
        }

        public SqliteIncidentJournal Journal { get; }

        public IActorRef Voice { get; }

        public async Task<DeliveryMark?> Marked(string key) =>
            (await _store.Load(Main, ["discord"], CancellationToken.None)).SingleOrDefault(k => k.News.Key == key)?.Marks.GetValueOrDefault("discord");

        public async ValueTask DisposeAsync()
        {
            await _system.Terminate();
            _book.Dispose();
        }
    }

    /// <summary>The network between the channel and the world.</summary>
    private sealed class Cable(INotifier up, INotifier down) : INotifier
    {
        private int _refused;

        public bool IsUp { get; set; }

        public int Refused => Volatile.Read(ref _refused);

        public string Name => "discord";

        public Severity Floor => Severity.Warning;

        public async Task<Delivery> Deliver(Announcement announcement, CancellationToken cancel)
        {
            if (IsUp) return await up.Deliver(announcement, cancel);
            var delivery = await down.Deliver(announcement, cancel);
            Interlocked.Increment(ref _refused);
            return delivery;
        }
    }
}
