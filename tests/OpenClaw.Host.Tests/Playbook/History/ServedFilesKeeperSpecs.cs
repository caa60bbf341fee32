using System.Text;
using OpenClaw.Host.Playbook.History;
using OpenClaw.Host.Tests.Journal;
using OpenClaw.Host.Updates;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Playbook.History;

/// <summary>Real files, a real book; only the clock is ours.</summary>
public sealed class ServedFilesKeeperSpecs : IDisposable
{
    private const string Good = "{ gateway: { mode: 'local' } }";
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    private readonly Desk _desk = new();
    private readonly DirectoryInfo _owner = Directory.CreateTempSubdirectory("served-");
    private readonly ServedFiles _files;
    private readonly ServedFilesKeeper _keeper;

    public ServedFilesKeeperSpecs()
    {
        _files = new ServedFiles(_desk.Open(), _desk.Home, Desk.Main);
        _keeper = Keeper(_files);
        Write(Config, Good, Desk.Start.AddHours(-2));
    }

    private string Config => Path.Combine(_owner.FullName, "openclaw.json");

    private string Unit => Path.Combine(_owner.FullName, "gateway.service");

    private DateTimeOffset Now => _desk.Time.GetUtcNow();

    public void Dispose()
    {
        _desk.Dispose();
        _owner.Delete(recursive: true);
    }

