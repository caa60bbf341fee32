using OpenClaw.Host.Processes;
using OpenClaw.Host.Processes.Launchd;
using OpenClaw.Host.Processes.Systemd;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Processes;

public sealed class ManagerDetectionSpec : IAsyncLifetime
{
    private readonly Workshop _workshop = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _workshop.DisposeAsync();

    [Theory]
    [InlineData("echo LoadState=loaded", ManagerKind.Systemd)]
    [InlineData("echo LoadState=not-found", ManagerKind.Direct)]
    [InlineData("echo LoadState=masked", ManagerKind.Systemd)]
    [InlineData("echo LoadState=bad-setting", ManagerKind.Systemd)]
    [InlineData("echo 'Failed to connect to bus: No medium found' >&2; exit 1", ManagerKind.Direct)]
    public async Task On_Linux_a_loaded_unit_of_the_user_makes_it_systemd(string systemctl, ManagerKind kind)
    {
        var chosen = (await Choose(ManagerSetting.Auto, HostSystem.Linux, systemctl: systemctl)).ShouldBeOfType<ManagerChoice.Chosen>();

        chosen.Kind.ShouldBe(kind);
        chosen.Reason.ShouldNotContain("\n");
    }

    [Fact]
    public async Task A_manager_that_is_not_up_yet_keeps_the_unit_that_is_installed()
    {
        _workshop.Write("gateway.service", "[Service]");

        (await Choose(ManagerSetting.Auto, HostSystem.Linux, systemctl: "exit 1")).ShouldBeOfType<ManagerChoice.Chosen>().Kind.ShouldBe(ManagerKind.Systemd);
    }

    [Theory]
    [InlineData(true, "exit 113", ManagerKind.Launchd)]
    [InlineData(false, "printf 'x = {\\n\\tstate = running\\n}\\n'", ManagerKind.Launchd)]
    [InlineData(false, "exit 113", ManagerKind.Direct)]
    public async Task On_macOS_a_file_or_a_loaded_job_makes_it_launchd(bool hasPlist, string launchctl, ManagerKind kind)
    {
        if (hasPlist)
            _workshop.Write("gateway.plist", "<plist/>");

        (await Choose(ManagerSetting.Auto, HostSystem.MacOS, launchctl: launchctl)).ShouldBeOfType<ManagerChoice.Chosen>().Kind.ShouldBe(kind);
    }

    [Theory]
    [InlineData(ManagerSetting.Direct, HostSystem.Linux, ManagerKind.Direct)]
    [InlineData(ManagerSetting.Direct, HostSystem.MacOS, ManagerKind.Direct)]
    [InlineData(ManagerSetting.Systemd, HostSystem.Linux, ManagerKind.Systemd)]
    [InlineData(ManagerSetting.Launchd, HostSystem.MacOS, ManagerKind.Launchd)]
    public async Task What_the_owner_has_set_wins(ManagerSetting setting, HostSystem system, ManagerKind kind) =>
        (await Choose(setting, system)).ShouldBeOfType<ManagerChoice.Chosen>().Kind.ShouldBe(kind);

    [Theory]
    [InlineData(ManagerSetting.Launchd, HostSystem.Linux, "launchd")]
    [InlineData(ManagerSetting.Systemd, HostSystem.MacOS, "systemd")]
    [InlineData(ManagerSetting.Auto, HostSystem.Other, "Linux and macOS")]
    public async Task What_cannot_work_here_is_refused_in_one_line(ManagerSetting setting, HostSystem system, string said)
    {
        var reason = (await Choose(setting, system)).ShouldBeOfType<ManagerChoice.Impossible>().Reason;

        reason.ShouldContain(said);
        reason.ShouldNotContain("\n");
    }

    private Task<ManagerChoice> Choose(ManagerSetting setting, HostSystem system, string systemctl = "exit 9", string launchctl = "exit 9")
    {
        var folder = _workshop.Folder;
        return new ManagerDetection(
            new SystemdOptions { Port = 1, OpenClawStateFolder = folder, ConfigFile = folder, UnitFile = _workshop.PathOf("gateway.service"), Systemctl = _workshop.WriteScript("systemctl", $"#!/bin/sh\n{systemctl}\n") },
            new LaunchdOptions { Port = 1, OpenClawStateFolder = folder, ConfigFile = folder, PlistFile = _workshop.PathOf("gateway.plist"), Launchctl = _workshop.WriteScript("launchctl", $"#!/bin/sh\n{launchctl}\n") },
            TimeProvider.System,
            system).Choose(setting, CancellationToken.None);
    }
}
