using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace OpenClaw.StandIns;

/// <summary>
/// Discord for one bot: the gateway (hello, identify, heartbeat, resume, invalid session, close codes) and the REST calls that a bot needs, as
/// docs.discord.com/developers/events/gateway says.
/// </summary>
public sealed class DiscordWorld : IAsyncDisposable
{
    /// <summary>A token of the right form.</summary>
    public const string Token = "MTIzNDU2Nzg5MDEyMzQ1Njc4.Gabcde.abcdefghijklmnopqrstuvwxyz0123456789AB";

    private readonly Lock _lock = new();
    private readonly List<JsonObject> _events = [];
    private readonly ConcurrentQueue<JsonObject> _heard = new();
    private readonly ConcurrentQueue<JsonObject> _sent = new();
    private readonly ConcurrentQueue<string> _violations = new();
    private WebApplication? _app;
    private WebSocket? _socket;
    private readonly SemaphoreSlim _sending = new(1, 1);
    private string? _session;
    private int _sessions;
    private int _ended;
    private int _ready;
    private long _id = 1_300_000_000_000_000_000;

    private DiscordWorld() { }

    /// <summary>The REST API's address.</summary>
    public Uri Api => new(new Uri(_app!.Urls.Single()), "/api/v10");

    /// <summary>What came on the gateway, in order.</summary>
    public IReadOnlyList<JsonObject> Heard => [.. _heard];

    /// <summary>What was sent by REST, in order.</summary>
    public IReadOnlyList<JsonObject> Sent => [.. _sent];

    /// <summary>Which published rules were broken.</summary>
    public IReadOnlyList<string> Violations => [.. _violations];

    /// <summary>Whether heartbeats are answered.</summary>
    public bool AnswersBeats { get; set; } = true;

    /// <summary>Whether a session can be resumed.</summary>
    public bool Resumes { get; set; } = true;

    /// <summary>How many sessions may still be begun today.</summary>
    public int Remaining { get; set; } = 1000;

    /// <summary>With which code a client that identifies is sent away; null: it is taken.</summary>
    public int? Refuses { get; set; }

    /// <summary>How many sessions were begun and told so.</summary>
    public int Ready => Volatile.Read(ref _ready);

    /// <summary>How many connections have ended.</summary>
    public int Ended => Volatile.Read(ref _ended);

    /// <summary>How many of these came on the gateway.</summary>
    public int Count(int op) => _heard.Count(h => (int?)h["op"] == op);

    /// <summary>Starts one.</summary>
    public static async Task<DiscordWorld> Start()
    {
        var world = new DiscordWorld();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddLogging(static logging => logging.ClearProviders());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        world._app = builder.Build();
        world._app.UseWebSockets();
        world._app.Run(world.Take);
        await world._app.StartAsync();
        return world;
    }

    /// <summary>Somebody writes.</summary>
    /// <param name="user">The user's id.</param>
    /// <param name="channel">The channel's id.</param>
    /// <param name="text">The text.</param>
    /// <param name="at">When.</param>
    public Task Write(string user, string channel, string text, DateTimeOffset at) => Dispatch("MESSAGE_CREATE", new JsonObject
    {
        ["id"] = Interlocked.Increment(ref _id).ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["type"] = 0,
        ["channel_id"] = channel,
        ["content"] = text,
        ["timestamp"] = at.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        ["author"] = new JsonObject { ["id"] = user, ["username"] = "somebody" },
    });

    /// <summary>An event of the session; one that nobody hears now is told when the session is resumed.</summary>
    public async Task Dispatch(string kind, JsonObject data)
    {
        JsonObject payload;
        lock (_lock)
        {
            payload = new JsonObject { ["op"] = 0, ["t"] = kind, ["s"] = _events.Count + 1, ["d"] = data };
            _events.Add(payload);
        }

        await Send(payload);
    }

