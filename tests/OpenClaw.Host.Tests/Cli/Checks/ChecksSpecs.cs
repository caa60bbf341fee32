using System.Text.Json;
using OpenClaw.Host.Cli;
using OpenClaw.Host.Cli.Checks;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Playbook.Evidence;
using OpenClaw.Host.Tests.Processes;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Cli.Checks;

/// <summary>What check looks at, on real files, programs and ports.</summary>
public sealed class ChecksSpecs : IAsyncDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly Workshop _shop = new();

    private string StateFolder => Directory.CreateDirectory(_shop.PathOf(".openclaw-actors"), OwnerOnly).FullName;

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task A_file_with_secrets_that_others_may_read_is_told_and_a_conf_that_others_may_write_is_a_fault()
    {
        var (env, conf) = (_shop.Write(".openclaw/.env", "A=b\n"), Path.Combine(StateFolder, "openclaw.conf"));
        await File.WriteAllTextAsync(conf, "openclaw.probe.interval = 5s\n");
        File.SetUnixFileMode(env, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        File.SetUnixFileMode(conf, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherWrite);

        var found = await new ConfigurationCheck(Settings(), Sources()).Look(CancellationToken.None);

        found[0].Text.ShouldBe("valid, 1 settings are not as shipped; gateways: main");
        found[1].ShouldBe(new CheckLine("configuration", null, CheckLevel.Warning, $"{env} holds secrets and others may read it (mode 640)", $"chmod 600 {env}"));
        found[2].Level.ShouldBe(CheckLevel.Fault);
        found[2].Mend.ShouldBe($"chmod 600 {conf}");
    }

    [Fact]
    public async Task A_state_folder_is_well_open_to_others_no_folder_or_no_book()
    {
        (await State(_shop.PathOf("none"))).ShouldHaveSingleItem().Text.ShouldEndWith("none is not there yet; the first run makes it");
        Directory.Exists(_shop.PathOf("none")).ShouldBeFalse("a look makes nothing");
        (await State(StateFolder)).ShouldHaveSingleItem().Level.ShouldBe(CheckLevel.Ok);

        File.SetUnixFileMode(StateFolder, OwnerOnly | UnixFileMode.OtherRead);
        (await State(StateFolder)).ShouldHaveSingleItem().ShouldBe(new CheckLine("state folder", null, CheckLevel.Warning, $"{StateFolder} is open to others (mode 704)", $"chmod 700 {StateFolder}"));
        File.SetUnixFileMode(StateFolder, OwnerOnly);
        await File.WriteAllTextAsync(Path.Combine(StateFolder, "book.db"), "this is no database, and long enough to be taken for one by nobody");
        (await State(StateFolder)).ShouldHaveSingleItem().Level.ShouldBe(CheckLevel.Fault);
        (await State(_shop.Write("file", "x"))).ShouldHaveSingleItem().Text.ShouldEndWith("is a file");
    }

    [Fact]
    public async Task A_look_at_a_daemon_that_never_ran_leaves_no_trace()
    {
        (await new DaemonCheck(StateFolder).Look(CancellationToken.None))[0].Level.ShouldBe(CheckLevel.Warning);
        Directory.GetFileSystemEntries(StateFolder).ShouldBeEmpty();

        using var held = DaemonLock.TryTake(StateFolder);
        await new StatusFile(StateFolder).Write(new DaemonStatus(7, "0.0.1", default, default, []));
        (await new DaemonCheck(StateFolder).Look(CancellationToken.None))[0].Text.ShouldBe($"version 0.0.1 runs (pid 7), and this is {ProductVersion.Text}");
    }

    [Fact]
    public async Task A_folder_of_PATH_that_everybody_may_write_to_is_a_fault()
    {
        var open = Directory.CreateDirectory(_shop.PathOf("open")).FullName;
        File.SetUnixFileMode(open, OwnerOnly | UnixFileMode.OtherWrite);

        var found = await new PathCheck($"/usr/bin:.:{open}").Look(CancellationToken.None);

        found.Select(static f => (f.Level, f.Text)).ShouldBe([(CheckLevel.Warning, "\".\" in it depends on where one stands"), (CheckLevel.Fault, $"everybody may write to {open} (mode 702), from where programs are run")]);
    }

    [Fact]
    public async Task A_clock_of_another_year_is_a_fault() =>
        (await new ClockCheck(new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.UnixEpoch), new SystemTools()).Look(CancellationToken.None))[0].ShouldBe(
            new CheckLine("clock", null, CheckLevel.Fault, "it says 1970-01-01 00:00:00 UTC", "set it; certificates and sign-ins fail with such a clock"));

    [Fact]
    public async Task A_doctor_without_a_login_is_told_and_one_with_a_key_is_not_asked()
    {
        var claude = _shop.WriteScript("bin/claude", "#!/bin/sh\nif [ \"$1\" = auth ]; then echo '{\"loggedIn\": false, \"authMethod\": \"none\"}'; exit 1; fi\necho '2.1.330 (Claude Code)'");
        Directory.CreateDirectory(_shop.PathOf(".claude"));

        (await Doctor(claude)).ShouldContain(static l => l.About == "claude" && l.Level == CheckLevel.Warning && l.Text == "is not logged in, so this doctor is left out");
        (await Doctor(claude, ("ANTHROPIC_API_KEY", "sk-ant-of-the-owner"))).ShouldContain(static l => l.About == "claude" && l.Level == CheckLevel.Ok && l.Text == "works with ANTHROPIC_API_KEY");
        _shop.WriteScript("bin/claude", "#!/bin/sh\nif [ \"$1\" = auth ]; then echo '{\"loggedIn\": true, \"email\": \"me@example.org\"}'; exit 0; fi\necho '2.1.330 (Claude Code)'");
        var found = await Doctor(claude);
        found.ShouldContain(static l => l.About == "claude" && l.Level == CheckLevel.Ok && l.Text == "is logged in");
        found.ShouldContain(static l => l.About == "playbook");
        found.ShouldAllBe(static l => !l.Text.Contains("example.org", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_doctor_that_is_not_installed_or_hangs_is_told()
    {
        (await Doctor(_shop.PathOf("nowhere/claude"))).Single(static l => l.About == "claude").Text.ShouldEndWith("is not installed here, so this doctor is left out");
        var broken = _shop.WriteScript("bin/claude", "#!/bin/sh\necho 'cannot execute' >&2; exit 126");
        (await Doctor(broken)).Single(static l => l.About == "claude").ShouldBe(new CheckLine("doctor", "claude", CheckLevel.Fault, $"{broken} does not run: cannot execute", "install it again"));
    }

    [Fact]
    public async Task As_the_program_looks_at_a_whole_machine_it_finds_the_stranger_on_the_port_and_changes_nothing()
    {
        await using var owner = new OwnersProgram();
        var port = Workshop.FreePort();
        await owner.Shop.Orphan("listen-silent", port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await File.WriteAllTextAsync(Path.Combine(owner.StateFolder, "openclaw.conf"), $"openclaw.gateways.main {{ url = \"http://127.0.0.1:{port}/\", manager = direct, command = [\"openclaw\", \"gateway\", \"run\"] }}\n");
        var before = Directory.GetFileSystemEntries(owner.Home, "*", SearchOption.AllDirectories).Order().ToArray();

        var said = await owner.Run("check", "--json");

        said.Code.ShouldBe(ExitCodes.Unhealthy, said.Errors);
        said.Errors.ShouldBeEmpty();
        var lines = JsonDocument.Parse(said.Output).RootElement.GetProperty("checks").EnumerateArray().Select(static c => $"{c.GetProperty("area").GetString()} {c.GetProperty("level").GetString()} {c.GetProperty("text").GetString()}").ToArray();
        lines.ShouldContain(line => line.StartsWith($"gateway Fault port {port} is taken by pid ", StringComparison.Ordinal));
        foreach (var area in new[] { "configuration", "state folder", "daemon", "other healers", "service manager", "doctor", "tmux", "channel", "disk", "PATH", "clock" }) lines.ShouldContain(line => line.StartsWith(area, StringComparison.Ordinal));
        Directory.GetFileSystemEntries(owner.Home, "*", SearchOption.AllDirectories).Order().ToArray().ShouldBe(before);
    }

    private Task<IReadOnlyList<CheckLine>> State(string home) => new StateFolderCheck(home, TimeProvider.System).Look(CancellationToken.None);

    private Task<IReadOnlyList<CheckLine>> Doctor(string claude, params (string Name, string Value)[] variables)
    {
        File.WriteAllText(Path.Combine(StateFolder, "openclaw.conf"), $"openclaw.doctor.claude.command = \"{claude}\"\n");
        return new DoctorCheck(HealerSettings.Load(Sources(variables)).Doctor, new OwnerEnvironment(_shop.Folder, "/usr/bin:/bin"), TimeProvider.System).Look(CancellationToken.None);
    }

    private HealerSettings Settings() => HealerSettings.Load(Sources());

    private SettingsSources Sources(params (string Name, string Value)[] variables) => new(AppContext.BaseDirectory, _shop.Folder, variables.ToDictionary(static v => v.Name, static v => v.Value));
}
