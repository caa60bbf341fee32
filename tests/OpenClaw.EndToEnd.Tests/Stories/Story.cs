using OpenClaw.EndToEnd.Tests.Daemon;
using OpenClaw.EndToEnd.Tests.Npm;
using OpenClaw.EndToEnd.Tests.Scratch;

namespace OpenClaw.EndToEnd.Tests.Stories;

/// <summary>
/// One story: the daemon and the real gateway in a scratch home. Whatever happens, every process is ended afterwards; when the story
/// failed, what the daemon and the gateway wrote is shown and kept.
/// </summary>
[Collection(RealGateway.Name)]
[Trait("Category", "RealGateway")]
public abstract class Story(InstalledPrograms installed) : IAsyncLifetime
{
    /// <summary>A boot takes 10 s on an idle machine, and more than 60 s was seen on one that builds something else at the same time.</summary>
    protected static readonly TimeSpan BootLimit = TimeSpan.FromSeconds(150);

    private readonly List<DaemonProcess> _daemons = [];
    private ScratchHome? _home;
    private GatewayHttp? _http;

    private protected ScratchHome Home => _home ?? throw new InvalidOperationException("The story has not begun.");

    private protected GatewayHttp Http => _http ?? throw new InvalidOperationException("The story has not begun.");

    private protected IncidentLog Log => new(Home.ActorsHome);

    /// <summary>Environment of the daemon besides the scratch home's.</summary>
    private protected virtual IReadOnlyDictionary<string, string> More => new Dictionary<string, string>();

    /// <summary>The owner's settings.</summary>
    private protected virtual DaemonSettings Settings => new();

    public virtual ValueTask InitializeAsync()
    {
        _home = new ScratchHome(installed.OrSkip());
        _http = new GatewayHttp(_home.GatewayUrl);
        File.WriteAllText(Path.Combine(_home.ActorsHome, "openclaw.conf"), Settings.ToHocon(_home.Port));
        return ValueTask.CompletedTask;
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_home is null)
            return;
        var lost = Log.LostMail();
        var failed = TestContext.Current.TestState?.Result is TestResult.Failed || lost.Count > 0;
        if (failed)
            Show();
        _http?.Dispose();
        try
        {
            await _home.Clean(keepFiles: failed);
        }
        finally
        {
            _daemons.ForEach(daemon => daemon.Dispose());
        }
        lost.ShouldBeEmpty("no mail may be lost");
    }

    /// <summary>Starts the daemon.</summary>
    private protected DaemonProcess StartDaemon()
    {
        var environment = new Dictionary<string, string>(Home.Environment) { ["OPENCLAW_ACTORS_HOME"] = Home.ActorsHome };
        foreach (var (name, value) in More)
            environment[name] = value;
        var daemon = DaemonProcess.Start(Home.Folder, environment, ["run"]);
        _daemons.Add(daemon);
        return daemon;
    }

    /// <summary>Starts the daemon and waits until its gateway has started and is reported healthy.</summary>
    private protected async Task<DaemonProcess> StartDaemonAndGateway()
    {
        var daemon = StartDaemon();
        await SeesHealthyGateway(except: null);
        return daemon;
    }

    /// <summary>Waits until there is exactly one gateway, not the one given, that has started, and the daemon says that it is healthy and no incident is open.</summary>
    private protected Task<ProcessRef> SeesHealthyGateway(ProcessRef? except) => Eventually.Sees(
        "one gateway, started, and the daemon says so",
        BootLimit,
        async () => Home.OnlyGateway() is { } gateway && gateway != except
            && Status() is { Healthy: true, Incident: null }
            && await Http.IsStarted()
                ? gateway
                : null);

    /// <summary>What the daemon says of the gateway now.</summary>
    private protected GatewayStatusJson? Status() => DaemonStatusJson.Read(Home.ActorsHome)?.Main;

    private void Show()
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"The scratch home is kept: {Home.Folder}");
        LastWords.Show(Home.ActorsHome, Home.Processes(), _daemons.SelectMany(daemon => daemon.Errors));
    }
}
