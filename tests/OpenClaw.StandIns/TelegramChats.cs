using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace OpenClaw.StandIns;

/// <summary>
/// Telegram's Bot API for a bot that people write to, as core.telegram.org/bots/api says: <c>getUpdates</c> holds the request open until something comes, forgets what is
/// below the offset, and takes a negative one as "the last so many"; <c>sendMessage</c> refuses what breaks a limit.
/// </summary>
public sealed class TelegramChats : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<(long Number, JsonObject Update)> _updates = [];
    private readonly ConcurrentQueue<(int Status, string Body)> _script = new();
    private readonly ConcurrentQueue<JsonObject> _asked = new();
    private readonly ConcurrentQueue<JsonObject> _sent = new();
    private readonly ConcurrentQueue<string> _violations = new();
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebApplication? _app;
    private long _number = 700_000_000;
    private int _open;

    private TelegramChats() { }

    /// <summary>The bot's token.</summary>
    public static string Token => TelegramApi.Token;

    /// <summary>The API's address.</summary>
    public Uri Url => new(_app!.Urls.Single());

    /// <summary>What <c>getUpdates</c> was asked with, in order.</summary>
    public IReadOnlyList<JsonObject> Asked => [.. _asked];

    /// <summary>What was sent, in order.</summary>
    public IReadOnlyList<JsonObject> Sent => [.. _sent];

    /// <summary>Which published rules were broken.</summary>
    public IReadOnlyList<string> Violations => [.. _violations];

    /// <summary>How many requests are held open now.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>How many updates nobody has confirmed.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock) return _updates.Count;
        }
    }

    /// <summary>Starts one.</summary>
    public static async Task<TelegramChats> Start()
    {
        var chats = new TelegramChats();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddLogging(static logging => logging.ClearProviders());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        chats._app = builder.Build();
        chats._app.Run(chats.Take);
        await chats._app.StartAsync();
        return chats;
    }

    /// <summary>Somebody writes.</summary>
    /// <param name="user">The user's id.</param>
    /// <param name="chat">The chat's id.</param>
    /// <param name="text">The text.</param>
    /// <param name="at">When.</param>
    /// <param name="with">More of the message; null for nothing.</param>
    /// <returns>The update's number.</returns>
    public long Write(long user, long chat, string text, DateTimeOffset at, JsonObject? with = null)
    {
        var message = new JsonObject
        {
            ["message_id"] = 41,
            ["date"] = at.ToUnixTimeSeconds(),
            ["chat"] = new JsonObject { ["id"] = chat, ["type"] = chat < 0 ? "group" : "private" },
            ["from"] = new JsonObject { ["id"] = user, ["is_bot"] = false, ["first_name"] = "Somebody" },
            ["text"] = text,
        };
        foreach (var (name, value) in with ?? []) message[name] = value?.DeepClone();
        return Add(new JsonObject { ["message"] = message });
    }

    /// <summary>Any update comes.</summary>
    /// <returns>Its number.</returns>
    public long Add(JsonObject update)
    {
        lock (_lock)
        {
            update["update_id"] = ++_number;
            _updates.Add((_number, update));
            _news.TrySetResult();
            return _number;
        }
    }

    /// <summary>The next <c>getUpdates</c> is answered so.</summary>
    public void Answer(int status, string body) => _script.Enqueue((status, body));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_app is not null) await _app.DisposeAsync();
    }

    private async Task Take(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = JsonNode.Parse(await reader.ReadToEndAsync())!.AsObject();
        var (status, answer) = context.Request.Path.Value switch
        {
            $"/bot123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsawX/getUpdates" => await Updates(body, context.RequestAborted),
            $"/bot123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsawX/sendMessage" => Send(body),
            _ => (401, """{"ok":false,"error_code":401,"description":"Unauthorized"}"""),
        };
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer);
    }

    private async Task<(int, string)> Updates(JsonObject asked, CancellationToken gone)
    {
        _asked.Enqueue(asked);
        if (_script.TryDequeue(out var scripted)) return scripted;
        if (asked["allowed_updates"]?.ToJsonString() != """["message"]""") _violations.Enqueue("it asks for updates that it does not need");
        var offset = (long?)asked["offset"];
        lock (_lock)
        {
            if (offset < 0) _updates.RemoveRange(0, Math.Max(0, _updates.Count + (int)offset.Value));
            else if (offset > 0) _updates.RemoveAll(u => u.Number < offset);
        }

        Interlocked.Increment(ref _open);
        try
        {
            for (var wait = TimeSpan.FromSeconds((int?)asked["timeout"] ?? 0); ;)
            {
                Task news;
                lock (_lock)
                {
                    if (_updates.Count > 0 || wait == TimeSpan.Zero)
                        return (200, new JsonObject { ["ok"] = true, ["result"] = new JsonArray([.. _updates.Take((int?)asked["limit"] ?? 100).Select(static u => (JsonNode)u.Update.DeepClone())]) }.ToJsonString());
                    if (_news.Task.IsCompleted) _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
                    news = _news.Task;
                }

                await Task.WhenAny(news, Task.Delay(wait, gone));
                if (!news.IsCompleted) wait = TimeSpan.Zero;
            }
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private (int, string) Send(JsonObject body)
    {
        var text = (string?)body["text"] ?? "";
        if (text.Length is 0 or > 4096) _violations.Enqueue($"a text of {text.Length} characters");
        if (body.ContainsKey("parse_mode")) _violations.Enqueue("text of others is sent as markup");
        _sent.Enqueue(body);
        return text.Length is 0 or > 4096
            ? (400, """{"ok":false,"error_code":400,"description":"Bad Request: message is too long"}""")
            : (200, """{"ok":true,"result":{"message_id":42}}""");
    }
}
