using System.Globalization;
using OpenClaw.Host.Playbook;
using OpenClaw.Host.Playbook.Evidence;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Playbook.Evidence;

/// <summary>What a job names, and what its manager makes of it.</summary>
public sealed class JobCollectorSpecs : IAsyncDisposable
{
    private readonly Ward _ward = new();

    [Fact]
    public async Task A_good_job_shows_nothing()
    {
        _ward.WriteUnit(more: "Environment=NODE_OPTIONS=\nEnvironment=\"A=b c\"");
        (await Command()).ShouldBeEmpty();
        (await Manager()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_program_that_is_gone_is_named()
    {
        _ward.WriteUnit($"/nowhere/v26/bin/node {_ward.Package}/dist/index.js gateway --port {_ward.Port}");
        var found = (await Command()).ShouldHaveSingleItem();
        (found.Id, found.Fact("file"), found.Fact("program")).ShouldBe((FindingIds.JobProgramMissing, _ward.Unit, "/nowhere/v26/bin/node"));
    }

    [Fact]
    public async Task An_entry_point_whose_package_is_elsewhere_is_told_with_the_place_where_it_is()
    {
        File.CreateSymbolicLink(_ward.Workshop.PathOf("bin/openclaw"), Path.Combine(_ward.Package, "openclaw.mjs"));
        _ward.WriteUnit($"{_ward.Node} /nowhere/openclaw/dist/index.js gateway --port {_ward.Port}");
        var found = (await Command()).ShouldHaveSingleItem();
        (found.Id, found.Fact("found")).ShouldBe((FindingIds.JobEntryMissing, _ward.Package));
    }

    [Theory]
    [InlineData("--port 18790", "")]
    [InlineData("--port=18790", "")]
    [InlineData("", "Environment=OPENCLAW_GATEWAY_PORT=18790")]
    public async Task Another_port_than_the_one_that_is_asked_is_wrong(string arguments, string more)
    {
        _ward.WriteUnit($"{_ward.Node} {_ward.Package}/dist/index.js gateway {arguments}", more);
        var found = (await Command()).ShouldHaveSingleItem();
        (found.Id, found.Fact("pinned"), found.Fact("expected")).ShouldBe((FindingIds.JobWrongPort, "18790", _ward.Port.ToString(CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task A_port_that_the_config_names_as_well_is_where_its_owner_wants_it()
    {
        File.WriteAllText(_ward.Gateway.ConfigPath, """{ gateway: { mode: "local", port: 18790 } }""");
        _ward.WriteUnit($"{_ward.Node} {_ward.Package}/dist/index.js gateway --port 18790");
        (await Command()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Environment=NODE_OPTIONS=--require=/nowhere/agent.cjs", "/nowhere/agent.cjs", "NODE_OPTIONS")]
    [InlineData("Environment=\"NODE_OPTIONS=--max-old-space-size=100 --import file:///nowhere/a%20b.mjs\"", "/nowhere/a b.mjs", "NODE_OPTIONS")]
    [InlineData("Environment=\"NODE_OPTIONS=-r /nowhere/x.cjs\"", "/nowhere/x.cjs", "NODE_OPTIONS")]
    [InlineData("EnvironmentFile=/nowhere/env", "/nowhere/env", "EnvironmentFile")]
    [InlineData("WorkingDirectory=/nowhere/folder", "/nowhere/folder", "WorkingDirectory")]
    public async Task A_file_that_a_drop_in_asks_for_and_is_not_there_is_named_with_the_drop_in(string setting, string missing, string name)
    {
        var dropIn = _ward.DropIn("telemetry.conf", $"[Service]\n{setting}\n");
        var found = (await Command()).ShouldHaveSingleItem();
        (found.Id, found.Fact("file"), found.Fact("names"), found.Fact("setting")).ShouldBe((FindingIds.JobFileMissing, dropIn, missing, name));
    }

    [Theory]
    [InlineData("EnvironmentFile=-/nowhere/env")]
    [InlineData("Environment=NODE_OPTIONS=--require=dotenv")]
    [InlineData("Environment=NODE_OPTIONS=--require=/nowhere/agent.cjs\nEnvironment=NODE_OPTIONS=")]
    public async Task What_need_not_be_there_is_no_finding(string setting)
    {
        _ward.DropIn("x.conf", $"[Service]\n{setting}\n");
        (await Command()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("LoadState=not-found", FindingIds.JobMissing)]
    [InlineData("LoadState=masked", FindingIds.JobDisabled)]
    [InlineData("LoadState=bad-setting\nLoadError=org.freedesktop.systemd1.BadUnitSetting \"Unit has a bad unit file setting.\"", FindingIds.JobInvalid)]
    [InlineData("LoadState=loaded\nResult=start-limit-hit", FindingIds.JobGivenUp)]
    public async Task What_the_manager_says_has_a_word(string show, string id)
    {
        _ward.Say(show + "\n");
        (await Manager()).ShouldHaveSingleItem().Id.ShouldBe(id);
    }

    [Fact]
    public async Task A_start_that_was_refused_is_given_up_although_its_result_says_otherwise()
    {
        _ward.State = _ward.State with { IsGivenUp = true };
        _ward.Say("LoadState=loaded\nResult=exit-code\n");
        (await Manager()).ShouldHaveSingleItem().Id.ShouldBe(FindingIds.JobGivenUp);
    }

    [Fact]
    public async Task A_manager_that_cannot_be_asked_is_told_and_blamed_for_nothing_else()
    {
        var tools = _ward.Tools with { Systemctl = _ward.Workshop.WriteScript("tools/broken", "#!/bin/sh\necho 'Failed to connect to bus' >&2\nexit 1\n") };
        (await _ward.Ask(new JobCollector(tools))).ShouldHaveSingleItem().Id.ShouldBe(FindingIds.JobNoManager);
    }

    [Fact]
    public async Task A_drop_in_that_is_new_since_it_served_is_told_without_a_hash_and_a_changed_one_with_it()
    {
        var hash = _ward.HasServed(_ward.Unit, "[Service]\nExecStart=/old\n");
        var dropIn = _ward.DropIn("new.conf", "[Service]\nNice=1\n");
        var found = await _ward.Ask(new JobChangedCollector());
        found.Single(f => f.Fact("file") == _ward.Unit).Fact("hash").ShouldBe(hash);
        found.Single(f => f.Fact("file") == dropIn).Fact("hash").ShouldBeNull();
    }

    [Theory]
    [InlineData("handed-over", 1)]
    [InlineData("abc", 0)]
    public async Task Another_token_than_the_configs_has_drifted_and_is_never_told(string token, int times)
    {
        _ward.WriteUnit(more: $"Environment=OPENCLAW_GATEWAY_TOKEN={token}");
        var found = await _ward.Ask(new JobChangedCollector());
        found.Count.ShouldBe(times);
        found.ShouldAllBe(f => f.Id == FindingIds.JobTokenDrift && !f.Summary.Contains(token) && !f.Facts.Values.Any(v => v.Contains(token)));
    }

    [Fact]
    public async Task Another_unit_at_the_same_port_is_a_rival_and_one_at_another_port_is_not()
    {
        var command = $"[Service]\nExecStart={_ward.Node} {_ward.Package}/dist/index.js gateway --port";
        Ward.Write(Path.Combine(Path.GetDirectoryName(_ward.Unit)!, "openclaw-gateway-work.service"), $"{command} 4711\n");
        (await _ward.Ask(new RivalCollector(_ward.Tools, []))).ShouldBeEmpty();
        Ward.Write(Path.Combine(Path.GetDirectoryName(_ward.Unit)!, "openclaw-old.service"), $"{command} {_ward.Port}\n");
        (await _ward.Ask(new RivalCollector(_ward.Tools, []))).ShouldHaveSingleItem().Fact("job")!.ShouldEndWith("openclaw-old.service");
    }

    public ValueTask DisposeAsync() => _ward.DisposeAsync();

    private Task<IReadOnlyList<Finding>> Command() => _ward.Ask(new JobCommandCollector());

    private Task<IReadOnlyList<Finding>> Manager() => _ward.Ask(new JobCollector(_ward.Tools));
}
