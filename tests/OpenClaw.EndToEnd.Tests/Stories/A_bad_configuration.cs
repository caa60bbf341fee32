using OpenClaw.EndToEnd.Tests.Daemon;

namespace OpenClaw.EndToEnd.Tests.Stories;

/// <summary>The owner made a typing error: one line says what, where and how to mend it, and nothing is started. Needs no gateway.</summary>
public sealed class A_bad_configuration : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly string _home = Directory.CreateTempSubdirectory("openclaw-e2e-").FullName;

    [Theory]
    [InlineData("openclaw.probe.intervall = 5s", "openclaw.probe.intervall")]
    [InlineData("openclaw.probe.interval = 0s", "openclaw.probe.interval")]
    [InlineData("openclaw.gateways.main.url = \"localhost\"", "openclaw.gateways.main.url")]
    public async Task Ends_the_daemon_with_2_and_one_line_that_names_the_key_and_the_file(string line, string key)
    {
        var file = Path.Combine(_home, "openclaw.conf");
        await File.WriteAllTextAsync(file, line + "\n", TestContext.Current.CancellationToken);
        var environment = new Dictionary<string, string> { ["HOME"] = _home, ["PATH"] = "/usr/bin:/bin", ["OPENCLAW_ACTORS_HOME"] = _home };

        using var daemon = DaemonProcess.Start(_home, environment, ["run"]);
        (await daemon.Exit(Limit)).ShouldBe(2);

        var words = daemon.Errors.ShouldHaveSingleItem();
        words.ShouldContain(key);
        words.ShouldContain("openclaw.conf");
        words.ShouldNotContain("Exception");
        daemon.Output.ShouldBeEmpty();
    }

    public void Dispose() => Directory.Delete(_home, recursive: true);
}
