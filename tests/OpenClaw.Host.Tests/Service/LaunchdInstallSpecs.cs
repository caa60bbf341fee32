using System.Globalization;
using OpenClaw.Host.Cli;
using OpenClaw.Host.Processes;
using OpenClaw.Host.Service;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Service;

/// <summary><c>install</c> under launchd, against recorded answers.</summary>
public sealed class LaunchdInstallSpecs : IDisposable
{
    private static readonly string Domain = string.Create(CultureInfo.InvariantCulture, $"gui/{Posix.GetUid()}");
    private static readonly string Target = $"{Domain}/{ServiceSpec.Label}";

    private readonly ServiceBench _bench = new() { System = HostSystem.MacOS };

    private string[] FullStart => [$"launchctl enable {Target}", $"launchctl bootstrap {Domain} {_bench.Agent}", $"launchctl kickstart {Target}"];

    [Fact]
    public async Task A_first_install_loads_the_agent_and_waits_until_the_daemon_answers()
    {
        (await _bench.Install()).ShouldBe(ExitCodes.Ok);
        _bench.Complaint.ShouldBeEmpty();
        _bench.Orders.ShouldBe(FullStart);
        File.ReadAllText(_bench.Agent).ShouldContain($"<string>{_bench.Program}</string>");
        Directory.Exists(Path.Combine(_bench.State, "logs")).ShouldBeTrue("launchd starts nothing whose log has no folder");
        _bench.Output.ToString().ShouldContain($"runs as the agent {ServiceSpec.Label} of launchd (pid 4242)");
    }

    [Fact]
    public async Task A_second_install_changes_nothing()
    {
        await _bench.Install();
        (await _bench.Install()).ShouldBe(ExitCodes.Ok);
        _bench.Orders.ShouldBe(FullStart);
    }

    [Fact]
    public async Task A_changed_agent_is_booted_out_and_loaded_again_once_it_has_ended()
    {
        await _bench.Install();
        _bench.Environment["PATH"] = "/opt/homebrew/bin";
        _bench.Play("fail-once");
        (await _bench.Install()).ShouldBe(ExitCodes.Ok);
        _bench.Orders[3..].ShouldBe([$"launchctl bootout {Target}", FullStart[0], FullStart[1], FullStart[1], FullStart[2]]);
    }

    [Fact]
    public async Task A_launchd_that_nobody_is_logged_in_to_cannot_be_asked()
    {
        _bench.Play("fail-print", "Could not find domain for user gui: 501\n");
        (await _bench.Install()).ShouldBe(ExitCodes.Unhealthy);
        _bench.Complaint.ShouldBe("nothing was changed: launchd cannot be asked (Could not find domain for user gui: 501). An agent needs a user who is logged in at this Mac's screen: open a terminal there");
        File.Exists(_bench.Agent).ShouldBeFalse();
    }

    [Fact]
    public async Task An_agent_that_its_owner_has_edited_is_kept_where_launchd_does_not_load_it()
    {
        await _bench.Install();
        File.AppendAllText(_bench.Agent, "<!-- mine -->\n");
        (await _bench.Install()).ShouldBe(ExitCodes.Ok);
        File.ReadAllText(_bench.Agent + ".bak").ShouldEndWith("<!-- mine -->\n");
    }

    public void Dispose() => _bench.Dispose();
}
