using OpenClaw.Actors.Gateways;
using OpenClaw.Host.Causes;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Processes;
using OpenClaw.Host.Tests.Processes;
using OpenClaw.Host.Updates;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Causes;

/// <summary>What may have kept a gateway from starting, seen to change on real files and sockets.</summary>
public sealed class CauseWatchSpecs : IAsyncDisposable
{
    private readonly Workshop _workshop = new();
    private readonly string _config;

    public CauseWatchSpecs() => _config = _workshop.Write("state/openclaw.json", """{ "gateway": { "mode": "local" }, "meta": { "lastTouchedVersion": "1" } }""");

    [Fact]
    public async Task A_config_that_was_written()
    {
        var watched = new WatchedCauses(new ConfigCause(_config));
        var change = await watched.Begin();
        await File.WriteAllTextAsync(_config, """{ "gateway": { "mode": "local", "port": 1 } }""");
        (await change.Soon()).ShouldBe("its configuration was written");
    }

    [Theory]
    [InlineData("""{ "gateway": { "mode": "local" }, "meta": { "lastTouchedVersion": "2", "lastTouchedAt": "now" } }""")]
    [InlineData("""{ "gateway": { "mode": "local" } }""")]
    [InlineData("""{ /* a comment */ "gateway": { "mode": "local" }, }""")]
    public async Task What_OpenClaw_notes_about_itself_in_it_is_no_change(string text)
    {
        var dotEnv = _workshop.PathOf("state/.env");
        var watched = new WatchedCauses(new ConfigCause(_config), new FileCause(dotEnv, "its .env file"));
        var change = await watched.Begin();

        // In one step, as OpenClaw does.
        await File.WriteAllTextAsync(_config + ".new", text);
        File.Move(_config + ".new", _config, overwrite: true);
        await watched.Looked();
        await File.WriteAllTextAsync(dotEnv, "A=b");
        (await change.Soon()).ShouldBe("its .env file is there again");
    }

    [Fact]
    public async Task A_config_with_more_than_JSON_counts_as_it_is_written()
    {
        await File.WriteAllTextAsync(_config, "{ gateway: { mode: 'local' } }");
        var change = await new WatchedCauses(new ConfigCause(_config)).Begin();
        await File.WriteAllTextAsync(_config, "{ gateway: { mode: 'local', } }");
        (await change.Soon()).ShouldBe("its configuration was written");
    }

    [Fact]
    public async Task A_config_that_goes_is_no_reason_and_one_that_comes_is()
    {
        var watched = new WatchedCauses(new ConfigCause(_config));
        var change = await watched.Begin();
        var text = await File.ReadAllTextAsync(_config);
        File.Delete(_config);
        await watched.Looked();
        change.IsCompleted.ShouldBeFalse();
        await File.WriteAllTextAsync(_config, text);
        (await change.Soon()).ShouldBe("its configuration is there again");
    }

