using System.Globalization;
using System.Net;
using System.Net.Sockets;
using OpenClaw.Host.Processes;
using OpenClaw.Host.Processes.Linux;
using OpenClaw.Host.Processes.MacOS;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Processes;

public sealed class PortTableSpec : IAsyncLifetime
{
    private readonly Workshop _workshop = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _workshop.DisposeAsync();

    [Fact]
    public async Task A_listener_is_found_with_its_process()
    {
        var port = Workshop.FreePort();
        var process = await _workshop.Orphan("listen", port.ToString(CultureInfo.InvariantCulture));

        var listener = (await _workshop.Local.Ports.On(port, null, CancellationToken.None)).ShouldHaveSingleItem();

        listener.ShouldBe(new PortListener(process.Pid, Posix.GetUid(), "127.0.0.1", true));
        (await _workshop.Local.Ports.On(port, process.Pid, CancellationToken.None)).ShouldHaveSingleItem().Pid.ShouldBe(process.Pid);
    }

    [Fact]
    public async Task A_free_port_has_no_listener() => (await _workshop.Local.Ports.On(Workshop.FreePort(), null, CancellationToken.None)).ShouldBeEmpty();

    [Theory]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("0.0.0.0")]
    public async Task Listeners_on_every_kind_of_address_are_seen(string address)
    {
        using var listener = new TcpListener(IPAddress.Parse(address), 0);
        listener.Start();

        var seen = await _workshop.Local.Ports.On(((IPEndPoint)listener.LocalEndpoint).Port, null, CancellationToken.None);

        seen.ShouldHaveSingleItem().ShouldBe(new PortListener(Environment.ProcessId, Posix.GetUid(), address, true));
    }

    [Theory]
    [InlineData("   0: 0100007F:4955 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 5170 1 0 100 0 0 10 0", "127.0.0.1", 0x4955, true)]
    [InlineData("   1: 0500A8C0:4955 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 5170 1 0 100 0 0 10 0", "192.168.0.5", 0x4955, false)]
    [InlineData("   0: 0000000000000000FFFF00000100007F:0050 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000  1000 0 5170 1 0 100", "::ffff:127.0.0.1", 80, true)]
    public void A_line_of_the_kernel_is_read(string line, string address, int port, bool takesLoopback)
    {
        var socket = ListeningSocket.Parse(line)!;

        (socket.Address.ToString(), socket.Port, socket.Uid, socket.Inode, socket.TakesLoopback).ShouldBe((address, port, 1000u, 5170, takesLoopback));
    }

    [Theory]
    [InlineData("  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode")]
    [InlineData("   2: 0100007F:4955 0100007F:9000 01 00000000:00000000 00:00000000 00000000  1000        0 5170 1 0 100 0 0 10 0")]
    public void A_line_that_is_no_listener_is_left_out(string line) => ListeningSocket.Parse(line).ShouldBeNull();

    [Fact]
    public void The_answer_of_lsof_is_read()
    {
        const string Recorded = "p4242\ncopenclaw-gatewa\nf21\nn127.0.0.1:18789\nf22\nn[::1]:18789\np99\ncnginx\nf6\nn192.168.0.5:18789\np100\ncsshd\nf3\nn*:18789\n";

        LsofPortTable.Parse(Recorded, 18789).ShouldBe(
        [
            new PortListener(4242, null, "127.0.0.1", true),
            new PortListener(4242, null, "[::1]", true),
            new PortListener(99, null, "192.168.0.5", false),
            new PortListener(100, null, "*", true),
        ]);
    }

    [Fact]
    public async Task An_lsof_that_finds_nothing_says_nobody_and_one_that_fails_says_nothing()
    {
        var nothing = new LsofPortTable(new HostCommand(_workshop.WriteScript("nothing", "#!/bin/sh\nexit 1\n"), TimeProvider.System));
        var broken = new LsofPortTable(new HostCommand(_workshop.WriteScript("broken", "#!/bin/sh\necho 'lsof: no kernel' >&2\nexit 1\n"), TimeProvider.System));
        var missing = new LsofPortTable(new HostCommand(_workshop.PathOf("missing"), TimeProvider.System));

        (await nothing.On(1, null, CancellationToken.None)).ShouldBeEmpty();
        await Should.ThrowAsync<IOException>(async () => await broken.On(1, null, CancellationToken.None));
        await Should.ThrowAsync<IOException>(async () => await missing.On(1, null, CancellationToken.None));
    }
}
