using System.Diagnostics;
using OpenClaw.Host.Journal;
using OpenClaw.Host.Processes;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Journal;

/// <summary>A disk that does not take the book: each job fails with one line, and the first one that can be done is done.</summary>
public sealed class RefusedBookSpecs : IDisposable
{
    private readonly Desk _desk = new();
    private readonly List<string> _mounts = [];

    [Fact]
    public async Task A_folder_in_its_place()
    {
        Directory.CreateDirectory(_desk.File);
        var book = _desk.Open();
        (await Refusal(book)).ShouldBe($"{_desk.File} is a folder");
        Directory.Delete(_desk.File);
        await Write(book, 1);
        (await Numbers(book)).ShouldBe([1]);
    }

    [Fact]
    public async Task A_state_folder_that_is_gone_for_a_while()
    {
        var book = _desk.Open();
        await Write(book, 1);
        Directory.Move(_desk.Home, _desk.Home + ".away");
        (await Refusal(book)).ShouldContain(_desk.Home);
        Directory.Exists(_desk.Home).ShouldBeFalse("what is not mounted is not made");
        Directory.Move(_desk.Home + ".away", _desk.Home);
        await Write(book, 2);
        (await Numbers(book)).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task A_file_that_was_deleted_under_it_is_begun_anew_and_told()
    {
        var book = _desk.Open();
        await Write(book, 1);
        foreach (var file in _desk.Files) File.Delete(Path.Combine(_desk.Home, file));
        (await Write(book, 2)).ShouldNotBeNull().ShouldContain("vanished");
        (await Write(book, 3)).ShouldBeNull();
        book.Dispose();
        (await Numbers(_desk.Open())).ShouldBe([2, 3]);
    }

    [Fact]
    public async Task A_disk_that_is_full()
    {
        using var desk = Mounted("size=512k");
        var book = desk.Open();
        await Write(book, 1, desk);
        Should.Throw<IOException>(() =>
        {
            using var filler = new FileStream(Path.Combine(desk.Home, "filler"), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
            while (true) filler.Write(new byte[1024]);
        });
        (await Eventually(book, desk)).ShouldBe($"{desk.File}: the disk is full");
        (await Eventually(book, desk)).ShouldBe($"{desk.File}: the disk is full", "and again, on a connection of its own");
        var loaded = await desk.Journal(book).Load(Desk.Main, CancellationToken.None);
        loaded.Trouble.ShouldBeNull("a full disk is no damage");
        File.Delete(Path.Combine(desk.Home, "filler"));
        await Write(book, 7000, desk);
        (await Numbers(book, desk)).ShouldBe([.. loaded.Events.Select(static e => e.Number), 7000]);
        desk.Files.ShouldNotContain(static file => file.Contains("unreadable", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_disk_that_can_only_be_read()
    {
        using var desk = Mounted("size=2m");
        using (var before = desk.Open()) await Write(before, 1, desk);
        await Mount("-o", "remount,ro", desk.Home);
        var book = desk.Open();
        (await Refusal(book, desk)).ShouldStartWith(desk.File);
        (await Refusal(book, desk)).ShouldNotContain("\n");
        await Mount("-o", "remount,rw", desk.Home);
        await Write(book, 2, desk);
        (await Numbers(book, desk)).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task A_program_that_holds_it()
    {
        using (var first = _desk.Open()) await Write(first, 1);
        using var other = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_desk.File};Pooling=False");
        other.Open();
        other.Run("BEGIN IMMEDIATE");
        var book = _desk.Open();
        (await Refusal(book)).ShouldBe($"{_desk.File}: another program holds it");
        other.Run("COMMIT");
        await Write(book, 2);
        (await Numbers(book)).ShouldBe([1, 2]);
    }

    public void Dispose()
    {
        foreach (var mount in _mounts)
        {
            // Lazily: a process that somebody else is just starting holds our files for a moment.
            Run("umount", "--lazy", mount);
            Directory.Delete(mount);
        }

        _desk.Dispose();
    }

    private Desk Mounted(string options)
    {
        Assert.SkipWhen(Posix.GetUid() != 0 || !OperatingSystem.IsLinux(), "only root on Linux can mount a disk of its own for this");
        var home = Directory.CreateTempSubdirectory("book-disk-").FullName;
        var (code, text) = Run("mount", "-t", "tmpfs", "-o", options, "tmpfs", home);
        Assert.SkipWhen(code != 0, $"no disk can be mounted here: {text}");
        _mounts.Add(home);
        return new Desk(home);
    }

    private static Task Mount(params string[] arguments)
    {
        var (code, text) = Run("mount", arguments);
        code.ShouldBe(0, text);
        return Task.CompletedTask;
    }

    private static (int Code, string Text) Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var text = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, text.Trim());
    }

    /// <summary>Writes until the disk takes no more: the log may still have room of its own.</summary>
    private async Task<string> Eventually(Book book, Desk desk)
    {
        for (var number = 2; number < 5000; number++)
        {
            try
            {
                await Write(book, number, desk);
            }
            catch (IOException refused)
            {
                return refused.Message;
            }
        }

        return "it was never refused";
    }

    private async Task<string> Refusal(Book book, Desk? desk = null) => (await Should.ThrowAsync<IOException>(() => Write(book, 1000, desk))).Message;

    private Task<string?> Write(Book book, int number, Desk? desk = null) => (desk ?? _desk).Journal(book).Append(
        Desk.Main, [Tales.EveryKind(Desk.Main, Desk.Start)[0] with { Number = number }], [], CancellationToken.None);

    private async Task<int[]> Numbers(Book book, Desk? desk = null) =>
        [.. (await (desk ?? _desk).Journal(book).Load(Desk.Main, CancellationToken.None)).Events.Select(static e => e.Number)];
}