    [Fact]
    public async Task A_mode_that_was_changed()
    {
        File.SetUnixFileMode(_config, UnixFileMode.UserRead);
        var change = await new WatchedCauses(new ConfigCause(_config)).Begin();
        File.SetUnixFileMode(_config, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        (await change.Soon()).ShouldBe("the mode of its configuration was changed");
    }

    [Fact]
    public async Task A_file_that_the_config_includes()
    {
        await File.WriteAllTextAsync(_config, """{ "agents": { "$include": "./agents.json5" } }""");
        _workshop.Write("state/agents.json5", "{}");
        _workshop.Write("state/exec-approvals.json", "{}");
        var watched = new WatchedCauses(new IncludedFilesCause(_config));
        var change = await watched.Begin();
        _workshop.Write("state/exec-approvals.json", "{ \"written by OpenClaw\": 1 }");
        _workshop.Write("state/openclaw.json.bak", "{}");
        await watched.Looked();
        change.IsCompleted.ShouldBeFalse();
        _workshop.Write("state/agents.json5", "{ a: 1 }");
        (await change.Soon()).ShouldBe("a file that its configuration includes was written");
    }

    [Fact]
    public async Task A_drop_in_of_its_unit()
    {
        var unit = _workshop.Write("g.service", "[Service]\n");
        var change = await new WatchedCauses(new DropInsCause(new GatewayJob(unit, unit + ".d", [], ""))).Begin();
        _workshop.Write("g.service.d/override.conf", "[Service]\nExecStart=\n");
        (await change.Soon()).ShouldBe("its job's drop-in files were changed");
    }

    [Fact]
    public async Task Node_that_was_gone_and_is_back_and_then_another_one()
    {
        var node = _workshop.PathOf("bin/node");
        var cause = new NodeCause(new InstallationFinder(new GatewayJob(null, null, [node, "/opt/openclaw/dist/index.js"], "")));
        _workshop.Write("bin/node-24", "24");
        _workshop.Write("bin/node-26", "26.1");
        File.CreateSymbolicLink(node, _workshop.PathOf("bin/node-24"));
        var watched = new WatchedCauses(cause);
        var change = await watched.Begin();
        File.Delete(_workshop.PathOf("bin/node-24"));
        await watched.Looked();
        change.IsCompleted.ShouldBeFalse();
        _workshop.Write("bin/node-24", "24");
        (await change.Soon()).ShouldBe("node is back");

        change = watched.Again();
        File.Delete(node);
        File.CreateSymbolicLink(node, _workshop.PathOf("bin/node-26"));
        (await change.Soon()).ShouldBeOneOf("node was replaced", "node is back");
    }

    [Fact]
    public async Task A_package_that_is_whole_again()
    {
        _workshop.Write("openclaw/dist/index.js", "");
        var manifest = _workshop.PathOf("openclaw/package.json");
        var change = await new WatchedCauses(new PackageCause(new InstallationFinder(new GatewayJob(null, null, ["/n/node", _workshop.PathOf("openclaw/dist/index.js")], "")))).Begin();
        await File.WriteAllTextAsync(manifest, "{}");
        (await change.Soon()).ShouldBe("OpenClaw's package is complete again");
    }

    [Fact]
    public async Task A_stranger_who_leaves_the_port()
    {
        var port = Workshop.FreePort();
        var stranger = await _workshop.Orphan("listen-silent", Text(port));
        var change = await new WatchedCauses(Port(port)).Begin();
        await _workshop.Kill(stranger);
        (await change.Soon()).ShouldBe("its port is free");
    }

    [Fact]
    public async Task A_gateway_of_ours_that_comes_and_goes_is_no_cause()
    {
        var port = Workshop.FreePort();
        var watched = new WatchedCauses(Port(port), new FileCause(_workshop.PathOf("mark"), "the mark"));
        var change = await watched.Begin();
        var gateway = await _workshop.Orphan("openclaw-gateway", Workshop.Dummy, ["listen", Text(port)]);
        await watched.Looked();
        await _workshop.Kill(gateway);
        await watched.Looked();
        _workshop.Write("mark", "here");
        (await change.Soon()).ShouldBe("the mark is there again");
    }

    [Fact]
    public async Task A_disk_that_was_full()
    {
        long free = 10;
        var watched = new WatchedCauses(new DiskCause(() => Volatile.Read(ref free)));
        var change = await watched.Begin();
        Volatile.Write(ref free, DiskCause.Full + 1);
        await watched.Looked();
        change.IsCompleted.ShouldBeFalse("that is not yet room enough");
        Volatile.Write(ref free, DiskCause.Room);
        (await change.Soon()).ShouldBe("the disk has room again");
    }

    [Fact]
    public async Task A_network_that_was_down()
    {
        var up = false;
        var change = await new WatchedCauses(new NetworkCause(() => Volatile.Read(ref up))).Begin();
        Volatile.Write(ref up, true);
        (await change.Soon()).ShouldBe("the network is back");
    }

    [Fact]
    public async Task What_cannot_be_read_is_what_it_was()
    {
        var (free, broken) = (10L, false);
        var watched = new WatchedCauses(new DiskCause(() => Volatile.Read(ref broken) ? throw new IOException("no such device") : Volatile.Read(ref free)));
        var change = await watched.Begin();
        Volatile.Write(ref broken, true);
        await watched.Looked();
        change.IsCompleted.ShouldBeFalse();
        Volatile.Write(ref free, DiskCause.Room);
        Volatile.Write(ref broken, false);
        (await change.Soon()).ShouldBe("the disk has room again");
    }

    [Fact]
    public async Task Several_changes_are_told_in_one_line()
    {
        var up = false;
        var watched = new WatchedCauses(new NetworkCause(() => Volatile.Read(ref up)), new DiskCause(() => Volatile.Read(ref up) ? DiskCause.Room : 0));
        var change = await watched.Begin();
        Volatile.Write(ref up, true);
        (await change.Soon()).ShouldBeOneOf("the network is back; the disk has room again", "the disk has room again");
    }

    [Fact]
    public async Task What_changes_before_it_is_asked_again_is_told_then()
    {
        var watched = new WatchedCauses(new ConfigCause(_config));
        var change = await watched.Begin();
        await File.WriteAllTextAsync(_config, "{ \"half\": ");
        (await change.Soon()).ShouldBe("its configuration was written");
        await File.WriteAllTextAsync(_config, "{ \"half\": \"and whole\" }");
        (await watched.Again().Soon()).ShouldBe("its configuration was written");
    }

    [Fact]
    public async Task Nobody_waits_for_ever_who_does_not_want_to()
    {
        using var enough = new CancellationTokenSource();
        var change = await new WatchedCauses(new ConfigCause(_config)).Begin(enough.Token);
        await enough.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => change.Soon());
    }

    [Fact]
    public async Task All_of_them_together_on_this_machine()
    {
        var settings = HealerSettings.Load(new SettingsSources(AppContext.BaseDirectory, _workshop.Folder, new Dictionary<string, string>())
        {
            CommandLine = new Dictionary<string, string> { ["gateways.main.state-dir"] = _workshop.PathOf("state"), ["gateways.main.url"] = $"http://localhost:{Workshop.FreePort()}/" },
        });
        var gateway = settings.Gateways.Single();
        gateway.Id.ShouldBe(new GatewayId("main"));
        var job = GatewayJob.Of(gateway, ManagerKind.Systemd, "/usr/bin");
        using var enough = new CancellationTokenSource();
        var change = CauseWatch.For(gateway, job, new InstallationFinder(job), _workshop.Local, TimeProvider.System).WaitForChange(enough.Token);
        var writes = 0;
        // The first look takes its time, and what is written before it is no change.
        await Eventually.Holds(
            async () =>
            {
                await File.WriteAllTextAsync(_config, $"{{ \"n\": {++writes} }}");
                return change.IsCompleted;
            },
            "the config is seen to be written");
        (await change).ShouldContain("its configuration was written");
    }

    public ValueTask DisposeAsync() => _workshop.DisposeAsync();

    private static string Text(int port) => port.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private PortCause Port(int port) => new(port, _workshop.Local.Ports, new PortWitness(_workshop.Local.Ports, _workshop.Local.Table, new GatewayLocks(_workshop.PathOf("state"))));
}
