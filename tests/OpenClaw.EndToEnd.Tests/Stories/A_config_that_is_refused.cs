using OpenClaw.EndToEnd.Tests.Npm;
using OpenClaw.EndToEnd.Tests.Scratch;
using OpenClaw.StandIns.MessagesApi;

namespace OpenClaw.EndToEnd.Tests.Stories;

/// <summary>
/// Tier 3: <c>gateway.bind</c> is wrong. Restarts cannot help; the real Claude Code CLI mends it with real tool calls, only its model is scripted.
/// </summary>
public sealed class A_config_that_is_refused(InstalledPrograms installed) : Story(installed)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly TimeSpan TreatmentLimit = TimeSpan.FromSeconds(120);
    private MessagesApi? _api;

    private MessagesApi Api => _api ?? throw new InvalidOperationException("The story has not begun.");

    private protected override IReadOnlyDictionary<string, string> More => new Dictionary<string, string>
    {
        ["ANTHROPIC_API_KEY"] = "sk-ant-scripted-0000000000000000",
        ["ANTHROPIC_BASE_URL"] = Api.BaseUrl.ToString(),
    };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _api = await MessagesApi.Start(Scenario.Of());
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await base.DisposeAsync();
        if (_api is not null)
            await _api.DisposeAsync();
    }

    [Theory]
    [InlineData("lan", 1)] // Exit 78: the gateway itself says that a restart cannot help.
    [InlineData("loopbak", 3)] // Exit 1: any crash could look like this, so the restarts are used up, once.
    public async Task Is_not_restarted_in_a_loop_but_mended_by_the_doctor_in_a_session_that_leaves_private_records(string bind, int restarts)
    {
        Api.Play(Mending(bind));
        await StartDaemonAndGateway();
        var gateway = Home.OnlyGateway().ShouldNotBeNull();
        var (starts, told) = (Home.GatewayStarts(), Log.All().Count);

        Home.WriteConfig(bind);
        gateway.Signal(Signals.Kill);
        await Eventually.Holds("the doctor is called", TreatmentLimit, () => Log.All().Skip(told).Any(line => line.Name is "Escalated" && line.Words.Contains("tier 3", StringComparison.Ordinal)));
        (Home.GatewayStarts() - starts).ShouldBe(restarts);

        await SeesHealthyGateway(except: gateway);
        await Eventually.Holds("the end is in the log", BootLimit, () => Log.All().Skip(told).Any(line => line.Name is "Resolved"));
        Log.Of("Resolved")[^1].Words.ShouldContain("healed by tier 3");
        (Home.GatewayStarts() - starts).ShouldBe(restarts + 1, "one more: the restart that puts the mending to the proof");
        (await File.ReadAllTextAsync(Home.ConfigFile, TestContext.Current.CancellationToken)).ShouldContain("\"bind\": \"loopback\"");

        var results = Api.Requests[^1].ToolResults;
        results.Count.ShouldBe(4);
        results.ShouldAllBe(result => !result.IsError || result == results[0]);
        results[0].IsError.ShouldBe(bind is "loopbak", "what OpenClaw itself says of the config");
        results[3].Text.ShouldContain("Config valid");

        var memory = Path.Combine(Home.Folder, "openclaw", "memory");
        var records = await Eventually.Sees("report and session log", BootLimit, () => Task.FromResult(
            Directory.Exists(memory) && Directory.GetFiles(memory) is { Length: >= 2 } files ? files : null));
        records.ShouldContain(file => Path.GetFileName(file).StartsWith("emergency-recovery-report-", StringComparison.Ordinal));
        records.ShouldContain(file => Path.GetFileName(file).StartsWith("claude-session-", StringComparison.Ordinal));
        records.ShouldAllBe(file => File.GetUnixFileMode(file) == OwnerOnly);
        records.ShouldAllBe(file => !File.ReadAllText(file).Contains("sk-ant-scripted", StringComparison.Ordinal));
        Home.Processes().ShouldNotContain(process => process.CommandLine.Contains("claude", StringComparison.Ordinal));
    }

    private Scenario Mending(string bind) => Scenario.Of(
        Turn.Bash("openclaw config validate"),
        Turn.Call("Read", ("file_path", Home.ConfigFile)),
        Turn.Call("Edit", ("file_path", Home.ConfigFile), ("old_string", $"\"bind\": \"{bind}\""), ("new_string", "\"bind\": \"loopback\"")),
        Turn.Bash("openclaw config validate"),
        Turn.Say("gateway.bind did not go with auth mode none; it is loopback now."));
}
