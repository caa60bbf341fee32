using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Surface;
using OpenClaw.Host.Tests.Journal;
using OpenClaw.Host.Tests.Logging;

namespace OpenClaw.Host.Tests.Surface;

/// <summary>The surface as the daemon has it, on a real socket and a real port, without a daemon behind it.</summary>
internal sealed class SurfaceBench : IAsyncDisposable
{
    public const string Token = "0123456789abcdef0123456789abcdef";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("surface-");
    private readonly Dictionary<string, string> _environment = [];
    private readonly List<IAsyncDisposable> _open = [];

    public SurfaceBench() => Directory.CreateDirectory(Home, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    public string Home => Path.Combine(_root.FullName, ".openclaw-actors");

    public string Socket => Path.Combine(Home, ControlSocket.FileName);

    public int Port { get; } = FreePort();

    public RecordedLogs Logs { get; } = new();

    public HealerSettings Settings => field ??= HealerSettings.Load(Sources);

    public SettingsSources Sources => new(AppContext.BaseDirectory, _root.FullName, _environment) { CommandLine = new Dictionary<string, string> { ["page.port"] = $"{Port}" } };

    public ServiceProvider Services => field ??= new ServiceCollection().AddLogging(l => l.AddProvider(Logs)).AddSingleton(TimeProvider.System).AddSingleton(Settings).AddSurface().BuildServiceProvider();

    public SurfaceFeed Feed => Services.GetRequiredService<SurfaceFeed>();

    public Uri Page => new($"http://127.0.0.1:{Port}/");

    public SurfaceBench With(string name, string value)
    {
        _environment[name] = value;
        return this;
    }

    public SurfaceBench WithToken() => With(PageSettings.TokenVariable, Token);

    public SurfaceBench Conf(string lines)
    {
        File.AppendAllText(Path.Combine(Home, "openclaw.conf"), lines + "\n");
        return this;
    }

    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    public async Task<SurfaceBench> OpenSocket() => await Open(SurfaceDoor.Control(Home));

    public async Task<SurfaceBench> OpenPage() => await Open(SurfaceDoor.Page(Port));

    public async Task<SurfaceBench> OpenBoth()
    {
        await OpenSocket();
        return await OpenPage();
    }

    public ControlClient Client() => new(Home, TimeProvider.System);

    /// <summary>A browser's client: keeps nothing, follows nothing.</summary>
    public HttpClient Http(bool socket = false) => new(socket
        ? new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancel) =>
            {
                var peer = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await peer.ConnectAsync(new UnixDomainSocketEndPoint(Socket), cancel);
                return new NetworkStream(peer, ownsSocket: true);
            },
            UseCookies = false,
        }
        : new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })
    { BaseAddress = socket ? new Uri("http://localhost/") : Page };

    public async Task<JsonElement> Json(string path, HttpStatusCode status = HttpStatusCode.OK, bool socket = false)
    {
        using var http = Http(socket);
        using var answer = await http.GetAsync(path);
        var text = await answer.Content.ReadAsStringAsync();
        if (answer.StatusCode != status) throw new InvalidOperationException($"{path}: {answer.StatusCode}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    public static DaemonStatus Status(string phase = "Ready", params string[] evidence) =>
        new(4321, "1.2.3", Desk.Start, Desk.Start, [new GatewayLine("main", phase, phase == "Ready", Desk.Start, evidence, phase == "Ready" ? null : "main-20261123-031504", phase == "Ready" ? null : 1)]);

    public static StringContent Body(string json) => new(json, Encoding.UTF8, "application/json");

    public async ValueTask DisposeAsync()
    {
        foreach (var open in _open) await open.DisposeAsync();
        _open.Clear();
        await Services.DisposeAsync();
        if (_root.Exists) _root.Delete(recursive: true);
        _root.Refresh();
    }

    private async Task<SurfaceBench> Open(SurfaceDoor door)
    {
        _open.Add(await Services.GetRequiredService<SurfaceApp>().Open(door, CancellationToken.None));
        return this;
    }
}
