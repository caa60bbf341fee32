using OpenClaw.Host.Playbook;
using OpenClaw.Host.Playbook.Evidence;
using OpenClaw.Host.Tests.Processes;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Playbook.Evidence;

/// <summary>Many witnesses, one list.</summary>
public sealed class DiagnosticianSpecs : IAsyncDisposable
{
    private readonly Ward _ward = new();

    [Fact]
    public async Task A_witness_that_hangs_or_fails_is_not_seen_and_holds_nobody_up()
    {
        var found = await Look(
            new Witness("hangs", static async _ => { await new TaskCompletionSource().Task; return []; }) { Limit = TimeSpan.FromMilliseconds(50) },
            new Witness("fails", static _ => throw new InvalidOperationException("a bug of ours")),
            Says(Found.Warning(FindingIds.DiskFull, 1, "full", "df")));
        found.Findings.Where(static f => f.Id == FindingIds.NotSeen).Select(static f => f.Fact("collector")).ShouldBe(["hangs", "fails"], ignoreOrder: true);
        found.Findings[0].Id.ShouldBe(FindingIds.DiskFull);
    }

    [Fact]
    public async Task The_worst_comes_first_and_what_two_have_seen_is_one()
    {
        var found = await Look(
            Says(Found.Info(FindingIds.ConfigChanged, 1, "changed", "a"), Found.Warning(FindingIds.PackageIncomplete, 0.6, "heard", "log", ("path", "/p"))),
            Says(Found.Blocking(FindingIds.PackageIncomplete, 1, "seen", "disk", ("path", "/p"), ("missing", "x"))));
        found.Findings.Select(static f => f.Id).ShouldBe([FindingIds.PackageIncomplete, FindingIds.ConfigChanged]);
        (found.Findings[0].Summary, found.Findings[0].Fact("missing")).ShouldBe(("seen", "x"));
        found.Findings[0].Evidence.ShouldBe(["heard"]);
        found.Findings[0].Sources.ShouldBe(["disk", "log"]);
    }

    [Fact]
    public async Task A_migration_that_a_missing_module_explains_counts_no_more()
    {
        // OpenClaw 2026.9.6 with node_modules/ws gone says both.
        var words = ExitReading.Of(["Cannot find module 'ws/package.json'", "[gateway] requires state migration. Stop the service"], _ward.Patient);
        var found = await Look(Says([.. words]));
        found.Find(FindingIds.ExitModule)!.Severity.ShouldBe(FindingSeverity.Blocking);
        (found.Find(FindingIds.DatabaseMigration)!.Severity, found.Find(FindingIds.DatabaseMigration)!.Confidence < 0.5).ShouldBe((FindingSeverity.Info, true));
    }

    [Fact]
    public async Task The_slow_ones_are_asked_only_for_the_whole()
    {
        var slow = new Witness("slow", static _ => Task.FromResult<IReadOnlyList<Finding>>([Found.Info(FindingIds.OpenClawDoctor, 1, "x", "y")])) { IsSlow = true };
        (await Look(slow)).Findings.ShouldBeEmpty();
        (await new Diagnostician([slow], TimeProvider.System).Look(_ward.Patient, isWhole: true, CancellationToken.None).Soon()).Findings.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_healthy_ward_shows_nothing_to_all_of_them()
    {
        var found = await new Diagnostician(Diagnostician.Collectors(_ward.Tools), TimeProvider.System).Look(_ward.Patient with { Process = _ward }, isWhole: false, CancellationToken.None).Soon();
        found.Findings.Where(static f => f.Severity is FindingSeverity.Blocking || f.Id == FindingIds.NotSeen).ShouldBeEmpty();
        found.OpenClaw.ShouldBe("2026.9.6");
    }

    [Fact]
    public async Task Its_end_is_its_callers_end()
    {
        using var cancel = new CancellationTokenSource();
        var look = new Diagnostician([new Witness("hangs", static async _ => { await new TaskCompletionSource().Task; return []; })], TimeProvider.System).Look(_ward.Patient, isWhole: false, cancel.Token);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => look.Soon());
    }

    public ValueTask DisposeAsync() => _ward.DisposeAsync();

    private static Witness Says(params Finding[] findings) => new("says", _ => Task.FromResult<IReadOnlyList<Finding>>(findings));

    private Task<Diagnosis> Look(params ICollector[] collectors) => new Diagnostician(collectors, TimeProvider.System).Look(_ward.Patient, isWhole: false, CancellationToken.None).Soon();

    private sealed class Witness(string name, Func<Patient, Task<IReadOnlyList<Finding>>> look) : ICollector
    {
        public string Name => name;

        public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(10);

        public bool IsSlow { get; init; }

        public Task<IReadOnlyList<Finding>> Collect(Patient patient, CancellationToken cancel) => look(patient);
    }
}
