using OpenClaw.Host.Playbook.Remedies;
using OpenClaw.Host.Playbook.Transactions;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Playbook.Transactions;

/// <summary>What a change keeps, and how it is taken back.</summary>
public sealed class TransactionSpecs : IDisposable
{
    private readonly Ward _ward = new();

    private string Folder => _ward.At(".openclaw-actors/incidents/main-1/playbook/01-test");

    [Fact]
    public async Task An_undo_puts_back_bytes_modes_times_links_and_what_was_deleted_and_takes_away_what_is_new()
    {
        var file = _ward.Write("a/file", "before", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        File.SetLastWriteTimeUtc(file, new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc));
        var gone = _ward.Write("a/folder/gone", "deleted");
        var target = _ward.Write("a/target", "behind the link");
        File.CreateSymbolicLink(_ward.At("a/link"), target);
        var before = _ward.Everything();

        var change = await Changed([file, _ward.At("a/folder"), _ward.At("a/link"), _ward.At("a/new")], () =>
        {
            _ward.Write("a/file", "after");
            File.Delete(gone);
            _ward.Write("a/folder/sub/added", "added");
            _ward.Write("a/target", "changed through the link");
            _ward.Write("a/new", "new");
        });
        _ward.Everything().ShouldNotBe(before);

        // By a later daemon, which has nothing but the folder.
        (await (await Transaction.Load(Folder, CancellationToken.None))!.Undo(CancellationToken.None)).ShouldBeEmpty();
        _ward.Everything().ShouldBe(before, ignoreOrder: true);
        change.Record.State.ShouldBe(ChangeState.Acted);
        (await Transaction.Load(Folder, CancellationToken.None))!.Record.State.ShouldBe(ChangeState.Undone);
    }

    [Fact]
    public async Task What_somebody_else_has_changed_since_is_left_alone_and_named_and_the_rest_goes_back()
    {
        var (one, other) = (_ward.Write("one", "before"), _ward.Write("other", "before"));
        var change = await Changed([one, other], () =>
        {
            _ward.Write("one", "after");
            _ward.Write("other", "after");
        });
        _ward.Write("one", "the owner's");

        (await change.ChangedSince(CancellationToken.None)).ShouldBe([one]);
        (await change.Undo(CancellationToken.None)).ShouldHaveSingleItem().ShouldContain(one);
        File.ReadAllText(one).ShouldBe("the owner's");
        File.ReadAllText(other).ShouldBe("before");
    }

    [Fact]
    public async Task An_undo_that_is_told_twice_is_done_once()
    {
        var file = _ward.Write("file", "before");
        var change = await Changed([file], () => _ward.Write("file", "after"));
        await change.Undo(CancellationToken.None);
        _ward.Write("file", "later");
        await change.Undo(CancellationToken.None);
        File.ReadAllText(file).ShouldBe("later");
    }

    [Fact]
    public async Task A_change_that_its_daemon_did_not_live_to_end_goes_back_from_whatever_it_has_come_to()
    {
        var file = _ward.Write("file", "before");
        var plan = Plan([file], () =>
        {
            _ward.Write("file", "half");
            throw new InvalidOperationException("killed");
        });
        var change = await Transaction.Prepare(Folder, Head, plan, CancellationToken.None);
        await Should.ThrowAsync<InvalidOperationException>(change.Act(plan, CancellationToken.None));

        var left = (await Transaction.Load(Folder, CancellationToken.None))!;
        left.IsInFlight.ShouldBeTrue();
        await left.Undo(CancellationToken.None);
        File.ReadAllText(file).ShouldBe("before");
    }

    [Fact]
    public async Task A_folder_that_was_moved_aside_comes_back_by_a_rename_and_what_was_put_in_its_place_goes()
    {
        var before = _ward.Everything();
        var package = _ward.At(Ward.Package);
        var plan = Plan([], () => _ward.Write($"{Ward.Package}/package.json", "another")) with { Moves = [new MovedAside(package, _ward.At("lib/.kept/openclaw"))] };
        var change = await Transaction.Prepare(Folder, Head, plan, CancellationToken.None);
        await change.Act(plan, CancellationToken.None);
        Directory.GetFileSystemEntries(package).ShouldHaveSingleItem();

        (await (await Transaction.Load(Folder, CancellationToken.None))!.Undo(CancellationToken.None)).ShouldBeEmpty();
        _ward.Everything().ShouldBe(before, ignoreOrder: true);
    }

    [Fact]
    public async Task A_package_that_was_updated_since_is_not_thrown_away_for_the_one_that_was_moved_aside()
    {
        var package = _ward.At(Ward.Package);
        var plan = Plan([], () => _ward.Write($"{Ward.Package}/package.json", "another")) with { Moves = [new MovedAside(package, _ward.At("lib/.kept/openclaw"))] };
        var change = await Transaction.Prepare(Folder, Head, plan, CancellationToken.None);
        await change.Act(plan, CancellationToken.None);
        _ward.Write($"{Ward.Package}/package.json", "the owner's update");

        (await change.Undo(CancellationToken.None)).ShouldHaveSingleItem().ShouldContain(package);
        File.ReadAllText(Path.Combine(package, "package.json")).ShouldBe("the owner's update");
        Directory.Exists(_ward.At("lib/.kept/openclaw")).ShouldBeTrue();
    }

    [Fact]
    public async Task Only_the_mode_of_what_is_declared_so_is_kept_and_put_back()
    {
        var file = _ward.Write("file", "content", UnixFileMode.None);
        var plan = Plan([], () => File.SetUnixFileMode(file, UnixFileMode.UserRead)) with { Modes = [file] };
        var change = await Transaction.Prepare(Folder, Head, plan, CancellationToken.None);
        await change.Act(plan, CancellationToken.None);
        Directory.GetFiles(Folder).ShouldHaveSingleItem().ShouldEndWith("change.json");
        await change.Undo(CancellationToken.None);
        File.GetUnixFileMode(file).ShouldBe(UnixFileMode.None);
    }

    [Fact]
    public async Task The_diff_shows_what_changed_and_no_secret_and_everything_kept_is_for_its_owner_only()
    {
        var file = _ward.Write("file", "a\n\"token\": \"sk-verysecretvalue\"\nb\n");
        var change = await Changed([file], () => _ward.Write("file", "a\n\"token\": \"sk-verysecretvalue\"\nc\n"));
        var diff = await change.Diff(CancellationToken.None);
        diff.ShouldContain("-b");
        diff.ShouldContain("+c");
        diff.ShouldNotContain("sk-verysecretvalue");
        File.GetUnixFileMode(Folder).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.GetFiles(Folder).ShouldAllBe(static f => File.GetUnixFileMode(f) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    public void Dispose() => _ward.Dispose();

    private static ChangeRecord Head => new() { Number = 1, Remedy = "test", Signature = "test", Summary = "a test", At = DateTimeOffset.UnixEpoch };

    private static RemedyPlan Plan(IReadOnlyList<string> touches, Action act) => new("a test", touches, _ =>
    {
        act();
        return Task.FromResult(new RemedyResult(true, "done"));
    });

    private async Task<Transaction> Changed(IReadOnlyList<string> touches, Action act)
    {
        var plan = Plan(touches, act);
        var change = await Transaction.Prepare(Folder, Head, plan, CancellationToken.None);
        await change.Act(plan, CancellationToken.None);
        return change;
    }
}
