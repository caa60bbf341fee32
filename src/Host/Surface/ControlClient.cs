using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Surface;

/// <summary>Talks to the daemon of a state folder over its control socket: no token, no TCP. Each call fails with <see cref="DaemonSilentException"/> when nobody answers as our daemon does.</summary>
/// <param name="home">The state folder.</param>
/// <param name="time">The clock of its patience.</param>
internal sealed class ControlClient(string home, TimeProvider time) : IDisposable
{
    // A daemon answers from memory, within milliseconds; one that stands still is not waited for.
    private static readonly TimeSpan StatusPatience = TimeSpan.FromSeconds(2);

    // It may have to read a book and write a config back.
    private static readonly TimeSpan OrderPatience = TimeSpan.FromSeconds(20);

    // Twice and a half of what passes between two signs of life.
    private static readonly TimeSpan EventPatience = TimeSpan.FromSeconds(50);

    private const long LargestAnswer = 16 * 1024 * 1024;
    private const string Events = "/api/v1/events";

    private readonly string _path = Path.Combine(home, ControlSocket.FileName);
    private HttpClient Http => field ??= Make(_path);

    /// <summary>How everything stands.</summary>
    public async Task<DaemonStatus> Status(CancellationToken cancel) => await Within(StatusPatience, async patience =>
    {
        using var answer = await Http.GetAsync("/api/v1/status", patience);
        return answer.IsSuccessStatusCode
            ? JsonSerializer.Deserialize(await answer.Content.ReadAsByteArrayAsync(patience), SurfaceJson.Default.DaemonStatus) ?? throw new JsonException("it is empty")
            : throw new DaemonSilentException($"it answers with {(int)answer.StatusCode}");
    }, cancel);

    /// <summary>Gives an order. What came of it may be a refusal.</summary>
    /// <returns>The answer, and whether the daemon itself could not do it (its state folder), rather than would not.</returns>
    public async Task<(OrderDoneJson Answer, bool IsUnable)> Order(OrderJson order, CancellationToken cancel) => await Within(OrderPatience, async patience =>
    {
        using var body = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(order, SurfaceJson.Default.OrderJson)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        using var answer = await Http.PostAsync("/api/v1/orders", body, patience);
        return (JsonSerializer.Deserialize(await answer.Content.ReadAsByteArrayAsync(patience), SurfaceJson.Default.OrderDoneJson) is { Text: not null } done
            ? done : throw new DaemonSilentException($"it answers with {(int)answer.StatusCode}"), answer.StatusCode >= HttpStatusCode.InternalServerError);
    }, cancel);

    /// <summary>What happens, as it happens: the name of an event and its data; an empty name is a sign of life. Ends with the exception when the daemon does, or falls silent.</summary>
    public async IAsyncEnumerable<(string Name, string Data)> Listen([EnumeratorCancellation] CancellationToken cancel)
    {
        using var answer = await Within(StatusPatience, patience => Http.GetAsync(Events, HttpCompletionOption.ResponseHeadersRead, patience), cancel);
        if (!answer.IsSuccessStatusCode) throw new DaemonSilentException($"it answers with {(int)answer.StatusCode}");
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(cancel));
        var name = "";
        while (true)
        {
            var line = await Within(EventPatience, async patience => await lines.ReadLineAsync(patience), cancel) ?? throw new DaemonSilentException("it has ended");
            if (line.StartsWith("event: ", StringComparison.Ordinal)) name = line[7..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal)) yield return (name, line[6..]);
            else if (line.StartsWith(':')) yield return ("", "");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Http.Dispose();

    private async Task<T> Within<T>(TimeSpan patience, Func<CancellationToken, Task<T>> call, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            return await call(either.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new DaemonSilentException($"no answer within {patience.TotalSeconds} s");
        }
        catch (Exception fault) when (fault is HttpRequestException or JsonException or IOException and not DaemonSilentException)
        {
            throw new DaemonSilentException(Why(fault), fault);
        }
    }

    private static string Why(Exception fault) => fault switch
    {
        JsonException => "what it answers is not our daemon's",
        { InnerException: DaemonSilentException inner } => inner.Message,
        { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } => "nobody listens on it",
        _ => UntrustedText.OneLine((fault.InnerException ?? fault).Message, 200).TrimEnd('.'),
    };

    private static HttpClient Make(string path) => new(new SocketsHttpHandler
    {
        ConnectCallback = (_, cancel) => Connect(path, cancel),
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
    })
    {
        BaseAddress = new Uri("http://localhost/"),
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = LargestAnswer,
    };

    private static async ValueTask<Stream> Connect(string path, CancellationToken cancel)
    {
        if (ControlSocket.Doubt(path) is { } doubt) throw new DaemonSilentException(doubt);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancel);
            // Root may talk to everybody's daemon; anybody else only to his own.
            if (Posix.GetUid() is var me && me != 0 && ControlSocket.Uid(socket) != me) throw new DaemonSilentException("another user listens on it");
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (Exception refused)
        {
            socket.Dispose();
            if (refused is ArgumentException) throw new DaemonSilentException("its path is too long", refused);
            throw;
        }
    }
}

/// <summary>Nobody answers on the control socket as our daemon does; the message says why, a part of a line.</summary>
internal sealed class DaemonSilentException(string why, Exception? inner = null) : IOException(why, inner);
