using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OpenClaw.StandIns.MessagesApi;

/// <summary>
/// A scripted Anthropic Messages API on 127.0.0.1: <c>POST /v1/messages</c>, as a stream or as one document (the CLI asks for the second after
/// a failed first). Everything else is 404 and recorded too, so that a spec can prove that nothing else was asked for.
/// </summary>
public sealed class MessagesApi : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<RecordedRequest> _requests = new();
    private readonly ConcurrentQueue<string> _strangers = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _faultsLock = new();
    private readonly List<(Fault Fault, int Left)> _faults;
    private volatile Scenario _scenario;
    private int _number;

    private MessagesApi(Scenario scenario, WebApplication app)
    {
        _scenario = scenario;
        _faults = [.. scenario.Faults.Select(static fault => (fault, fault.Times))];
        _app = app;
        _app.Run(Handle);
    }

    /// <summary>The address for ANTHROPIC_BASE_URL.</summary>
    public Uri BaseUrl { get; private set; } = new("http://127.0.0.1/");

    /// <summary>The requests for an answer, oldest first.</summary>
    public IReadOnlyList<RecordedRequest> Requests => [.. _requests];

    /// <summary>Method and path of every request that was not for an answer.</summary>
    public IReadOnlyList<string> OtherRequests => [.. _strangers];

    /// <summary>Starts listening.</summary>
    public static async Task<MessagesApi> Start(Scenario scenario)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(StandInDefaults.LoopbackUrl);
        var api = new MessagesApi(scenario, builder.Build());
        await api._app.StartAsync();
        api.BaseUrl = new Uri(api._app.Urls.First());
        return api;
    }

    /// <summary>Another script from now on; faults that are left over stay.</summary>
    public void Play(Scenario scenario) => _scenario = scenario;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _app.DisposeAsync();
        _closing.Dispose();
    }

    private async Task Handle(HttpContext http)
    {
        if (http.Request.Method != "POST" || http.Request.Path != "/v1/messages")
        {
            _strangers.Enqueue($"{http.Request.Method} {http.Request.Path}");
            http.Response.StatusCode = 404;
            return;
        }

        var body = (await JsonNode.ParseAsync(http.Request.Body))!.AsObject();
        var request = new RecordedRequest(
            http.Request.Path + http.Request.QueryString,
            http.Request.Headers.ToDictionary(static h => h.Key.ToLowerInvariant(), static h => h.Value.ToString()),
            body);
        _requests.Enqueue(request);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token, http.RequestAborted);
        try
        {
            await Answer(http, request, NextFault(request), ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            http.Abort();
        }
    }

    private async Task Answer(HttpContext http, RecordedRequest request, Fault? fault, CancellationToken ended)
    {
        switch (fault?.Kind)
        {
            case FaultKind.Status:
                http.Response.StatusCode = fault.StatusCode;
                foreach (var (name, value) in fault.Headers) http.Response.Headers[name] = value;
                await http.Response.WriteAsJsonAsync(Error(fault), ended);
                return;
            case FaultKind.Hang:
                await Task.Delay(Timeout.Infinite, ended);
                return;
            case FaultKind.DropBefore:
                http.Abort();
                return;
        }

        var number = Interlocked.Increment(ref _number);
        var turn = _scenario.AnswerTo(request);
        var model = request.Model ?? "scripted";
        if (request.Stream) await Stream(http, ServerSentAnswer.Events(turn, model, number), fault, ended);
        else await http.Response.WriteAsJsonAsync(ServerSentAnswer.Document(turn, model, number), ended);
    }

    private static async Task Stream(HttpContext http, IEnumerable<(string Event, JsonObject Data)> events, Fault? fault, CancellationToken ended)
    {
        http.Response.ContentType = "text/event-stream; charset=utf-8";
        foreach (var (name, data) in events)
        {
            data["type"] = name;
            await http.Response.WriteAsync($"event: {name}\ndata: {data.ToJsonString()}\n\n", ended);
            await http.Response.Body.FlushAsync(ended);
            switch (fault?.Kind, name)
            {
                case (FaultKind.HangAfterMessageStart, "message_start") or (FaultKind.HangAfterDelta, "content_block_delta"):
                    await Task.Delay(Timeout.Infinite, ended);
                    return;
                case (FaultKind.DropMidStream, "content_block_start"):
                    http.Abort();
                    return;
                case (FaultKind.SseError, "message_start"):
                    await http.Response.WriteAsync($"event: error\ndata: {Error(fault).ToJsonString()}\n\n", ended);
                    return;
            }
        }
    }

    private static JsonObject Error(Fault fault) => new()
    {
        ["type"] = "error",
        ["error"] = new JsonObject { ["type"] = fault.Type, ["message"] = fault.Message },
    };

    private Fault? NextFault(RecordedRequest request)
    {
        lock (_faultsLock)
        {
            var index = _faults.FindIndex(entry => entry.Left > 0 && (entry.Fault.OnTurn is null || entry.Fault.OnTurn == request.Turn));
            if (index < 0) return null;
            var (fault, left) = _faults[index];
            if (left != Fault.Forever) _faults[index] = (fault, left - 1);
            return fault;
        }
    }
}
