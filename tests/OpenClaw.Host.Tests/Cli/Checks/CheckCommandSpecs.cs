using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using OpenClaw.Host.Cli;
using OpenClaw.Host.Cli.Checks;
using OpenClaw.Host.Configuration;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Cli.Checks;

/// <summary>check: one look that fails or hangs stops no other, and the exit code says the worst.</summary>
public sealed class CheckCommandSpecs : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("check-");
    private readonly StringWriter _output = new();
    private readonly FakeTimeProvider _time = new();

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public async Task Every_line_says_what_was_found_and_how_to_mend_it()
    {
        (await Run([new Scripted("disk", static c => c.Ok("40 GiB are free")), new Scripted("tmux", static c => c.Warning("is not installed", "apt install tmux")), new Scripted("node", static c => c.Fault("is\u001b[31m missing", "install it", "main"))]))
            .ShouldBe(ExitCodes.Unhealthy);

        _output.ToString().ReplaceLineEndings("|").ShouldBe("ok       disk: 40 GiB are free|warning  tmux: is not installed|         -> apt install tmux|FAULT    node main: is [31m missing|         -> install it|1 fault to mend, 1 warning.|");
    }

    [Fact]
    public async Task Warnings_are_no_fault()
    {
        (await Run([new Scripted("tmux", static c => c.Warning("is not installed", "apt install tmux"))])).ShouldBe(ExitCodes.Ok);
        (await Run([new Scripted("disk", static c => c.Ok("fine"))])).ShouldBe(ExitCodes.Ok);

        _output.ToString().ShouldContain("Nothing is missing; 1 thing could be better.");
        _output.ToString().ShouldContain("Everything is there.");
    }

    [Fact]
    public async Task One_that_throws_and_one_that_hangs_are_told_and_stop_no_other()
    {
        var run = Run([new Scripted("a", static _ => throw new InvalidOperationException("broken")), new Hangs(), new Scripted("b", static c => c.Ok("fine"))]);
        while (!run.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        (await run).ShouldBe(ExitCodes.Ok);
        _output.ToString().ShouldContain("warning  a: could not be looked at: broken");
        _output.ToString().ShouldContain("warning  hangs: could not be looked at within 10 s");
        _output.ToString().ShouldContain("ok       b: fine");
    }

    [Fact]
    public async Task A_configuration_that_cannot_be_used_is_2_and_the_machine_is_looked_at_all_the_same()
    {
        (await new CheckCommand(
            static () => throw new ConfigurationException("openclaw.conf:3: a is not a known key."), [new Scripted("clock", static c => c.Ok("kept in time"))], static _ => throw new InvalidOperationException("not asked"), TimeProvider.System,
            _output, TextWriter.Null).Run(json: true, CancellationToken.None)).ShouldBe(ExitCodes.Usage);

        var checks = JsonDocument.Parse(_output.ToString()).RootElement.GetProperty("checks").EnumerateArray().ToArray();
        checks.Select(static c => (c.GetProperty("area").GetString(), c.GetProperty("level").GetString())).ShouldBe([("configuration", "Fault"), ("clock", "Ok")]);
    }

    [Fact]
    public async Task A_secret_is_never_shown()
    {
        const string Secret = "https://discord.com/api/webhooks/1/a-secret-of-the-owner";
        var settings = HealerSettings.Load(new SettingsSources(AppContext.BaseDirectory, _root.FullName, new Dictionary<string, string> { ["DISCORD_WEBHOOK_URL"] = Secret }));

        await new CheckCommand(() => settings, [], static _ => [new Scripted("channel", static c => c.Fault($"{Secret} fails", Secret))], TimeProvider.System, _output, TextWriter.Null).Run(json: true, CancellationToken.None);

        _output.ToString().ShouldNotContain("of-the-owner");
    }

    private Task<int> Run(IReadOnlyList<ICheck> checks) => new CheckCommand(
        () => HealerSettings.Load(new SettingsSources(AppContext.BaseDirectory, _root.FullName, new Dictionary<string, string>())), checks, static _ => [], _time, _output, TextWriter.Null).Run(json: false, CancellationToken.None);

    private sealed class Scripted(string area, Func<ICheck, CheckLine> look) : ICheck
    {
        public string Area => area;

        public Task<IReadOnlyList<CheckLine>> Look(CancellationToken cancel) => Task.FromResult<IReadOnlyList<CheckLine>>([look(this)]);
    }

    private sealed class Hangs : ICheck
    {
        public string Area => "hangs";

        public async Task<IReadOnlyList<CheckLine>> Look(CancellationToken cancel)
        {
            await new TaskCompletionSource().Task;
            return [];
        }
    }
}
