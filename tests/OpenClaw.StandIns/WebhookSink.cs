using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace OpenClaw.StandIns;

/// <summary>A webhook's remote side: keeps what it gets, and answers by script, one answer a call; with an empty script it judges the call itself.</summary>
public abstract class WebhookSink : IAsyncDisposable
{
    private readonly ConcurrentQueue<SinkAnswer> _script = new();
    private readonly ConcurrentQueue<SinkCall> _calls = new();
    private WebApplication? _app;

    /// <summary>The webhook's whole address, secret included.</summary>
    public Uri Url => new(new Uri(_app!.Urls.Single()), Path);

    /// <summary>The part of the address that must never be seen.</summary>
    public abstract string Secret { get; }

    /// <summary>What came, in order.</summary>
    public IReadOnlyList<SinkCall> Calls => [.. _calls];

    /// <summary>The path and query of the address.</summary>
    protected abstract string Path { get; }

    /// <summary>Adds answers to the script.</summary>
    public void Answer(params SinkAnswer[] answers)
    {
        foreach (var answer in answers)
            _script.Enqueue(answer);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>What the real service would answer to this call.</summary>
    protected abstract SinkAnswer Judge(SinkCall call);

    /// <summary>Begins to listen on 127.0.0.1.</summary>
    /// <param name="socket">Makes the socket; null for one of this machine's own network.</param>
    /// <param name="port">The port; 0 lets the system choose.</param>
    protected async Task Listen(Func<Socket>? socket = null, int port = 0)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddLogging(static logging => logging.ClearProviders());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        if (socket is not null)
            builder.WebHost.UseSockets(sockets => sockets.CreateBoundListenSocket = endpoint => Bound(socket(), endpoint));
        _app = builder.Build();
        _app.Run(Take);
        await _app.StartAsync();
    }

    private static Socket Bound(Socket socket, EndPoint endpoint)
    {
        socket.Bind(endpoint);
        return socket;
    }

    private async Task Take(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var call = new SinkCall(context.Request.Method, context.Request.Path + context.Request.QueryString, context.Request.ContentType, await reader.ReadToEndAsync())
        {
            Headers = context.Request.Headers.ToDictionary(static h => h.Key.ToLowerInvariant(), static h => h.Value.ToString()),
        };
        _calls.Enqueue(call);
        var answer = _script.TryDequeue(out var scripted) ? scripted : Judge(call);
        switch (answer)
        {
            case SinkAnswer.Hang:
                await GatewayEndpoints.Hang()(context);
                break;
            case SinkAnswer.Endless(var body):
                await context.Response.WriteAsync(body);
                await context.Response.Body.FlushAsync();
                await GatewayEndpoints.Hang()(context);
                break;
            case SinkAnswer.Drop:
                context.Abort();
                break;
            case SinkAnswer.Status(var code, var retryAfter, var text) status:
                context.Response.StatusCode = code;
                foreach (var (name, value) in status.Headers)
                    context.Response.Headers[name] = value;
                if (retryAfter is not null)
                    context.Response.Headers.RetryAfter = retryAfter;
                if (text is not null)
                    await context.Response.WriteAsync(text);
                break;
        }
    }
}

/// <summary>One call that came.</summary>
public sealed record SinkCall(string Method, string PathAndQuery, string? ContentType, string Body)
{
    /// <summary>Its headers, names in lower case.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}

/// <summary>One answer of a script.</summary>
public abstract record SinkAnswer
{
    private SinkAnswer() { }

    /// <summary>A status, with the header <c>Retry-After</c> and a body where given.</summary>
    public sealed record Status(int Code, string? RetryAfter = null, string? Body = null) : SinkAnswer
    {
        /// <summary>Further headers.</summary>
        public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
    }

    /// <summary>200, and a body that begins and never ends.</summary>
    public sealed record Endless(string Body) : SinkAnswer;

    /// <summary>No answer, ever.</summary>
    public sealed record Hang : SinkAnswer;

    /// <summary>The connection ends without an answer.</summary>
    public sealed record Drop : SinkAnswer;

    /// <summary>429 with the wait in the header, in seconds.</summary>
    public static SinkAnswer SlowDown(double seconds) => new Status(429, seconds.ToString(CultureInfo.InvariantCulture));
}
