using Microsoft.Extensions.Time.Testing;
using OpenClaw.Actors.Gateways;
using OpenClaw.Host.Cli;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Daemon;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Cli;

/// <summary>pause, resume and start, with and without a daemon.</summary>
public sealed class OwnerCommandsSpecs : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 5, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("owner-commands-");
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();
    private readonly DaemonLock _daemon;

    public OwnerCommandsSpecs()
    {
        Directory.CreateDirectory(Home);
        _daemon = DaemonLock.TryTake(Home).ShouldNotBeNull();
    }

    private string Home => Path.Combine(_root.FullName, ".openclaw-actors");

    private string Said => _output.ToString().ReplaceLineEndings("|");

    private string Refused => _errors.ToString().ReplaceLineEndings("|");

    [Fact]
    public async Task A_pause_is_written_down_and_said_in_one_line()
    {
        (await Commands().Pause(null, "2h", "a new disk", CancellationToken.None)).ShouldBe(ExitCodes.Ok);
        Said.ShouldBe("main is paused until 14:05 UTC: a new disk; the healer goes on looking|");
        (await Word()).ShouldBe(new OwnerWord(Now, Now.AddHours(2), "a new disk", null));
    }

    [Theory]
    [InlineData(null, "main is paused until 'openclaw-actors resume'; the healer goes on looking|")]
    [InlineData("1.5d", "main is paused until 2026-11-25 00:05 UTC; the healer goes on looking|")]
    [InlineData("90s", "main is paused until 12:06 UTC; the healer goes on looking|")]
    public async Task A_pause_says_its_end(string? length, string line)
    {
        (await Commands().Pause("main", length, null, CancellationToken.None)).ShouldBe(ExitCodes.Ok);
        Said.ShouldBe(line);
    }

    [Fact]
    public async Task A_resume_ends_it_and_says_whether_there_was_one()
    {
        await Commands().Pause(null, null, null, CancellationToken.None);
        await Commands().Resume(null, CancellationToken.None);
        await Commands().Resume(null, CancellationToken.None);
        Said.ShouldEndWith("main is no longer paused|main was not paused; if it is stopped, it is started|");
        (await Word()).ShouldBe(OwnerWord.None with { StartAskedAt = Now });
    }

    [Fact]
    public async Task The_last_word_of_pause_and_start_holds()
    {
        await Commands().Start(null, CancellationToken.None);
        await Commands().Pause(null, "1h", null, CancellationToken.None);
        (await Word()).ShouldBe(new OwnerWord(Now, Now.AddHours(1), null, null));
        await Commands().Start(null, CancellationToken.None);
        (await Word()).ShouldBe(new OwnerWord(null, null, null, Now));
        Said.ShouldStartWith("main is to be started|");
        Said.ShouldEndWith("main is to be started, and is no longer paused|");
    }

    [Fact]
    public async Task To_have_seen_an_incident_is_no_order_and_is_overruled_by_none()
    {
        var seen = new AcknowledgedWord(Now, "main-20261123-120000");
        await new OwnerWordFile(Home, new GatewayId("main")).Change(_ => OwnerWord.None with { Acknowledged = seen }, CancellationToken.None);
        await Commands().Pause(null, "1h", null, CancellationToken.None);
        (await Word()).ShouldBe(new OwnerWord(Now, Now.AddHours(1), null, null) { Acknowledged = seen });
        await Commands().Resume(null, CancellationToken.None);
        (await Word()).ShouldBe(OwnerWord.None with { StartAskedAt = Now, Acknowledged = seen });
    }

    [Fact]
    public async Task Without_a_daemon_the_word_is_kept_and_that_is_said()
    {
        _daemon.Dispose();
        (await Commands().Start(null, CancellationToken.None)).ShouldBe(ExitCodes.Ok);
        Said.ShouldBe($"main is to be started (no daemon runs on {Home}: this is kept until one is started)|");
        (await Word()).StartAskedAt.ShouldBe(Now);
    }

    [Fact]
    public async Task A_first_order_makes_the_state_folder()
    {
        _daemon.Dispose();
        Directory.Delete(Home, recursive: true);
        (await Commands().Pause(null, null, null, CancellationToken.None)).ShouldBe(ExitCodes.Ok);
        File.GetUnixFileMode(Home).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Theory]
    [InlineData("0h")]
    [InlineData("-2h")]
    [InlineData("31d")]
    [InlineData("999999999d")]
    [InlineData("2")]
    [InlineData("2 weeks")]
    [InlineData("")]
    [InlineData("1e9h")]
    public async Task A_length_that_is_none_is_refused_in_one_line(string length)
    {
        (await Commands().Pause(null, length, null, CancellationToken.None)).ShouldBe(ExitCodes.Usage);
        Refused.ShouldBe($"--for \"{length}\": a pause is longer than zero and at most 30 days. Write for example --for 90m or --for 2h.|");
        (await Word()).ShouldBe(OwnerWord.None);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two\nlines")]
    [InlineData("\u001b[31mred")]
    public async Task A_reason_that_is_no_line_is_refused(string reason)
    {
        (await Commands().Pause(null, null, reason, CancellationToken.None)).ShouldBe(ExitCodes.Usage);
        Refused.ShouldBe("--reason: expected one line of 1 to 200 characters.|");
    }

    [Fact]
    public async Task A_reason_that_is_too_long_is_refused()
    {
        (await Commands().Pause(null, null, new string('x', 201), CancellationToken.None)).ShouldBe(ExitCodes.Usage);
        (await Commands().Pause(null, null, new string('x', 200), CancellationToken.None)).ShouldBe(ExitCodes.Ok);
    }

    [Fact]
    public async Task An_unknown_gateway_is_told_the_known_ones()
    {
        (await Commands().Resume("mian\u001b", CancellationToken.None)).ShouldBe(ExitCodes.Usage);
        Refused.ShouldBe("There is no gateway \"mian\". Known: main.|");
    }

    [Fact]
    public async Task With_several_gateways_one_has_to_be_named()
    {
        await File.WriteAllTextAsync(Path.Combine(Home, "openclaw.conf"), "openclaw.gateways.work { url = \"http://localhost:18790/\" }");
        (await Commands().Start(null, CancellationToken.None)).ShouldBe(ExitCodes.Usage);
        Refused.ShouldBe("There is more than one gateway. Name the one that is meant: main, work.|");
        (await Commands().Start("work", CancellationToken.None)).ShouldBe(ExitCodes.Ok);
        Said.ShouldBe("work is to be started|");
    }

    [Fact]
    public async Task A_state_folder_that_cannot_be_used_is_said_to_be_one()
    {
        await File.WriteAllTextAsync(Path.Combine(Home, "gateways"), "a file where the folder should be");
        (await Commands().Start(null, CancellationToken.None)).ShouldBe(ExitCodes.StateUnusable);
        Refused.ShouldStartWith("the state folder cannot be used: ");
    }

    [Fact]
    public async Task The_status_shows_a_pause_that_no_daemon_has_heard_yet()
    {
        await new StatusFile(Home).Write(new DaemonStatus(1, "1.2.3", Now, Now, [new GatewayLine("main", "Down", false, Now, ["no process"], null, null)]));
        await new OwnerWordFile(Home, new GatewayId("main")).Change(static _ => new OwnerWord(Now, null, "a new disk", null), CancellationToken.None);
        (await StatusCommand.Run(HealerSettings.Load(Sources()), json: false, _output, _errors, CancellationToken.None)).ShouldBe(ExitCodes.Unhealthy);
        Said.ShouldContain("|main is paused until 'openclaw-actors resume': a new disk|");
    }

    public void Dispose()
    {
        _daemon.Dispose();
        _root.Delete(recursive: true);
    }

    private OwnerCommands Commands() => new(Sources(), new FakeTimeProvider(Now), _output, _errors);

    private SettingsSources Sources() => new(AppContext.BaseDirectory, _root.FullName, new Dictionary<string, string>());

    private Task<OwnerWord> Word() => new OwnerWordFile(Home, new GatewayId("main")).Read(CancellationToken.None);
}
