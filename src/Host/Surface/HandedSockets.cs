using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;

namespace OpenClaw.Host.Surface;

/// <summary>Kestrel's transport for connections that somebody else has accepted.</summary>
/// <param name="onLast">The last of them was closed.</param>
internal sealed class HandedSockets(Action onLast) : IConnectionListenerFactory, IConnectionListener
{
    private readonly SocketConnectionContextFactory _contexts = new(new SocketConnectionFactoryOptions(), NullLogger.Instance);
    private readonly Channel<Socket> _sockets = Channel.CreateUnbounded<Socket>(new UnboundedChannelOptions { SingleReader = true });
    private int _open;

    /// <summary>How many are open, those that nobody has taken yet among them.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <inheritdoc/>
    public EndPoint EndPoint { get; private set; } = null!;

    /// <summary>Hands one over.</summary>
    public void Hand(Socket socket)
    {
        Interlocked.Increment(ref _open);
        if (IsReady(socket) && _sockets.Writer.TryWrite(socket)) return;
        socket.Dispose();
        Closed();
    }

    /// <inheritdoc/>
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        EndPoint = endpoint;
        return ValueTask.FromResult<IConnectionListener>(this);
    }

    /// <inheritdoc/>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await _sockets.Reader.WaitToReadAsync(cancellationToken))
        {
            if (!_sockets.Reader.TryRead(out var socket)) continue;
            try
            {
                var connection = _contexts.Create(socket);
                connection.ConnectionClosed.Register(Closed);
                return connection;
            }
            catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
            {
                // Whoever had connected has gone.
                socket.Dispose();
                Closed();
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _sockets.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _sockets.Writer.TryComplete();
        while (_sockets.Reader.TryRead(out var left)) left.Dispose();
        _contexts.Dispose();
        return ValueTask.CompletedTask;
    }

    private static bool IsReady(Socket socket)
    {
        try
        {
            if (socket.AddressFamily is not AddressFamily.Unix) socket.NoDelay = true;
            return true;
        }
        catch (SocketException)
        {
            // Whoever had connected has gone.
            return false;
        }
    }

    private void Closed()
    {
        if (Interlocked.Decrement(ref _open) == 0) onLast();
    }
}
