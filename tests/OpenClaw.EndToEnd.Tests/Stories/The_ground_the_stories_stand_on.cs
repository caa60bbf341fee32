using System.Diagnostics;
using OpenClaw.EndToEnd.Tests.Npm;
using OpenClaw.EndToEnd.Tests.Scratch;

namespace OpenClaw.EndToEnd.Tests.Stories;

/// <summary>Before anything is said about the daemon: the real gateway runs in a scratch home, and nothing of it is left behind.</summary>
[Collection(RealGateway.Name)]
[Trait("Category", "RealGateway")]
public sealed class The_ground_the_stories_stand_on(InstalledPrograms installed)
{
    [Fact]
    public async Task The_real_gateway_starts_in_a_scratch_home_and_nothing_of_it_is_left_behind()
    {
        await using var home = new ScratchHome(installed.OrSkip());
        using var http = new GatewayHttp(home.GatewayUrl);
        using var gateway = Start(home);

        await Eventually.Sees("the gateway has started", TimeSpan.FromSeconds(90), async () => await http.IsStarted() ? "started" : null);
        home.OnlyGateway().ShouldNotBeNull().Pid.ShouldBe(gateway.Id);
        home.GatewayStarts().ShouldBe(1);
        (await http.IsLive()).ShouldBeTrue();

        var all = home.Processes();
        await home.Clean(keepFiles: true);
        all.Count.ShouldBeGreaterThan(1, "the gateway has helper processes in sessions of their own");
        all.ShouldAllBe(process => !process.IsAlive);
    }

    private static Process Start(ScratchHome home)
    {
        var start = new ProcessStartInfo(Path.Combine(home.Programs.BinFolder, "openclaw"), ["gateway", "run", "--port", $"{home.Port}"])
        {
            WorkingDirectory = home.Folder,
        };
        start.Environment.Clear();
        foreach (var (name, value) in home.Environment)
            start.Environment[name] = value;
        return Process.Start(start) ?? throw new InvalidOperationException("No process was started.");
    }
}
