using System.Net.Sockets;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Surface;

/// <summary>
/// Listens, and has a web server only while somebody is there: most of a daemon's life nobody is, and Kestrel wakes once a second for its own clock as long as it
/// runs. It is put together for the first who connects, and taken down <see cref="IdleFor"/> after the last one has gone.
/// </summary>
internal sealed class SurfaceListener : IAsyncDisposable
{
    /// <summary>How long it stays without anybody. Long enough for what somebody types in a row; a browser and a scraper keep their connections.</summary>
    public static readonly TimeSpan IdleFor = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Breath = TimeSpan.FromSeconds(1);

    private readonly Socket _socket;
    private readonly Func<HandedSockets, CancellationToken, Task<IAsyncDisposable>> _start;
    private readonly SurfaceDoor _door;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stopped = new();
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly ITimer _idle;
    private readonly Task _accepting;
    private (HandedSockets Sockets, IAsyncDisposable Web)? _server;

    /// <summary>Takes connections from now on.</summary>
    /// <param name="socket">It listens; closed with this.</param>
    /// <param name="door">Whose it is, for the log.</param>
    /// <param name="start">Starts a web server on what it is handed. What is returned ends it.</param>
    /// <param name="time">The clock of its idle time.</param>
    /// <param name="log">The daemon's log.</param>
    public SurfaceListener(Socket socket, SurfaceDoor door, Func<HandedSockets, CancellationToken, Task<IAsyncDisposable>> start, TimeProvider time, ILogger log)
    {
        (_socket, _door, _start, _time, _log) = (socket, door, start, time, log);
        _idle = time.CreateTimer(_ => _ = Rest(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _accepting = Accept(_stopped.Token);
    }

    /// <summary>Whether there is a web server now.</summary>
    public bool IsServing => _server is not null;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        _socket.Dispose();
        await _accepting;
        await _one.WaitAsync();
        try
        {
            await _idle.DisposeAsync();
            await End();
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task Accept(CancellationToken stopped)
    {
        while (!stopped.IsCancellationRequested)
        {
            try
            {
                await Hand(await _socket.AcceptAsync(stopped), stopped);
            }
            catch (Exception) when (stopped.IsCancellationRequested)
            {
                return;
            }
            catch (Exception refused)
            {
                // No descriptors left, or a client that has gone before it was taken: the next one may come through.
                _log.LogWarning("A connection to the {Door} was lost: {Kind}: {Why}", _door.Name, refused.GetType().Name, UntrustedText.OneLine(refused.Message, 300));
                await Task.Delay(Breath, _time, stopped).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task Hand(Socket peer, CancellationToken stopped)
    {
        // Also when it is stopped meanwhile: then the start below, or what is handed over, ends it.
        await _one.WaitAsync(CancellationToken.None);
        try
        {
            _idle.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            if (_server is null)
            {
                var sockets = new HandedSockets(() => _idle.Change(IdleFor, Timeout.InfiniteTimeSpan));
                _server = (sockets, await _start(sockets, stopped));
            }

            _server.Value.Sockets.Hand(peer);
        }
        catch
        {
            peer.Dispose();
            throw;
        }
        finally
        {
            _one.Release();
        }
    }

    // Never fails: nobody would see it.
    private async Task Rest()
    {
        await _one.WaitAsync();
        try
        {
            if (_server is { Sockets.Open: 0 }) await End();
        }
        catch (Exception stuck)
        {
            _log.LogWarning("The web server of the {Door} could not be ended in order: {Why}", _door.Name, UntrustedText.OneLine(stuck.Message, 300));
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task End()
    {
        if (_server is not { } server) return;
        _server = null;
        await server.Web.DisposeAsync();
    }
}
