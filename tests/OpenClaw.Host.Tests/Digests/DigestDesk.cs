using Microsoft.Extensions.Logging.Abstractions;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Digests;
using OpenClaw.Host.Doctors.Records;
using OpenClaw.Host.Journal;
using OpenClaw.Host.Tests.Journal;

namespace OpenClaw.Host.Tests.Digests;

/// <summary>A book on disk, written by the daemon's own parts, and the digest of the week before <see cref="To"/>.</summary>
internal sealed class DigestDesk : IDisposable
{
    private readonly Desk _desk;
    private readonly BookSchema _schema;
    private Book? _book;

    public DigestDesk(string? home = null, BookSchema? schema = null) => (_desk, _schema) = (new Desk(home), schema ?? BookSchema.Ours);

    public static DateTimeOffset To { get; } = new(2026, 11, 30, 9, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset From { get; } = To.AddDays(-7);

    public static GatewayId Work { get; } = new("work");

    public string File => _desk.File;

    public string Home => _desk.Home;

    public Book Book => _book ??= _desk.Open(_schema);

    /// <summary>A whole incident that began so long after <see cref="From"/>.</summary>
    public Task Ended(TimeSpan after, GatewayPhase cause, Outcome outcome, TimeSpan lasted, GatewayId? gateway = null, params string[] tried) =>
        Append(gateway ?? Desk.Main, Tales.Ended(gateway ?? Desk.Main, From + after, cause, outcome, lasted, tried));

    /// <summary>An incident that is open, found at once or after a while.</summary>
    public Task Open(TimeSpan after, GatewayPhase cause, GatewayId? gateway = null, TimeSpan detection = default)
    {
        var id = Tales.Id(gateway ?? Desk.Main, From + after);
        return Append(gateway ?? Desk.Main, new Opened(id, From + after + detection, From + after, cause, ["gone"], Tier.Watchdog, 0, null) { Number = 1 });
    }

    public Task Append(GatewayId gateway, params IncidentEvent[] events) => _desk.Journal(Book).Append(gateway, events, [], CancellationToken.None);

    public Task Treated(string doctor, TimeSpan after, decimal cost, bool? healed) => new TreatmentBook(Book, NullLogger<TreatmentBook>.Instance).Note(
        new TreatmentEntry("main", "i", doctor, "Down", From + after) { CostUsd = cost, Healed = healed }, CancellationToken.None);

    /// <summary>Registers channels as the outbox does at its start.</summary>
    public Task Channels(params string[] names) => _desk.Outbox(Book).Load(Desk.Main, names, CancellationToken.None);

    /// <summary>News, and what became of it; null: nothing yet.</summary>
    public async Task Told(string key, TimeSpan after, params (string Channel, DeliveryMark? Mark)[] marks)
    {
        await _desk.Outbox(Book).Keep(Desk.Main, Tales.News(key, From + after), CancellationToken.None);
        foreach (var (channel, mark) in marks) if (mark is { } known) await _desk.Outbox(Book).Mark(Desk.Main, channel, key, known, null, CancellationToken.None);
    }

    public Task<Digest> Digest(GatewayId? gateway = null, params GatewayId[] configured) =>
        new DigestBuilder(new BookReader(_desk.Home), new Microsoft.Extensions.Time.Testing.FakeTimeProvider(To)).Build(From, To, gateway, configured.Length > 0 ? configured : [Desk.Main], CancellationToken.None);

    /// <summary>A week in which a little of everything happened.</summary>
    public async Task AWeek()
    {
        await Ended(TimeSpan.FromDays(-100), GatewayPhase.Down, Outcome.HealedByWatchdog, TimeSpan.FromSeconds(20), null, "start");
        for (var i = 0; i < 6; i++) await Ended(TimeSpan.FromHours(5 + (11 * i)), GatewayPhase.Down, Outcome.HealedByWatchdog, TimeSpan.FromSeconds(8 + (3 * i)), null, "start");
        await Ended(TimeSpan.FromHours(90), GatewayPhase.Wedged, Outcome.HealedByProber, TimeSpan.FromSeconds(95), null, "forced restart");
        await Ended(TimeSpan.FromHours(101), GatewayPhase.ConfigBlocked, Outcome.HealedByDoctor, TimeSpan.FromMinutes(7), null, "claude-code");
        await Ended(TimeSpan.FromHours(120), GatewayPhase.PortTaken, Outcome.HealedAfterHumanCall, TimeSpan.FromHours(3.5), Work);
        await Ended(TimeSpan.FromHours(130), GatewayPhase.Down, Outcome.RecoveredByItself, TimeSpan.FromSeconds(40), Work);
        await Open(TimeSpan.FromHours(166), GatewayPhase.ConfigBlocked, Work, TimeSpan.FromSeconds(30));
        await Treated("claude-code", TimeSpan.FromHours(101), 0.84m, true);
        await Treated("codex", TimeSpan.FromHours(121), 0, false);
        await Channels("discord", "log");
        await Told("a", TimeSpan.FromHours(101), ("discord", DeliveryMark.Delivered), ("log", DeliveryMark.Delivered));
        await Told("b", TimeSpan.FromHours(120), ("discord", DeliveryMark.Refused), ("log", DeliveryMark.Delivered));
        await Told("c", TimeSpan.FromHours(166), ("log", DeliveryMark.Delivered));
    }

    public void Dispose() => _desk.Dispose();
}
