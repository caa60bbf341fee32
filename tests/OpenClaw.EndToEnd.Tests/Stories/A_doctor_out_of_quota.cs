using System.Text.Json;
using OpenClaw.EndToEnd.Tests.Npm;
using OpenClaw.StandIns;
using OpenClaw.StandIns.MessagesApi;

namespace OpenClaw.EndToEnd.Tests.Stories;

/// <summary>Tier 4: the API answers 429 and asks for an hour. A person is called, once, and told when it is over.</summary>
public sealed class A_doctor_out_of_quota(InstalledPrograms installed) : DoctorStory(installed)
{
    private static readonly TimeSpan VerdictLimit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan NoSecondCall = TimeSpan.FromSeconds(8);
    private DiscordSink? _discord;

    protected override Scenario Script => new() { Faults = [Fault.Status(429, headers: ("retry-after", "3600"))] };

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
    public async Task Means_one_call_on_Discord_within_30_seconds_and_a_resolved_after_the_owner_mended_it()
    {
        await StartDaemonAndGateway();
        var gateway = Home.OnlyGateway().ShouldNotBeNull();
        Home.WriteConfig(bind: "lan");
        gateway.Signal(Signals.Kill);

        var verdict = await Eventually.Sees("the verdict", VerdictLimit, () => Task.FromResult(Log.Of("HumanCalled").SingleOrDefault()));
        await Eventually.Holds("a person is called on Discord", CallLimit, () => Titles("needs you").Any());
        (DateTimeOffset.UtcNow - verdict.At).ShouldBeLessThan(CallLimit);
        await Eventually.KeepsHolding("one call, not one for every look", NoSecondCall, () => Titles("needs you").Count() is 1);
        var starts = Home.GatewayStarts();

        Home.WriteConfig(bind: "loopback");
        await SeesHealthyGateway(except: gateway);
        await Eventually.Holds("the end is told", CallLimit, () => Titles("healthy again").Any());

        Titles("").Count().ShouldBe(3, "the doctor is needed, a person is needed, it is over");
        Titles("needs you").Count().ShouldBe(1);
        Discord.Calls.ShouldAllBe(call => DiscordSink.Violations(call.Body).Count == 0);
        (Home.GatewayStarts() - starts).ShouldBe(1, "the mended config is started once");
        Api.Requests.Count.ShouldBeGreaterThan(0, "the real CLI has asked the API");
        Log.Of("Resolved")[^1].Words.ShouldContain("after a human was called");
    }

    private IEnumerable<string> Titles(string words) =>
        Discord.Calls.Select(call => JsonDocument.Parse(call.Body).RootElement.GetProperty("embeds")[0].GetProperty("title").GetString()!)
            .Where(title => title.Contains(words, StringComparison.Ordinal));
}
