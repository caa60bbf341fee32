using OpenClaw.Host.Cli;
using OpenClaw.Host.Configuration;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Cli;

/// <summary>A daemon that cannot start says why in a line, and its exit code says whether to try again.</summary>
public sealed class RunCommandSpecs : IDisposable
{
    private const string Secret = "https://discord.com/api/webhooks/1/a-secret-of-the-owner";
    private readonly string _home = Directory.CreateTempSubdirectory("run-").FullName;

    public RunCommandSpecs() => File.WriteAllText(Path.Combine(_home, "openclaw.conf"), """
        openclaw.gateways.main { manager = direct, command = ["/bin/false"], url = "http://127.0.0.1:9/" }
        openclaw.doctor.claude.enabled = off

        """);

    [Fact]
    public async Task A_bug_of_our_own_at_the_start_is_one_line_and_70_and_its_details_are_in_the_log_s_file()
    {
        var errors = new StringWriter();

        (await RunCommand.Run(Sources, errors, static _ => throw new InvalidOperationException($"nobody\nthought of {Secret}"), CancellationToken.None)).ShouldBe(70);

        var line = errors.ToString().TrimEnd();
        line.ShouldNotContain('\n');
        line.ShouldContain("InvalidOperationException: nobody thought of");
        line.ShouldNotContain("   at ", Case.Sensitive, "no stack trace");
        line.ShouldContain(Path.Combine(_home, "logs"));
        var log = await File.ReadAllTextAsync(Directory.GetFiles(Path.Combine(_home, "logs"), "healer-*.json").ShouldHaveSingleItem());
        log.ShouldContain(nameof(A_bug_of_our_own_at_the_start_is_one_line_and_70_and_its_details_are_in_the_log_s_file), Case.Sensitive, "the stack trace");
        (line + log).ShouldNotContain("of-the-owner");
    }

    [Fact]
    public async Task A_start_that_is_called_off_is_no_error()
    {
        using var off = new CancellationTokenSource();
        var errors = new StringWriter();

        (await RunCommand.Run(
            Sources, errors,
            _ =>
            {
                off.Cancel();
                throw new OperationCanceledException(off.Token);
            },
            off.Token)).ShouldBe(ExitCodes.Ok);

        errors.ToString().ShouldBeEmpty();
    }

    public void Dispose() => Directory.Delete(_home, recursive: true);

    private SettingsSources Sources => new(AppContext.BaseDirectory, _home, new Dictionary<string, string>
    {
        ["OPENCLAW_ACTORS_HOME"] = _home,
        ["DISCORD_WEBHOOK_URL"] = Secret,
    });
}
