using OpenClaw.Host.Playbook;
using OpenClaw.Host.Playbook.Tools;
using OpenClaw.Host.Tests.Processes;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Playbook.Evidence;

/// <summary>OpenClaw's command line, played by a script; what the real one answers is in the stories.</summary>
public sealed class OpenClawToolSpecs : IAsyncDisposable
{
    private readonly Ward _ward = new();

    private OpenClawTool Tool => new(_ward.Gateway, _ward.Patient.Programs, _ward.Workshop.PathOf("healer"), "/usr/bin:/bin", TimeProvider.System);

    [Fact]
    public async Task A_copy_is_checked_with_its_includes_and_nothing_is_left()
    {
        Ward.Write(Path.Combine(_ward.Gateway.StateDirectory, "parts/log.json5"), "{}");
        Plays("""echo "{\"valid\":false,\"issues\":[{\"path\":\"<root>\",\"message\":\"$(dirname $OPENCLAW_CONFIG_PATH)/parts/log.json5 $(ls $(dirname $OPENCLAW_CONFIG_PATH)/parts)\"}]}"; exit 1""");
        var verdict = await Check("{ logging: { $include: './parts/log.json5' } }");
        verdict.Result.ShouldBe(ConfigCheckResult.Invalid);
        verdict.Issues.ShouldBe([new ConfigIssue("", $"{_ward.Gateway.StateDirectory}/parts/log.json5 log.json5")]);
        Directory.EnumerateFileSystemEntries(_ward.Workshop.PathOf("healer/checks")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"valid":true,"warnings":[{"path":"a","message":"Missing env var"}]}""", ConfigCheckResult.Valid)]
    [InlineData("""{"ok":false,"error":{"type":"cli_error","message":"OpenClaw config has no command"}}""", ConfigCheckResult.Unknown)]
    [InlineData("openclaw: missing dist/entry.(m)js", ConfigCheckResult.Unknown)]
    [InlineData("""{"valid":false,"issues":[{"path":"<root>","message":"read failed: Error: file is not a database"}]}""", ConfigCheckResult.Unknown)]
    public async Task Only_a_verdict_is_one(string said, ConfigCheckResult result)
    {
        Plays($"cat <<'X'\n{said}\nX");
        (await Check("{}")).Result.ShouldBe(result);
    }

    [Fact]
    public void Unknown_keys_are_named_with_their_parent()
    {
        var verdict = ConfigVerdictText.Of(new(1, """{"valid":false,"issues":[{"path":"gateway","message":"Unrecognized keys: \"a\", \"b\""},{"path":"channels.telegram","message":"invalid config: must not have additional properties: \"foo\""},{"path":"gateway.auth","message":"Invalid input: expected object, received string"}]}""", ""), "/s", "/r");
        verdict.Issues.Select(static i => i.Path).ShouldBe(["gateway.a", "gateway.b", "channels.telegram.foo", "gateway.auth"]);
    }

    [Fact]
    public async Task Nothing_of_our_environment_is_passed_on()
    {
        Environment.SetEnvironmentVariable("DISCORD_WEBHOOK_URL_OF_A_SPEC", "secret");
        Plays("env; echo HOME=$HOME");
        var answer = await Tool.Run(["x"], TimeSpan.FromSeconds(10), CancellationToken.None).Soon();
        answer.Output.ShouldNotContain("DISCORD_WEBHOOK_URL_OF_A_SPEC");
        answer.Output.ShouldContain($"OPENCLAW_STATE_DIR={_ward.Gateway.StateDirectory}");
    }

    [Fact]
    public async Task What_does_not_end_in_time_is_ended_with_everything_it_started()
    {
        var pids = _ward.Workshop.PathOf("pids");
        Plays($"setsid sleep 600 & echo $! >>{pids}; echo $$ >>{pids}; wait");
        var answer = await Tool.Run(["x"], TimeSpan.FromSeconds(2), CancellationToken.None).Soon();
        answer.ExitCode.ShouldBeNull();
        foreach (var pid in (await File.ReadAllLinesAsync(pids)).Select(int.Parse))
            await Eventually.Holds(async () => await _ward.Workshop.Local.Table.Find(pid, CancellationToken.None) is null or { IsZombie: true }, $"{pid} has ended");
    }

    [Fact]
    public async Task Without_a_package_nothing_is_known()
    {
        Directory.Delete(_ward.Package, recursive: true);
        (await Check("{}")).Result.ShouldBe(ConfigCheckResult.Unknown);
    }

    public ValueTask DisposeAsync() => _ward.DisposeAsync();

    private void Plays(string script) => _ward.Workshop.WriteScript("bin/node", $"#!/bin/sh\n{script}\n");

    private Task<ConfigVerdict> Check(string config) => Tool.Check(config, _ward.Gateway.StateDirectory, CancellationToken.None).Soon();
}
