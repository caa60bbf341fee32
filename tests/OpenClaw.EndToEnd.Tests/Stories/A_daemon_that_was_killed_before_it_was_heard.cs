using System.Text.Json;
using OpenClaw.EndToEnd.Tests.Npm;
using OpenClaw.EndToEnd.Tests.Scratch;
using OpenClaw.StandIns;

namespace OpenClaw.EndToEnd.Tests.Stories;

/// <summary>Tier 4: a person is called, the webhook is dead, and then the healer dies with the call on its lips.</summary>
public sealed class A_daemon_that_was_killed_before_it_was_heard(InstalledPrograms installed) : Story(installed)
{
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan NoSecondCall = TimeSpan.FromSeconds(5);
    private readonly string _deadWebhook = $"http://127.0.0.1:{FreePort.Find()}/api/webhooks/1/nobody-listens";
    private DiscordSink? _discord;

    private protected override IReadOnlyDictionary<string, string> More =>
        new Dictionary<string, string> { ["DISCORD_WEBHOOK_URL"] = _discord?.Url.ToString() ?? _deadWebhook };

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_discord is not null)
            await _discord.DisposeAsync();
    }

    [Fact]
    public async Task Is_followed_by_one_that_delivers_the_call_once_the_webhook_lives_and_calls_nobody_twice()
    {
        var first = await StartDaemonAndGateway();
        var gateway = Home.OnlyGateway().ShouldNotBeNull();
        Home.WriteConfig(bind: "lan");
        gateway.Signal(Signals.Kill);
        await Eventually.Holds("a person is called, in vain", CallLimit, () => Log.Of("HumanCalled").Count is 1);
        await first.Kill();

        var discord = _discord = await DiscordSink.Start();
        StartDaemon();
        await Eventually.Holds("the call arrives", CallLimit, () => Titles(discord).Any(title => title.Contains("needs you", StringComparison.Ordinal)));
        await Eventually.KeepsHolding("one call", NoSecondCall, () => Titles(discord).Count(title => title.Contains("needs you", StringComparison.Ordinal)) is 1);
        Log.Of("HumanCalled").Count.ShouldBe(1, "it is the call of the daemon that was killed");

        Home.WriteConfig(bind: "loopback");
        await SeesHealthyGateway(except: gateway);
        await Eventually.Holds("the end is told", CallLimit, () => Titles(discord).Count >= 2);
        Titles(discord).Select(Subject).ShouldBe(["needs you", "healthy again"], "each once; that a doctor was needed is in the call, which has taken its place");
        discord.Calls.ShouldAllBe(call => DiscordSink.Violations(call.Body).Count == 0);
    }

    private static IReadOnlyList<string> Titles(DiscordSink discord) =>
        [.. discord.Calls.Select(call => JsonDocument.Parse(call.Body).RootElement.GetProperty("embeds")[0].GetProperty("title").GetString()!)];

    private static string Subject(string title) =>
        new[] { "needs the doctor", "needs you", "healthy again" }.FirstOrDefault(words => title.Contains(words, StringComparison.Ordinal)) ?? title;
}
