using System.Net;
using System.Net.Sockets;

namespace OpenClaw.StandIns;

/// <summary>A listener below HTTP, for what no web server would do: accept and say nothing, hang up, talk nonsense.</summary>
public sealed class RawSocket : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Socket> _accepted = [];
    private readonly Task _loop;

    private RawSocket(Func<Socket, Task> behaviour)
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(16);
        _loop = Accept(behaviour);
    }

    /// <summary>Where it listens, as an http address.</summary>
    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}/");

    /// <summary>Accepts and never says anything, as a stopped process does.</summary>
    public static RawSocket Silent() => new(static _ => Task.CompletedTask);

    /// <summary>Accepts and hangs up at once.</summary>
    public static RawSocket HangsUp() => new(static socket =>
    {
        socket.Shutdown(SocketShutdown.Both);
        socket.Close();
        return Task.CompletedTask;
    });

    /// <summary>Reads the request and resets the connection.</summary>
    public static RawSocket Resets() => new(static async socket =>
    {
        await socket.ReceiveAsync(new byte[4096]);
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    });

    /// <summary>Reads the request, sends these bytes, and leaves the connection open.</summary>
    public static RawSocket Says(string text) => new(async socket =>
    {
        await socket.ReceiveAsync(new byte[4096]);
        await socket.SendAsync(System.Text.Encoding.UTF8.GetBytes(text));
    });

    /// <summary>A loopback address where nobody listens: the port was just given back.</summary>
    public static Uri Nobody()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return new Uri($"http://127.0.0.1:{((IPEndPoint)socket.LocalEndPoint!).Port}/");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _loop;
        foreach (var socket in _accepted)
            socket.Dispose();
        _stop.Dispose();
    }

    private async Task Accept(Func<Socket, Task> behaviour)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var socket = await _listener.AcceptAsync(_stop.Token);
                _accepted.Add(socket);
                await behaviour(socket);
            }
            catch (Exception fault) when (fault is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                // A caller that went away is no fault of the listener's; the loop's condition says whether it is over.
                continue;
            }
        }
    }
}
