using OpenClaw.EndToEnd.Tests.Npm;
using OpenClaw.EndToEnd.Tests.Scratch;
using OpenClaw.StandIns.MessagesApi;

namespace OpenClaw.EndToEnd.Tests.Stories;

/// <summary>Tier 3: <c>gateway.bind</c> is wrong, and restarts cannot help. The doctor mends it with real tool calls.</summary>
public sealed class A_config_that_is_refused(InstalledPrograms installed) : DoctorStory(installed)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly TimeSpan TreatmentLimit = TimeSpan.FromSeconds(120);

    protected override Scenario Script => Scenario.Of();

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
        await Eventually.Holds("the doctor is called", TreatmentLimit, () =>
            Log.All().Skip(told).Any(line => line.Name is "Escalated" && line.Words.Contains("tier 3", StringComparison.Ordinal)));
        (Home.GatewayStarts() - starts).ShouldBe(restarts);

        await Eventually.Holds("the end is in the log", TreatmentLimit, () => Log.All().Skip(told).Any(line => line.Name is "Resolved"));
        Log.Of("Resolved")[^1].Words.ShouldContain("healed by tier 3");
        await SeesHealthyGateway(except: gateway);
        (Home.GatewayStarts() - starts).ShouldBe(restarts + 1, "one more: the restart that puts the mending to the proof");
        (await File.ReadAllTextAsync(Home.ConfigFile, TestContext.Current.CancellationToken)).ShouldContain("\"bind\": \"loopback\"");

        var results = Api.Requests[^1].ToolResults;
        results.Count.ShouldBe(4);
        results[0].IsError.ShouldBe(bind is "loopbak", "what OpenClaw itself says of the config");
        results.Skip(1).ShouldAllBe(result => !result.IsError);
        results[3].Text.ShouldContain("Config valid");

        // A record is written beside its place and then moved there: what has its name is whole.
        var records = await Eventually.Sees("report and session log", BootLimit, () => Task.FromResult(
            Directory.Exists(Memory) && Directory.GetFiles(Memory, "emergency-recovery-report-*.md") is { Length: > 0 } reports && Directory.GetFiles(Memory, "claude-session-*.log") is { Length: > 0 } sessions ? (string[])[.. reports, .. sessions] : null));
        records.ShouldAllBe(file => File.GetUnixFileMode(file) == OwnerOnly);
        await Eventually.Holds("the session is gone", BootLimit, () => !Home.Processes().Any(process => process.CommandLine.Contains("claude", StringComparison.Ordinal)));
        FilesWith(ApiKey).ShouldBeEmpty("the key leaves no trace");
    }

    private string Memory => Path.Combine(Home.Folder, "openclaw", "memory");

    private IEnumerable<string> FilesWith(string text) =>
        Directory.EnumerateFiles(Home.ActorsHome, "*", SearchOption.AllDirectories).Concat(Directory.EnumerateFiles(Memory))
            .Where(file => Path.GetExtension(file) is not (".lock" or ".sock") && ScratchHome.ReadShared(file).Contains(text, StringComparison.Ordinal));

    private Scenario Mending(string bind) => Scenario.Of(
        Turn.Bash("openclaw config validate"),
        Turn.Call("Read", ("file_path", Home.ConfigFile)),
        Turn.Call("Edit", ("file_path", Home.ConfigFile), ("old_string", $"\"bind\": \"{bind}\""), ("new_string", "\"bind\": \"loopback\"")),
        Turn.Bash("openclaw config validate"),
        Turn.Say("gateway.bind did not go with auth mode none; it is loopback now."));
}
