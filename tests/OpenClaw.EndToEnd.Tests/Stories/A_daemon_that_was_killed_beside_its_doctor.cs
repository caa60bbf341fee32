using System.Text.Json;
using OpenClaw.EndToEnd.Tests.Daemon;
using OpenClaw.EndToEnd.Tests.Npm;
using OpenClaw.StandIns;
using OpenClaw.StandIns.MessagesApi;

namespace OpenClaw.EndToEnd.Tests.Stories;

/// <summary>The healer dies in the middle of a treatment; the session it had begun lives on, with nobody to judge it.</summary>
public sealed class A_daemon_that_was_killed_beside_its_doctor(InstalledPrograms installed) : DoctorStory(installed)
{
    private static readonly TimeSpan TreatmentLimit = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan NoSecondWord = TimeSpan.FromSeconds(5);
    private DiscordSink? _discord;

    // The first session never gets its second answer; the one after it does.
    protected override Scenario Script => new()
    {
        Turns =
        [
            Turn.Bash("openclaw config validate"),
            Turn.Call("Read", ("file_path", Home.ConfigFile)),
            Turn.Call("Edit", ("file_path", Home.ConfigFile), ("old_string", "\"bind\": \"lan\""), ("new_string", "\"bind\": \"loopback\"")),
            Turn.Say("gateway.bind did not go with auth mode none; it is loopback now."),
        ],
        Faults = [new Fault(FaultKind.Hang, Times: 1, OnTurn: 1)],
    };

    private protected override IReadOnlyDictionary<string, string> More =>
        new Dictionary<string, string>(base.More) { ["DISCORD_WEBHOOK_URL"] = Discord.Url.ToString() };

    private DiscordSink Discord => _discord ?? throw new InvalidOperationException("The story has not begun.");

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _discord = await DiscordSink.Start();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_discord is not null)
            await _discord.DisposeAsync();
    }

    [Fact]
    public async Task Is_followed_by_one_that_ends_the_old_session_looks_first_and_ends_the_same_incident()
    {
        var first = await StartDaemonAndGateway();
        var gateway = Home.OnlyGateway().ShouldNotBeNull();
        var told = Log.All().Count;
        using var over = new CancellationTokenSource();
        var census = MostSessions(over.Token);

        Home.WriteConfig(bind: "lan");
        gateway.Signal(Signals.Kill);
        await Eventually.Holds("the doctor is at work and waits for an answer", TreatmentLimit, () => Api.Requests.Any(request => request.Turn == 1));
        var session = Sessions().ShouldHaveSingleItem();
        await first.Kill();
        session.IsAlive.ShouldBeTrue("it outlives the daemon, which is why the next one has to end it");

        StartDaemon();
        await Eventually.Holds("the old session is gone", TreatmentLimit, () => !session.IsAlive);
        await Eventually.Holds("the end is in the log", TreatmentLimit, () => Log.All().Skip(told).Any(line => line.Name is "Resolved"));
        await SeesHealthyGateway(except: gateway);

        var events = Log.All().Skip(told).ToArray();
        events.Count(line => line.Name is "Opened").ShouldBe(1, "the same incident goes on");
        var interrupted = Array.FindIndex(events, line => line.Name is "RepairClosed" && line.Words.Contains("the healer was restarted meanwhile", StringComparison.Ordinal));
        interrupted.ShouldBeGreaterThan(0);
        events.Take(interrupted).Count(IsTreatment).ShouldBe(1, "the treatment that was cut short");
        events.Count(IsTreatment).ShouldBe(2, "the case is taken up again once, and only after a look");
        events[^1].Words.ShouldContain("healed by tier 3");

        await Eventually.Holds("the end is told", TreatmentLimit, () => Titles("healthy again") > 0);
        await Eventually.KeepsHolding("each is told once", NoSecondWord, () => (Titles("needs the doctor"), Titles("needs you"), Titles("healthy again")) == (1, 0, 1));
        await over.CancelAsync();
        (await census).ShouldBe(1, "at no time two sessions");
    }

    private static bool IsTreatment(IncidentLine line) => line.Name is "RepairOrdered" && line.Words.Contains("doctor called", StringComparison.Ordinal);

    private int Titles(string words) =>
        Discord.Calls.Count(call => JsonDocument.Parse(call.Body).RootElement.GetProperty("embeds")[0].GetProperty("title").GetString()!.Contains(words, StringComparison.Ordinal));

    // A child of a runner bears its command line until its own program has begun; on a busy machine that is seen.
    private IReadOnlyList<ProcessRef> Sessions()
    {
        var runners = Home.Processes().Where(process => process.CommandLine.Contains(" doctor-runner ", StringComparison.Ordinal) && !IsTmux(process)).ToArray();
        var unborn = runners.SelectMany(runner => ProcessRef.ChildrenOf(runner.Pid)).ToHashSet();
        return [.. runners.Where(runner => !unborn.Contains(runner))];
    }

    // The command line of tmux holds that of what runs in it.
    private static bool IsTmux(ProcessRef process) => process.CommandLine.Split(' ')[0].EndsWith("tmux", StringComparison.Ordinal) || process.CommandLine.StartsWith("tmux", StringComparison.Ordinal);

    private async Task<int> MostSessions(CancellationToken over)
    {
        var most = 0;
        while (!over.IsCancellationRequested)
        {
            most = Math.Max(most, Sessions().Count);
            await Task.Delay(TimeSpan.FromMilliseconds(100), CancellationToken.None);
        }

        return most;
    }
}
