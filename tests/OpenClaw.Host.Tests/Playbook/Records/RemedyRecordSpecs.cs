using OpenClaw.Host.Playbook;
using OpenClaw.Host.Playbook.Records;
using OpenClaw.Host.Tests.Journal;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Playbook.Records;

public sealed class RemedyRecordSpecs : IDisposable
{
    private readonly Desk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task Trials_add_up_and_one_that_is_told_twice_counts_once_as_it_was_told_last()
    {
        var record = Open();
        await record.Note(Trial("i1", 1, "config-keys", healed: true), CancellationToken.None);
        await record.Note(Trial("i1", 1, "config-keys", healed: false), CancellationToken.None);
        await record.Note(Trial("i1", 2, "config-rollback", healed: true), CancellationToken.None);
        await record.Note(Trial("i2", 1, "config-keys", healed: true), CancellationToken.None);
        (await record.For("config-invalid", CancellationToken.None)).ShouldBe([new("config-invalid", "config-keys", 2, 1), new("config-invalid", "config-rollback", 1, 1)]);
        (await record.For("another", CancellationToken.None)).ShouldBeEmpty();
        (await record.All(CancellationToken.None)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task It_is_read_from_the_disk_beside_a_daemon_and_nothing_is_made_where_there_is_none()
    {
        var onDisk = RemedyRecord.OnDisk(_desk.Home, _desk.Logs.For<RemedyRecord>());
        (await onDisk.All(CancellationToken.None)).ShouldBeEmpty();
        _desk.Files.ShouldBeEmpty();
        await Open().Note(Trial("i1", 1, "config-keys", healed: true), CancellationToken.None);
        (await onDisk.All(CancellationToken.None)).ShouldHaveSingleItem().Healed.ShouldBe(1);
    }

    [Fact]
    public async Task A_book_that_cannot_be_written_is_a_line_in_the_log()
    {
        Directory.CreateDirectory(_desk.File);
        var record = Open();
        await record.Note(Trial("i1", 1, "config-keys", healed: true), CancellationToken.None);
        (await record.All(CancellationToken.None)).ShouldBeEmpty();
        _desk.Logs.Lines.Count.ShouldBe(2);
    }

    private RemedyRecord Open() => new(_desk.Open(), _desk.Logs.For<RemedyRecord>());

    private static RemedyTrial Trial(string incident, int number, string remedy, bool healed) => new("main", incident, number, "config-invalid", remedy, Desk.Start, healed);
}
