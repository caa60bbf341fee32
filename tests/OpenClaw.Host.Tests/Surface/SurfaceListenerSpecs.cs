using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OpenClaw.Host.Surface;
using OpenClaw.Host.Tests.Processes;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Surface;

/// <summary>A listener has a web server while somebody is there, and none otherwise.</summary>
public sealed class SurfaceListenerSpecs : IAsyncLifetime
{
    private readonly SurfaceBench _bench = new();
    private readonly FakeTimeProvider _time = new();
    private readonly List<SurfaceListener> _open = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var listener in _open) await listener.DisposeAsync();
        await _bench.DisposeAsync();
    }

    [Fact]
    public async Task Before_anybody_has_come_there_is_no_web_server_and_the_first_one_gets_an_answer()
    {
        var listener = await Open(SurfaceDoor.Control(_bench.Home));
        listener.IsServing.ShouldBeFalse();

        (await Ask(socket: true)).ShouldBe(HttpStatusCode.NotFound);

        listener.IsServing.ShouldBeTrue();
    }

    [Fact]
    public async Task Some_minutes_after_the_last_one_has_gone_there_is_none_again_and_who_comes_then_gets_an_answer()
    {
        var listener = await Open(SurfaceDoor.Page(_bench.Port));
        for (var round = 0; round < 3; round++)
        {
            (await Ask()).ShouldBe(HttpStatusCode.NotFound);
            listener.IsServing.ShouldBeTrue();
            await Eventually.Holds(() => Pass(SurfaceListener.IdleFor) && !listener.IsServing, "it is taken down");
        }
    }

    [Fact]
    public async Task As_long_as_one_is_connected_it_stays()
    {
        var listener = await Open(SurfaceDoor.Page(_bench.Port));
        using var peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await peer.ConnectAsync(IPAddress.Loopback, _bench.Port);
        await Eventually.Holds(() => listener.IsServing, "it is put together");

        // Others come and go meanwhile.
        for (var i = 0; i < 5; i++)
        {
            await Ask();
            Pass(2 * SurfaceListener.IdleFor);
        }

        listener.IsServing.ShouldBeTrue();
        await peer.SendAsync("GET /nothing HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"u8.ToArray());
        var answer = new byte[12];
        await peer.ReceiveAsync(answer);
        System.Text.Encoding.ASCII.GetString(answer).ShouldStartWith("HTTP/1.1 ");
    }

    [Fact]
    public async Task A_web_server_that_cannot_be_started_costs_its_connection_and_not_the_listener()
    {
        var tries = 0;
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, _bench.Port));
        socket.Listen();
        await using var listener = new SurfaceListener(
            socket, SurfaceDoor.Page(_bench.Port), (_, _) => ++tries > 0 ? throw new IOException("no memory") : null!, _time, _bench.Logs.CreateLogger("listener"));

        for (var round = 1; round <= 3; round++)
        {
            using var peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await peer.ConnectAsync(IPAddress.Loopback, _bench.Port);
            await Eventually.Holds(() => Pass(TimeSpan.FromSeconds(1)) && tries == round, "it is tried");
            await Should.NotThrowAsync(async () => (await Closed(peer)).ShouldBeTrue());
        }

        listener.IsServing.ShouldBeFalse();
        _bench.Logs.All.ShouldContain("A connection to the status page was lost: IOException: no memory");
    }

    private async Task<SurfaceListener> Open(SurfaceDoor door)
    {
        var app = ActivatorUtilities.CreateInstance<SurfaceApp>(_bench.Services, _time);
        var listener = (SurfaceListener)await app.Open(door, CancellationToken.None);
        _open.Add(listener);
        return listener;
    }

    private bool Pass(TimeSpan span)
    {
        _time.Advance(span);
        return true;
    }

    private async Task<HttpStatusCode> Ask(bool socket = false)
    {
        using var http = _bench.Http(socket);
        using var answer = await http.GetAsync("nothing");
        return answer.StatusCode;
    }

    private static async Task<bool> Closed(Socket peer)
    {
        try
        {
            return await peer.ReceiveAsync(new byte[1]) == 0;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
