using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Playbook;
using OpenClaw.Host.Playbook.Evidence;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Playbook.Evidence;

/// <summary>What a gateway said before it ended. The texts are those of OpenClaw 2026.9.6, Node 26.10 and systemd 252; most were recorded, <see cref="OpenClaw.Host.Playbook.Evidence.ExitPatterns"/> says which were not.</summary>
public sealed class ExitCollectorSpecs : IAsyncDisposable
{
    private readonly Ward _ward = new();

    [Theory]
    [InlineData("Error: Cannot find module '/home/claw/apm/agent.cjs'\nRequire stack:\n- internal/preload\n    at Module._resolveFilename", FindingIds.ExitModule, "module", "/home/claw/apm/agent.cjs")]
    [InlineData("Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'ws' imported from /n/openclaw/dist/a.mjs", FindingIds.ExitModule, "importer", "/n/openclaw/dist/a.mjs")]
    [InlineData("Cannot find module 'ws/package.json'\nRequire stack:\n- /n/openclaw/dist/websocket-C.mjs", FindingIds.ExitModule, "importer", "/n/openclaw/dist/websocket-C.mjs")]
    [InlineData("openclaw: missing dist/entry.(m)js (build output).", FindingIds.ExitModule, "module", "dist/entry.(m)js")]
    [InlineData("Doctor cannot repair this state: shared state database is unreadable at /h/.openclaw/state/openclaw.sqlite: file is not a database. Stop OpenClaw", FindingIds.DatabaseCorrupt, "path", "/h/.openclaw/state/openclaw.sqlite")]
    [InlineData("SqliteError: database disk image is malformed", FindingIds.DatabaseCorrupt, "message", "database disk image is malformed")]
    [InlineData("OpenClaw state database /h/openclaw.sqlite uses newer schema version 99; this build supports 18.", FindingIds.DatabaseNewer, "message", "OpenClaw state database /h/openclaw.sqlite uses newer schema version 99; this build supports 18.")]
    [InlineData("Gateway start blocked: existing config is missing gateway.mode. Treat this as suspicious", FindingIds.ConfigRefused, "paths", "gateway.mode")]
    [InlineData("Gateway start blocked: set gateway.mode=local (current: remote) or pass --allow-unconfigured.", FindingIds.ConfigRefused, "paths", "gateway.mode")]
    [InlineData("2026-11-23T23:37:14.915+00:00 Refusing to bind gateway to lan without auth.", FindingIds.ConfigRefused, "paths", "gateway.bind\ngateway.auth")]
    [InlineData("2026-11-23T23:37:49.237+00:00 Gateway auth is set to password, but no password is configured.", FindingIds.ConfigRefused, "paths", "gateway.auth")]
    [InlineData("Gateway failed to start: Invalid config at /h/openclaw.json:\n<root>: Unrecognized key: \"gatway\"\nagents.defaults: Unrecognized keys: \"a\", \"b\"\nRun \"openclaw doctor --fix\" to repair, then retry.", FindingIds.ConfigInvalid, "paths", "gatway\nagents.defaults.a\nagents.defaults.b")]
    [InlineData("FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory", FindingIds.MemoryHeap, "message", "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory")]
    [InlineData("Node v25.1.0 is unsupported; OpenClaw requires >=24.16.0 <25, or >=26.1.0 (Node 26 recommended).", FindingIds.NodeUnsupported, "version", "25.1.0")]
    [InlineData("openclaw-gateway.service: Failed to locate executable /home/claw/.nvm/bin/node: No such file or directory", FindingIds.JobProgramMissing, "program", "/home/claw/.nvm/bin/node")]
    [InlineData("Error: ENOSPC: no space left on device, write", FindingIds.DiskFull, "message", "ENOSPC: no space left on device, write")]
    [InlineData("openclaw-gateway.service: Failed with result 'oom-kill'.", FindingIds.MemoryKilled, "message", "openclaw-gateway.service: Failed with result 'oom-kill'.")]
    public void A_recorded_text_means_what_it_meant(string text, string id, string fact, string value)
    {
        var found = ExitReading.Of(text.Split('\n'), _ward.Patient);
        found.ShouldContain(f => f.Id == id);
        found.First(f => f.Id == id).Fact(fact).ShouldBe(value);
    }

