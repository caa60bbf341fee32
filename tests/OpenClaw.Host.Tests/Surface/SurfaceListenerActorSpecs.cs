using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using OpenClaw.Actors.Tests.Support;
using OpenClaw.Host.Surface;
using OpenClaw.Host.Tests.Processes;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Surface;

/// <summary>A listener that cannot be opened, on real ports and in virtual time.</summary>
public sealed class SurfaceListenerActorSpecs : ActorSpecs
{
    private readonly SurfaceBench _bench = new();

    [Fact]
    public async Task A_port_that_is_taken_is_told_once_and_had_when_it_is_free()
    {
        var (other, tries) = (new TcpListener(IPAddress.Loopback, _bench.Port), 0);
        other.Start();
        var listener = Start(SurfaceDoor.Page(_bench.Port), () => tries++);
        await Eventually.Holds(() => Warnings.Count == 1, "it is told");
        Warnings[0].ShouldStartWith("The status page cannot be opened, and is tried again: ");
        Warnings[0].ShouldContain("Healing goes on without it");
        for (var expected = 2; expected <= 4; expected++) await Again(() => tries >= expected);
        Warnings.Count.ShouldBe(1, "the same trouble is told once");
        _bench.Logs.All.ShouldNotContain("Hosting failed to start", Case.Sensitive, "no stack trace, and not for each try");
        other.Stop();
        await Again(IsOpen);
        await Stop(listener, IsOpen);
    }

    [Fact]
    public async Task A_foreign_file_in_the_socket_s_place_is_told_and_the_socket_is_there_when_it_was_moved_away()
    {
        await File.WriteAllTextAsync(_bench.Socket, "precious");
        var listener = Start(SurfaceDoor.Control(_bench.Home), static () => { });
        await Eventually.Holds(() => Warnings.Count == 1, "it is told");
        Warnings[0].ShouldContain("is no socket of ours and was left as it is: move it out of the way");
        File.Move(_bench.Socket, _bench.Socket + ".mine");
        await Again(() => File.Exists(_bench.Socket));
        await Stop(listener, () => File.Exists(_bench.Socket));
    }

    [Fact]
    public async Task One_that_is_stopped_while_it_opens_leaves_nothing_open()
    {
        var began = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        var app = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<SurfaceApp>(_bench.Services);
        Func<CancellationToken, Task<IAsyncDisposable>> open = async cancel =>
        {
            began.SetResult();
            await go.Task;
            return await app.Open(SurfaceDoor.Page(_bench.Port), cancel);
        };
        var door = SurfaceDoor.Page(_bench.Port);
        var listener = Sys.ActorOf(Props.Create(() => new SurfaceListenerActor(door, open)));
        await began.Task.Soon();
        await listener.GracefulStop(TimeSpan.FromSeconds(20));
        go.SetResult();
        await Eventually.Holds(() => !IsOpen(), "nothing is open");
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _bench.DisposeAsync();
    }

    private IActorRef Start(SurfaceDoor door, Action onTry)
    {
        var app = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<SurfaceApp>(_bench.Services);
        Func<CancellationToken, Task<IAsyncDisposable>> open = cancel =>
        {
            onTry();
            return app.Open(door, cancel);
        };
        return Sys.ActorOf(Props.Create(() => new SurfaceListenerActor(door, open)));
    }

    // Its tries are on the pool, in real time; its pauses are virtual.
    private Task Again(Func<bool> isDone) => Eventually.Holds(
        async () =>
        {
            await Step(1);
            return isDone();
        },
        "it is tried again");

    private static async Task Stop(IActorRef listener, Func<bool> isThere)
    {
        await listener.GracefulStop(TimeSpan.FromSeconds(20));
        await Eventually.Holds(() => !isThere(), "it is closed");
    }

    private bool IsOpen()
    {
        using var peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            peer.Connect(IPAddress.Loopback, _bench.Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
