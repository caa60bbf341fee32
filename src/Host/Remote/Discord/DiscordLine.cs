using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace OpenClaw.Host.Remote.Discord;

/// <summary>A websocket to Discord's gateway: JSON, not compressed.</summary>
internal sealed class DiscordLine : IDiscordLine
{
    // A bot in many guilds is greeted with some tens of KB; this is for one that floods.
    private const int LargestPayload = 4 * 1024 * 1024;
    private static readonly TimeSpan CloseWait = TimeSpan.FromSeconds(5);

    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly TimeProvider _time;

    private DiscordLine(TimeProvider time) => _time = time;

    /// <summary>Connects.</summary>
    /// <exception cref="IOException">It cannot be reached.</exception>
    public static async Task<DiscordLine> Open(Uri where, TimeSpan limit, TimeProvider time, CancellationToken cancel)
    {
        var line = new DiscordLine(time);
        // Discord's own heartbeat tells whether it lives.
        line._socket.Options.KeepAliveInterval = TimeSpan.Zero;
        using var deadline = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancel);
        try
        {
            await line._socket.ConnectAsync(where, either.Token);
            return line;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            await line.DisposeAsync();
            throw new IOException("Discord's gateway did not answer in time");
        }
        catch (WebSocketException fault)
        {
            await line.DisposeAsync();
            throw new IOException($"Discord's gateway could not be reached ({fault.WebSocketErrorCode})");
        }
    }

    /// <inheritdoc/>
    public async Task<DiscordFrame> Receive(CancellationToken cancel)
    {
        using var whole = new MemoryStream();
        var buffer = new byte[16 * 1024];
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer, cancel);
                if (part.MessageType == WebSocketMessageType.Close) return Ended();
                whole.Write(buffer, 0, part.Count);
                if (whole.Length > LargestPayload) return Ended();
                if (!part.EndOfMessage) continue;
                using var payload = JsonDocument.Parse(whole.ToArray());
                return new DiscordFrame(payload.RootElement.Clone());
            }
        }
        catch (Exception broken) when (broken is WebSocketException or JsonException or ObjectDisposedException or InvalidOperationException)
        {
            return Ended();
        }
    }

    /// <inheritdoc/>
    public async Task Send(string payload, CancellationToken cancel)
    {
        await _sending.WaitAsync(cancel);
        try
        {
            await _socket.SendAsync(Encoding.UTF8.GetBytes(payload), WebSocketMessageType.Text, true, cancel);
        }
        catch (Exception broken) when (broken is WebSocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Whoever receives on it hears of its end.
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <inheritdoc/>
    public async Task Close(int code, CancellationToken cancel)
    {
        using var deadline = new CancellationTokenSource(CloseWait, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancel);
        try
        {
            await _socket.CloseOutputAsync((WebSocketCloseStatus)code, null, either.Token);
        }
        catch (Exception broken) when (broken is WebSocketException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            // It has ended already, or never will in order.
        }

        _socket.Abort();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _sending.Dispose();
        return ValueTask.CompletedTask;
    }

    private DiscordFrame Ended() => new(null, (int?)_socket.CloseStatus);
}