    /// <summary>Sends any payload.</summary>
    public async Task Send(JsonObject payload)
    {
        if (_socket is not { State: WebSocketState.Open } socket) return;
        await _sending.WaitAsync();
        try
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(payload.ToJsonString()), WebSocketMessageType.Text, true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Ends the connection with a code.</summary>
    public async Task Close(int code)
    {
        if (Interlocked.Exchange(ref _socket, null) is { State: WebSocketState.Open } socket) await socket.CloseOutputAsync((WebSocketCloseStatus)code, null, CancellationToken.None);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_app is not null) await _app.DisposeAsync();
        _sending.Dispose();
    }

    private async Task Take(HttpContext context)
    {
        if (context.WebSockets.IsWebSocketRequest)
        {
            await Gateway(context);
            return;
        }

        var (status, answer) = context.Request switch
        {
            var r when r.Headers.Authorization != $"Bot {Token}" => (401, """{"message":"401: Unauthorized","code":0}"""),
            { Method: "GET", Path.Value: "/api/v10/gateway/bot" } => (200, $$$"""{"url":"ws://127.0.0.1:{{{Api.Port}}}/gateway","shards":1,"session_start_limit":{"total":1000,"remaining":{{{Remaining}}},"reset_after":14400000,"max_concurrency":1}}"""),
            { Method: "POST" } r when r.Path.Value!.StartsWith("/api/v10/channels/", StringComparison.Ordinal) => await Post(r),
            _ => (404, """{"message":"404: Not Found","code":0}"""),
        };
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(answer);
    }

    private async Task<(int, string)> Post(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var body = JsonNode.Parse(await reader.ReadToEndAsync())!.AsObject();
        body["channel"] = request.Path.Value!.Split('/')[4];
        _sent.Enqueue(body);
        if (body["allowed_mentions"]?["parse"] is not JsonArray { Count: 0 }) _violations.Enqueue("it may call people");
        return ((string?)body["content"])?.Length is > 0 and <= 2000 ? (200, """{"id":"1"}""") : (400, """{"code":50035,"message":"Invalid Form Body"}""");
    }

    private async Task Gateway(HttpContext context)
    {
        if (context.Request.QueryString.Value != "?v=10&encoding=json") _violations.Enqueue($"the gateway is asked with {context.Request.QueryString}");
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        _socket = socket;
        await Send(new JsonObject { ["op"] = 10, ["d"] = new JsonObject { ["heartbeat_interval"] = 41250 } });
        var buffer = new byte[64 * 1024];
        try
        {
            while (socket.State is WebSocketState.Open or WebSocketState.CloseSent)
            {
                var part = await socket.ReceiveAsync(buffer, context.RequestAborted);
                if (part.MessageType == WebSocketMessageType.Close) return;
                var payload = JsonNode.Parse(Encoding.UTF8.GetString(buffer, 0, part.Count))!.AsObject();
                _heard.Enqueue(payload);
                await Answer(payload);
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            // The client went away without a word.
        }
        finally
        {
            Interlocked.Increment(ref _ended);
        }
    }

    private async Task Answer(JsonObject payload)
    {
        var data = payload["d"] as JsonObject ?? [];
        var (token, session, seen) = ((string?)data["token"], (string?)data["session_id"], (int?)data["seq"] ?? 0);
        switch ((int?)payload["op"])
        {
            case 1 when AnswersBeats:
                await Send(new JsonObject { ["op"] = 11 });
                break;
            case 2 when Refuses is not null || token != Token:
                await Close(Refuses ?? 4004);
                break;
            case 2:
                lock (_lock) _events.Clear();
                _session = $"session-{++_sessions}";
                await Dispatch("READY", new JsonObject { ["v"] = 10, ["session_id"] = _session, ["resume_gateway_url"] = $"ws://127.0.0.1:{Api.Port}/resume", ["user"] = new JsonObject { ["id"] = "99" } });
                Interlocked.Increment(ref _ready);
                break;
            case 6 when !Resumes || session != _session:
                await Send(new JsonObject { ["op"] = 9, ["d"] = false });
                break;
            case 6:
                JsonObject[] missed;
                lock (_lock) missed = [.. _events.Skip(seen)];
                foreach (var one in missed) await Send(one.DeepClone().AsObject());
                await Dispatch("RESUMED", []);
                break;
        }
    }
}
