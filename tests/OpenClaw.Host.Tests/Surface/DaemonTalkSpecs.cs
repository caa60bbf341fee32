using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using OpenClaw.Actors.Gateways;
using OpenClaw.Host.Cli;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Surface;
using OpenClaw.Host.Tests.Journal;
using OpenClaw.Host.Tests.Processes;
using Shouldly;
using Spectre.Console;
using Xunit;

namespace OpenClaw.Host.Tests.Surface;

/// <summary>The command line beside a daemon that answers, and beside one that does not.</summary>
public sealed class DaemonTalkSpecs : IAsyncDisposable
{
    private readonly SurfaceBench _bench = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();
    private DaemonLock? _lock;

    private string Refused => _errors.ToString().TrimEnd();

    [Fact]
    public async Task A_status_is_the_daemon_s_own_word_and_not_the_file_s()
    {
        Hold();
        await new StatusFile(_bench.Home).Write(SurfaceBench.Status("Down", "an old word"));
        _bench.Feed.Tell(SurfaceBench.Status());
        await _bench.OpenSocket();
        (await Status()).ShouldBe(ExitCodes.Ok);
        (_output.ToString().Contains("Ready", StringComparison.Ordinal), Refused).ShouldBe((true, ""));
    }

    [Theory]
    [InlineData("no socket", "there is no socket")]
    [InlineData("a foreign file", "control.sock is no socket")]
    [InlineData("a dead socket", "nobody listens on it")]
    [InlineData("silence", "no answer within 2 s")]
    [InlineData("another program", "what it answers is not our daemon's")]
    [InlineData("noise", "")]
    [InlineData("an early end", "")]
    public async Task A_daemon_that_does_not_answer_is_told_by_its_last_word_and_how_old_that_is(string what, string why)
    {
        Hold();
        using var theirs = Strange(what);
        (await Status()).ShouldBe(ExitCodes.NotReachable);
        Refused.ShouldStartWith($"the daemon on {_bench.Home} does not answer on its control socket ({why}");
        Refused.ShouldNotContain('\n');
        _output.ToString().ShouldBeEmpty();
        _errors.GetStringBuilder().Clear();
        await new StatusFile(_bench.Home).Write(SurfaceBench.Status("Down", "no process") with { At = TimeProvider.System.GetUtcNow().AddMinutes(-3) });
        (await Status()).ShouldBe(ExitCodes.Unhealthy);
        Refused.ShouldMatch(@"^the daemon does not answer on its control socket \(.+\): this is its last word, 3 min.* old$");
        _output.ToString().ShouldContain("no process");
    }

    [Fact]
    public async Task Without_a_daemon_that_is_all_there_is_to_say()
    {
        using var left = Strange("a dead socket");
        (await Status()).ShouldBe(ExitCodes.NotReachable);
        Refused.ShouldBe($"no daemon runs on {_bench.Home}: start it with 'openclaw-actors run'");
    }

    [Fact]
    public async Task An_order_is_carried_out_by_the_daemon_that_answers()
    {
        Hold();
        await _bench.OpenSocket();
        (await Commands().Pause(null, "2h", "a new disk", CancellationToken.None)).ShouldBe(ExitCodes.Ok);
        (_output.ToString().StartsWith("main is paused until ", StringComparison.Ordinal), Refused).ShouldBe((true, ""));
        _bench.Logs.All.ShouldContain("Order pause of main");
        (await new UndoCommand(_bench.Sources, _output, _errors).Run("main-20261123-031504", CancellationToken.None)).ShouldBe(ExitCodes.Usage);
        Refused.ShouldBe("Nothing was changed, or nothing has stayed, in incident \"main-20261123-031504\".");
    }

    [Theory]
    [InlineData("a foreign file")]
    [InlineData("an early end")]
    public async Task An_order_that_no_daemon_takes_is_written_down_for_it(string what)
    {
        Hold();
        using var theirs = Strange(what);
        (await Commands().Pause(null, "2h", null, CancellationToken.None)).ShouldBe(ExitCodes.Ok);
        _output.ToString().ShouldStartWith("main is paused until 05:15 UTC; the healer goes on looking");
        Refused.ShouldStartWith("the daemon does not answer on its control socket (");
        Refused.ShouldEndWith("): this was done by way of the state folder, where it hears of it");
        (await new OwnerWordFile(_bench.Home, new GatewayId("main")).Read(CancellationToken.None)).PausedSince.ShouldBe(Desk.Start);
    }