    [Fact]
    public async Task What_was_there_before_the_process_counts_with_the_time_it_served()
    {
        await Serve(3, Desk.Start.AddHours(-1));
        var version = (await Versions()).ShouldHaveSingleItem();
        (version.Healthy, version.LastServed).ShouldBe((Pause * 2, Now), "the first look proves no time");
        Encoding.UTF8.GetString(await _files.Read(version, CancellationToken.None)).ShouldBe(Good);
        File.GetUnixFileMode(Path.Combine(_files.Folder, version.Hash)).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.GetUnixFileMode(_files.Folder).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task What_was_written_after_the_process_was_started_counts_only_for_the_next_one()
    {
        await Serve(2, Desk.Start.AddHours(-1));
        // An old time on it, as of a file that was copied back: that it is new is what we have seen.
        Write(Config, "{ gateway: { mode: 'local', port: 1 } }", Desk.Start.AddHours(-3));
        await Serve(2, Desk.Start.AddHours(-1));
        (await Versions()).ShouldHaveSingleItem();
        await Serve(2, Now.AddSeconds(1));
        (await Versions()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task At_the_first_look_the_file_system_s_word_counts()
    {
        Write(Config, Good, Desk.Start.AddMinutes(-1));
        await Serve(3, Desk.Start.AddHours(-1));
        (await Versions()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0.9, 1)]
    [InlineData(1.1, 0)]
    public async Task A_process_start_is_known_to_the_second_only(double writtenAfter, int versions)
    {
        var started = Desk.Start.AddHours(-1);
        Write(Config, Good, started.AddSeconds(writtenAfter));
        await Serve(3, started);
        (await Versions()).Count.ShouldBe(versions);
    }

    [Theory]
    [InlineData("{ \"meta\": { \"at\": 1 }, \"gateway\": {} }", 1)]
    [InlineData("{ \"meta\": { \"at\": 1 }, \"gateway\": { \"port\": 1 } }", 0)]
    [InlineData(null, 0)]
    public async Task What_openclaw_has_promoted_after_a_start_was_started_with_although_it_was_written_since(string? promoted, int versions)
    {
        Write(Config, "{ \"meta\": { \"at\": 2 }, \"gateway\": {} }", Desk.Start.AddMinutes(-1));
        if (promoted is not null) Write(Config + ".last-good", promoted, Desk.Start.AddMinutes(-1));
        await Serve(3, Desk.Start.AddHours(-1));
        (await Versions()).Count.ShouldBe(versions);
    }

    [Fact]
    public async Task What_openclaw_notes_about_itself_is_no_change()
    {
        Write(Config, "{ \"meta\": { \"at\": 1 }, \"gateway\": {} }", Desk.Start.AddHours(-2));
        await Serve(2, Desk.Start.AddHours(-1));
        Write(Config, "{ \"meta\": { \"at\": 2 }, \"gateway\": {} }", Now.UtcDateTime);
        await Serve(2, Desk.Start.AddHours(-1));
        (await Versions()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Nothing_counts_while_it_does_not_serve_or_nobody_knows_its_process()
    {
        for (var i = 0; i < 3; i++) await _keeper.Look(serves: false, Desk.Start.AddHours(-1), CancellationToken.None);
        await Serve(3, null);
        (await Versions()).ShouldBeEmpty();
        (await _files.LastFiles(CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_placeholder_where_a_secret_should_be_is_never_good()
    {
        Write(Config, "{ token: '__OPENCLAW_REDACTED__' }", Desk.Start.AddHours(-2));
        await Serve(3, Desk.Start.AddHours(-1));
        (await Versions()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_deleted_under_the_process_that_was_started_with_it_is_still_what_it_serves_with_and_not_what_the_next_one_does()
    {
        Write(Unit, "x", Desk.Start.AddHours(-2));
        await Serve(2, Desk.Start.AddHours(-1));
        File.Delete(Unit);
        await Serve(2, Desk.Start.AddHours(-1));
        (await _files.LastFiles(CancellationToken.None)).ShouldBe([Config, Unit]);
        await Serve(2, Now.AddSeconds(1));
        (await _files.LastFiles(CancellationToken.None)).ShouldBe([Config]);
    }

    [Fact]
    public async Task What_the_config_includes_the_job_and_its_drop_ins_are_kept_too_the_config_first()
    {
        var (part, deeper, drop) = (Path.Combine(_owner.FullName, "parts", "a.json5"), Path.Combine(_owner.FullName, "parts", "b.json5"), Path.Combine(Unit + ".d", "10.conf"));
        Write(Config, "{ $include: ['./parts/a.json5', \"gone.json\"] }", Desk.Start.AddHours(-2));
        Write(part, "{ '$include': 'b.json5' }", Desk.Start.AddHours(-2));
        foreach (var file in new[] { deeper, Unit, drop }) Write(file, "x", Desk.Start.AddHours(-2));
        await Serve(2, Desk.Start.AddHours(-1));
        (await _files.LastFiles(CancellationToken.None)).ShouldBe([Config, part, deeper, Unit, drop]);
        (await _files.Served(drop, CancellationToken.None)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_told_once_and_never_thrown()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_files.Folder)!);
        await File.WriteAllTextAsync(_files.Folder, "in the way");
        await Serve(4, Desk.Start.AddHours(-1));
        _desk.Logs.Lines.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_content_that_is_no_longer_what_it_was_is_not_read()
    {
        await Serve(2, Desk.Start.AddHours(-1));
        var version = (await Versions()).ShouldHaveSingleItem();
        await File.AppendAllTextAsync(Path.Combine(_files.Folder, version.Hash), " ");
        await Should.ThrowAsync<IOException>(() => _files.Read(version, CancellationToken.None));
        File.Delete(Path.Combine(_files.Folder, version.Hash));
        (await Versions()).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_newest_and_those_of_the_last_month_are_kept_within_bounds()
    {
        for (var i = 0; i < 60; i++) await Keep(i, Desk.Start.AddDays(i - 100));
        await ServedRetention.Tidy(_files, Desk.Start.AddDays(-40), ServedRetention.LargestBytes, CancellationToken.None);
        (await Versions()).Count.ShouldBe(ServedRetention.Newest);
        await ServedRetention.Tidy(_files, Desk.Start.AddDays(-40), largest: 500, CancellationToken.None);
        (await Versions()).Count.ShouldBe(5);
        Directory.GetFiles(_files.Folder).Length.ShouldBe(5);
        await ServedRetention.Tidy(_files, Desk.Start.AddDays(-40), largest: 1, CancellationToken.None);
        (await Versions()).ShouldHaveSingleItem().LastServed.ShouldBe(Desk.Start.AddDays(-41), "the last one always stays");
    }

    private Task Keep(int number, DateTimeOffset at)
    {
        var content = Encoding.UTF8.GetBytes(number.ToString("D100", System.Globalization.CultureInfo.InvariantCulture));
        return _files.Keep(Config, ServedFiles.HashOf(content), content, Pause, at, CancellationToken.None);
    }

    private ServedFilesKeeper Keeper(ServedFiles files) => new(files, Config, new GatewayJob(Unit, Unit + ".d", [], ""), _desk.Time, _desk.Logs.For<ServedFilesKeeper>());

    private async Task Serve(int looks, DateTimeOffset? process)
    {
        for (var i = 0; i < looks; i++)
        {
            _desk.Time.Advance(Pause);
            await _keeper.Look(serves: true, process, CancellationToken.None);
        }
    }

    private Task<IReadOnlyList<ServedVersion>> Versions() => _files.Served(Config, CancellationToken.None);

    private static void Write(string path, string text, DateTimeOffset at)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        File.SetLastWriteTimeUtc(path, at.UtcDateTime);
    }
}
