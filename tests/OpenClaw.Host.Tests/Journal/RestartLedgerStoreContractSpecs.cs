using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Watchdog;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Journal;

/// <summary>What every keeper of ledgers owes. An adapter's spec class inherits this.</summary>
public abstract class RestartLedgerStoreContractSpecs
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 3, 15, 4, TimeSpan.Zero);

    /// <summary>A gateway.</summary>
    protected static GatewayId Main { get; } = new("main");

    [Fact]
    public async Task Nothing_was_kept_at_first() => (await Create().Load(Main, CancellationToken.None)).ShouldBeNull();

    [Fact]
    public async Task A_ledger_comes_back_as_it_was()
    {
        var store = Create();
        await store.Save(Main, Ledger(3), CancellationToken.None);
        ShouldBeSame(await store.Load(Main, CancellationToken.None), Ledger(3));
    }

    [Fact]
    public async Task An_empty_ledger_comes_back_as_an_empty_one()
    {
        var store = Create();
        await store.Save(Main, RestartLedger.Empty, CancellationToken.None);
        ShouldBeSame(await store.Load(Main, CancellationToken.None), RestartLedger.Empty);
    }

    [Fact]
    public async Task The_last_one_counts()
    {
        var store = Create();
        await store.Save(Main, Ledger(9), CancellationToken.None);
        await store.Save(Main, Ledger(1), CancellationToken.None);
        ShouldBeSame(await store.Load(Main, CancellationToken.None), Ledger(1));
    }

    [Fact]
    public async Task Each_gateway_has_its_own()
    {
        var store = Create();
        var work = new GatewayId("work");
        await store.Save(Main, Ledger(1), CancellationToken.None);
        await store.Save(work, Ledger(2), CancellationToken.None);
        ShouldBeSame(await store.Load(Main, CancellationToken.None), Ledger(1));
        ShouldBeSame(await store.Load(work, CancellationToken.None), Ledger(2));
    }

    [Fact]
    public async Task Nothing_keptwritten_after_it_kepttold_to_stop()
    {
        var store = Create();
        await Should.ThrowAsync<OperationCanceledException>(() => store.Save(Main, Ledger(1), new CancellationToken(canceled: true)));
        (await store.Load(Main, CancellationToken.None)).ShouldBeNull();
    }

    /// <summary>A keeper that has nothing yet.</summary>
    protected abstract IRestartLedgerStore Create();

    /// <summary>A ledger with this many lines of each kind.</summary>
    protected static RestartLedger Ledger(int lines) => new()
    {
        Boots = [.. Enumerable.Range(1, lines).Select(static i => new Boot(
            new ProcessIdentity(1000 + i, 123456789L + i),
            Start.AddMinutes(i),
            i % 2 == 0 ? null : Start.AddMinutes(i).AddMilliseconds(4321),
            i % 2 == 0 ? null : new ProcessExit(i == 1 ? 78 : null, i == 1 ? null : 9, Start.AddMinutes(i)),
            i % 2 == 0))],
        Restarts = [.. Enumerable.Range(0, lines).Select(static i => new OwnRestart(Start.AddMinutes(i), (RestartKind)(i % 3), i % 2 == 1))],
        BootTimes = [.. Enumerable.Range(1, lines).Select(static i => TimeSpan.FromMilliseconds(7654.5 * i))],
    };

    // A list in a record compares by reference.
    private static void ShouldBeSame(RestartLedger? kept, RestartLedger should)
    {
        kept.ShouldNotBeNull();
        kept.Boots.ShouldBe(should.Boots);
        kept.Restarts.ShouldBe(should.Restarts);
        kept.BootTimes.ShouldBe(should.BootTimes);
    }
}