    [Fact]
    public async Task A_watch_is_a_line_for_each_change_and_ends_with_the_daemon()
    {
        Hold();
        _bench.Feed.Tell(SurfaceBench.Status("Down", "no process"));
        await _bench.OpenSocket();
        var watching = Watch().Lines(_output, json: false, CancellationToken.None);
        await Eventually.Holds(() => _bench.Feed.Readers == 1 && Said("Down"), "the first word");
        _bench.Feed.Tell(new IncidentNewsJson("main", "main-20261123-031504", new IncidentEventJson(2, Desk.Start, "RepairOrdered", "order 1", [])));
        _bench.Feed.Tell(SurfaceBench.Status());
        await Eventually.Holds(() => Said("Ready"), "the next one");
        await _bench.DisposeAsync();
        (await watching.Soon()).ShouldBe(ExitCodes.NotReachable);
        _output.ToString().ReplaceLineEndings("|").ShouldBe(
            "2026-11-23 03:15:04 main: Down since 2026-11-23 03:15:04 UTC, incident main-20261123-031504 (tier 1): no process|2026-11-23 03:15:04 main-20261123-031504: order 1|2026-11-23 03:15:04 main: Ready since 2026-11-23 03:15:04 UTC|");
    }

    [Fact]
    public async Task A_watch_as_JSON_is_a_status_a_line_and_ends_when_its_onlooker_has_seen_enough()
    {
        _bench.Feed.Tell(SurfaceBench.Status());
        await _bench.OpenSocket();
        using var enough = new CancellationTokenSource();
        var watching = Watch().Lines(_output, json: true, enough.Token);
        await Eventually.Holds(() => Said("\"Ready\""), "the first word");
        await enough.CancelAsync();
        (await watching.Soon()).ShouldBe(ExitCodes.Ok);
        System.Text.Json.JsonDocument.Parse(_output.ToString().Trim()).RootElement.GetProperty("pid").GetInt32().ShouldBe(4321);
    }

    [Fact]
    public async Task The_live_screen_shows_what_was_seen_last_and_gives_the_cursor_back()
    {
        _bench.Feed.Tell(SurfaceBench.Status("Down", "no process"));
        await _bench.OpenSocket();
        using var enough = new CancellationTokenSource();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_output), Ansi = AnsiSupport.Yes, Interactive = InteractionSupport.Yes, ColorSystem = ColorSystemSupport.NoColors });
        var watching = Watch().Screen(console, enough.Token);
        await Eventually.Holds(() => Said("no process"), "the first word");
        _bench.Feed.Tell(SurfaceBench.Status());
        await Eventually.Holds(() => Said("Ready"), "the next one");
        await enough.CancelAsync();
        (await watching.Soon()).ShouldBe(ExitCodes.Ok);
        var drawn = _output.ToString();
        drawn.ShouldContain("\u001b[?25l");
        drawn.LastIndexOf("\u001b[?25h", StringComparison.Ordinal).ShouldBeGreaterThan(drawn.LastIndexOf("\u001b[?25l", StringComparison.Ordinal), "the cursor is seen again");
    }

    [Fact]
    public void Forty_columns_are_enough()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_output), Ansi = AnsiSupport.No });
        console.Profile.Width = 40;
        console.Write(StatusView.Of(SurfaceBench.Status("Down", "http: /healthz: connection refused after 1 ms"), 40));
        var lines = _output.ToString().ReplaceLineEndings("\n").Split('\n');
        lines.ShouldAllBe(static line => line.Length <= 40);
        lines.ShouldContain("main: Down");
    }

    public async ValueTask DisposeAsync()
    {
        _lock?.Dispose();
        await _bench.DisposeAsync();
    }

    private void Hold() => _lock = DaemonLock.TryTake(_bench.Home);

    private Task<int> Status() => StatusCommand.Run(_bench.Settings, json: false, _output, _errors, CancellationToken.None);

    private StatusWatch Watch() => new(_bench.Home, _errors, TimeProvider.System);

    private OwnerCommands Commands() => new(_bench.Sources, new FakeTimeProvider(Desk.Start), _output, _errors);

    // Another thread writes it meanwhile.
    private bool Said(string text)
    {
        try
        {
            return _output.ToString().Contains(text, StringComparison.Ordinal);
        }
        catch (ArgumentOutOfRangeException)
        {
            return false;
        }
    }

    private Socket? Strange(string what)
    {
        if (what == "no socket") return null;
        if (what == "a foreign file")
        {
            File.WriteAllText(_bench.Socket, "precious");
            return null;
        }

        var theirs = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        theirs.Bind(new UnixDomainSocketEndPoint(_bench.Socket + "1"));
        if (what == "a dead socket")
        {
            File.Move(_bench.Socket + "1", _bench.Socket);
            theirs.Dispose();
            return null;
        }

        theirs.Listen();
        File.Move(_bench.Socket + "1", _bench.Socket);
        if (what != "silence") _ = Answer(theirs, what);
        return theirs;
    }

    private static async Task Answer(Socket listener, string what)
    {
        try
        {
            while (true)
            {
                using var peer = await listener.AcceptAsync();
                var asked = new byte[4096];
                await peer.ReceiveAsync(asked);
                var answer = what switch
                {
                    "another program" => "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
                    "noise" => "\u0000\u0001 what? \r\n\r\n",
                    _ => "",
                };
                await peer.SendAsync(System.Text.Encoding.ASCII.GetBytes(answer));
            }
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            // The spec is over.
        }
    }
}
