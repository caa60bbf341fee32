using OpenClaw.Actors.Gateways;
using OpenClaw.Host.Daemon;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Daemon;

/// <summary>The file between the command line and the daemon.</summary>
public sealed class OwnerWordFileSpecs : IDisposable
{
    private static readonly DateTimeOffset At = new(2026, 11, 23, 14, 5, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("owner-file-");
    private readonly OwnerWordFile _file;

    public OwnerWordFileSpecs() => _file = new OwnerWordFile(_home.FullName, new GatewayId("main"));

    private string WordPath => Path.Combine(_home.FullName, "gateways", "main", "owner.json");

    [Fact]
    public async Task Nothing_was_said_at_first() => (await _file.Read(CancellationToken.None)).ShouldBe(OwnerWord.None);

    [Fact]
    public async Task What_was_said_is_kept_for_its_owner_only()
    {
        var word = new OwnerWord(At, At.AddHours(2), "a new disk", At);
        await _file.Change(_ => word, CancellationToken.None);
        (await _file.Read(CancellationToken.None)).ShouldBe(word);
        File.GetUnixFileMode(WordPath).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.GetUnixFileMode(Path.GetDirectoryName(WordPath)!).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task Commands_at_the_same_time_lose_nothing()
    {
        await Task.WhenAll(Enumerable.Range(1, 8).Select(i => Task.Run(() => _file.Change(old => old with { StartAskedAt = (old.StartAskedAt ?? At).AddMinutes(1) }, CancellationToken.None))));
        (await _file.Read(CancellationToken.None)).StartAskedAt.ShouldBe(At.AddMinutes(8));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{\"version\": 2}")]
    [InlineData("null")]
    public async Task What_is_no_word_is_said_to_be_none_and_replaced_by_the_next_order(string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(WordPath)!);
        await File.WriteAllTextAsync(WordPath, text);
        (await Should.ThrowAsync<IOException>(() => _file.Read(CancellationToken.None))).Message.ShouldContain("owner.json");
        await _file.Change(old => old with { PausedSince = At }, CancellationToken.None);
        (await _file.Read(CancellationToken.None)).ShouldBe(OwnerWord.None with { PausedSince = At });
    }

    [Fact]
    public void A_pause_ends_with_its_time()
    {
        new OwnerWord(At, At.AddHours(1), null, null).IsPausedAt(At.AddMinutes(59)).ShouldBeTrue();
        new OwnerWord(At, At.AddHours(1), null, null).IsPausedAt(At.AddHours(1)).ShouldBeFalse();
        new OwnerWord(At, null, null, null).IsPausedAt(At.AddYears(1)).ShouldBeTrue();
        OwnerWord.None.IsPausedAt(At).ShouldBeFalse();
    }

    public void Dispose() => _home.Delete(recursive: true);
}
