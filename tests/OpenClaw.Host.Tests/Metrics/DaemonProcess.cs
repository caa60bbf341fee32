using System.Diagnostics;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Processes;
using OpenClaw.Host.Tests.Journal;
using OpenClaw.Host.Tests.Processes;
using Shouldly;

namespace OpenClaw.Host.Tests.Metrics;

/// <summary>The shipped binary as a daemon, a process of its own over a state folder of its own, with a gateway that it starts and a book in which a doctor has healed before.</summary>
internal sealed class DaemonProcess : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private readonly string _home;
    private readonly HttpClient _client = new();
    private readonly Process _process;
    private readonly int _port = Workshop.FreePort();

    private DaemonProcess(string home)
    {
        _home = home;
        var gateway = Workshop.FreePort();
        File.WriteAllText(Path.Combine(_home, "openclaw.conf"), $$"""
            openclaw {
              gateways.main { manager = direct, command = ["{{Workshop.Dummy}}", "listen", "{{gateway}}"], url = "http://127.0.0.1:{{gateway}}/", on-daemon-stop = stop }
              probe { interval = 200ms, interval-suspicious = 100ms, timeout = 5s, stability-window = 1s }
              watchdog { interval = 200ms, interval-suspicious = 100ms }
              doctor.claude.command = "/bin/false"
              page.port = {{_port}}
            }

            """);
        var self = SelfCommand.Find();
        var start = new ProcessStartInfo(self[0], [.. self.Skip(1), "run"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        (start.Environment["HOME"], start.Environment["OPENCLAW_ACTORS_HOME"], start.Environment["TMPDIR"]) = (_home, _home, _home);
        _process = Process.Start(start).ShouldNotBeNull();
        _process.OutputDataReceived += static (_, _) => { };
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public Uri Page => new($"http://127.0.0.1:{_port}/");

    public string Socket => Path.Combine(_home, "control.sock");

    /// <summary>Starts it and scrapes it until what is wanted is there: the outage with which it begins is over.</summary>
    public static async Task<(DaemonProcess Daemon, Scraped Scraped)> Started(Func<Scraped, bool> isThere)
    {
        var home = Directory.CreateTempSubdirectory("metrics-daemon-").FullName;
        using (var desk = new Desk(home))
        {
            var healed = Tales.Ended(Desk.Main, Desk.Start.AddDays(-1), GatewayPhase.ConfigBlocked, Outcome.HealedByDoctor, TimeSpan.FromSeconds(50), "claude-code");
            await desk.Journal(desk.Open()).Append(Desk.Main, healed, [], CancellationToken.None);
        }

        var daemon = new DaemonProcess(home);
        for (var began = Stopwatch.StartNew(); began.Elapsed < Limit; await Task.Delay(100))
        {
            if (await daemon.TryScrape() is { } scraped && isThere(scraped)) return (daemon, scraped);
            daemon._process.HasExited.ShouldBeFalse();
        }

        var last = (await daemon.TryScrape())?.Text;
        await daemon.DisposeAsync();
        throw new TimeoutException($"what was wanted has not come; the last scrape: {last}");
    }

    public async Task<string> Get(HttpClient client, Uri url)
    {
        using var response = await client.GetAsync(url);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            const int Terminate = 15;
            Posix.Kill(_process.Id, Terminate).ShouldBe(0);
            using var limit = new CancellationTokenSource(Limit);
            await _process.WaitForExitAsync(limit.Token);
        }

        _process.Dispose();
        _client.Dispose();
        Directory.Delete(_home, recursive: true);
    }

    private async Task<Scraped?> TryScrape()
    {
        try
        {
            return Scraped.Of(await Get(_client, new Uri(Page, "/metrics")));
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