    [Fact]
    public void A_file_that_may_not_be_read_is_the_config_or_a_part_of_the_state_or_just_a_word()
    {
        string Of(string path) => ExitReading.Of([$"read failed: Error: EACCES: permission denied, open '{path}'"], _ward.Patient).ShouldHaveSingleItem().Id;
        Of(_ward.Gateway.ConfigPath).ShouldBe(FindingIds.ConfigUnreadable);
        Of(Path.Combine(_ward.Gateway.StateDirectory, "state/x")).ShouldBe(FindingIds.StateMode);
        Of("/etc/shadow").ShouldBe(FindingIds.ExitWords);
    }

    [Theory]
    [InlineData("2026-11-23T22:34:29 [gateway] ready")]
    [InlineData("[admission] closed: stop (SIGTERM)\n[shutdown] completed cleanly in 78ms")]
    [InlineData("[gateway] Unable to read systemd stop timeout; user manager openclaw-gateway.service: systemctl show exited 1")]
    [InlineData("Missing env var \"GYM_WS_ROOT\" - feature using this value will be unavailable")]
    public void What_a_healthy_gateway_says_means_nothing(string text) => ExitReading.Of(text.Split('\n'), _ward.Patient).ShouldBeEmpty();

    [Fact]
    public void Secrets_in_the_last_words_are_not_told() =>
        ExitReading.Of(["Refusing to bind gateway to lan, token=sk-abcdefghijklmnop"], _ward.Patient).ShouldHaveSingleItem().ToString().ShouldNotContain("abcdefghijklmnop");

    [Fact]
    public async Task It_is_read_from_the_journal_of_the_last_start_with_how_it_ended()
    {
        Died(code: 78, restarts: 0, "Gateway start blocked: set gateway.mode=local (current: remote)");
        var found = await Look();
        found.Select(static f => f.Id).ShouldBe([FindingIds.ConfigRefused, FindingIds.ExitWords]);
        found[0].Severity.ShouldBe(FindingSeverity.Blocking);
    }

    [Fact]
    public async Task An_exit_again_and_again_is_told_with_its_number()
    {
        Died(code: 1, restarts: 7, "boom");
        (await Look()).Single(static f => f.Id == FindingIds.ExitRepeated).Fact("times").ShouldBe("7");
    }

    [Fact]
    public async Task Exit_78_without_a_word_that_is_known_is_still_the_config()
    {
        Died(code: 78, restarts: 0, "something new in a later release");
        (await Look()).ShouldContain(static f => f.Id == FindingIds.ConfigRefused && f.Confidence < 0.8);
    }

    [Fact]
    public async Task What_a_gateway_says_that_serves_is_a_remark()
    {
        Died(code: 1, restarts: 0, "Error: ENOSPC: no space left on device, write");
        _ward.State = _ward.State with { Process = new ProcessIdentity(1, 1), StartedAt = DateTimeOffset.UnixEpoch };
        var found = (await Look()).ShouldHaveSingleItem();
        (found.Severity, found.Confidence < 0.5).ShouldBe((FindingSeverity.Info, true));
    }

    [Fact]
    public void Of_a_log_only_the_last_start_counts() =>
        ExitCollector.LastStart("Cannot find module 'old'\n[gateway] loading configuration…\nlater\n").ShouldBe(["[gateway] loading configuration…", "later"]);

    public ValueTask DisposeAsync() => _ward.DisposeAsync();

    private void Died(int code, int restarts, string words)
    {
        _ward.State = _ward.State with { LastExit = new ProcessExit(code, null, DateTimeOffset.UnixEpoch) };
        _ward.Say($"LoadState=loaded\nActiveState=failed\nMainPID=0\nExecMainPID=4711\nExecMainCode=1\nExecMainStatus={code}\nNRestarts={restarts}\nResult=exit-code\nExecMainStartTimestamp=Mon 2026-11-23 03:07:09 UTC\n");
        Ward.Write(_ward.Workshop.PathOf("journal"), words + "\n");
    }

    private Task<IReadOnlyList<Finding>> Look() => _ward.Ask(new ExitCollector(_ward.Tools));
}
