using OpenClaw.Host.Playbook;
using OpenClaw.Host.Playbook.Remedies;
using OpenClaw.Host.Playbook.Transactions;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Playbook.Remedies;

/// <summary>What every remedy promises.</summary>
public abstract class RemedyContractSpecs : IDisposable
{
    internal Ward Ward { get; } = new();

    internal JobHand Hand => new(Ward.Systemctl);

    internal abstract IRemedy Remedy { get; }

    /// <summary>It changes nothing that can be taken back (it deletes for good, ends a process, or changes nothing at all).</summary>
    protected virtual bool ChangesFiles => true;

    /// <summary>Breaks the patient in the way this remedy mends, and says what is found then.</summary>
    internal abstract Diagnosis Break();

    [Fact]
    public async Task A_plan_changes_nothing()
    {
        var diagnosis = Break();
        var before = Ward.Everything();
        (await Remedy.Plan(diagnosis, Ward.Patient(), CancellationToken.None)).ShouldNotBeNull().Summary.ShouldNotBeEmpty();
        Ward.Everything().ShouldBe(before, ignoreOrder: true);
        Ward.Told.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_act_touches_only_what_was_declared_and_an_undo_takes_all_of_it_back()
    {
        var diagnosis = Break();
        var before = Ward.Everything();
        var plan = (await Remedy.Plan(diagnosis, Ward.Patient(), CancellationToken.None)).ShouldNotBeNull();
        var change = await Transaction.Prepare(Ward.At(".openclaw-actors/change"), new ChangeRecord { Number = 1, Remedy = Remedy.Name, Signature = "x", Summary = plan.Summary, At = DateTimeOffset.UnixEpoch }, plan, CancellationToken.None);
        (await change.Act(plan, CancellationToken.None)).ShouldSatisfyAllConditions(static r => r.Succeeded.ShouldBeTrue(r.Note));

        var after = Ward.Everything();
        string[] declared = [.. plan.Touches, .. plan.Modes, .. plan.Spends, .. plan.Moves.SelectMany(static m => (string[])[m.From, Path.GetDirectoryName(m.To)!])];
        var changed = before.Keys.Union(after.Keys).Where(p => before.GetValueOrDefault(p) != after.GetValueOrDefault(p)).ToArray();
        changed.ShouldAllBe(p => declared.Any(d => p == d || p.StartsWith(d + "/", StringComparison.Ordinal) || d.StartsWith(p + "/", StringComparison.Ordinal)));
        if (!ChangesFiles) return;

        changed.ShouldNotBeEmpty();
        await (await Transaction.Load(change.Folder, CancellationToken.None))!.Undo(CancellationToken.None);
        var undone = Ward.Everything();
        before.Keys.Union(undone.Keys).Where(p => before.GetValueOrDefault(p) != undone.GetValueOrDefault(p) && !(before.GetValueOrDefault(p) is null && Directory.Exists(p))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_is_planned_for_a_healthy_gateway()
    {
        Ward.Process.State = Ward.Process.State with { Service = OpenClaw.Actors.Watchdog.ServiceState.Running, Process = new(1, 1) };
        (await Remedy.Plan(Ward.Found(), Ward.Patient(), CancellationToken.None)).ShouldBeNull();
    }

    public void Dispose()
    {
        Ward.Dispose();
        GC.SuppressFinalize(this);
    }
}
