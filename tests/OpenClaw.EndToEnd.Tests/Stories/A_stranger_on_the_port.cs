using System.Diagnostics;
using OpenClaw.EndToEnd.Tests.Npm;

namespace OpenClaw.EndToEnd.Tests.Stories;

/// <summary>Another program has the gateway's port and answers 200 to everything. It is somebody's, so it is not ours to end.</summary>
public sealed class A_stranger_on_the_port(InstalledPrograms installed) : Story(installed)
{
    // It insists, as a program under a service manager would: OpenClaw tries the port for a moment before it boots.
    private const string Server =
        """
        const server = require('http').createServer((_, answer) => answer.end('hello'));
        const listen = () => server.listen(+process.argv[2], '127.0.0.1');
        server.on('error', () => setTimeout(listen, 20));
        listen();
        """;

    [Fact]
    public async Task Is_never_taken_for_the_gateway_never_signalled_and_named_to_a_human_until_it_leaves()
    {
        await StartDaemonAndGateway();
        var gateway = Home.OnlyGateway().ShouldNotBeNull();
        gateway.Signal(Signals.Kill);
        await Eventually.Holds("the port is free", BootLimit, () => !gateway.IsAlive);
        using var process = StartStranger();
        var stranger = ProcessRef.Of(process.Id).ShouldNotBeNull();

        await Eventually.Holds("the stranger answers and the gateway is seen to be down", BootLimit, () => HasThePort() && Status() is { Healthy: false });
        var call = await Eventually.Sees("a human is told", BootLimit, () =>
        {
            Status().ShouldNotBeNull().Healthy.ShouldBeFalse("an answer of 200 is not a gateway's answer");
            return Task.FromResult(Log.Of("HumanCalled").SingleOrDefault());
        });
        call.Words.ShouldContain($"pid {stranger.Pid}");
        call.Words.ShouldContain("stranger.js");
        // Written after the call was.
        await Eventually.Holds("the status says so", BootLimit, () => Status() is { Phase: "PortTaken" });
        stranger.IsAlive.ShouldBeTrue("not ours to end");

        stranger.Signal(Signals.Terminate);
        await SeesHealthyGateway(except: gateway);
        await Eventually.Holds("the end is told", BootLimit, () => Log.Of("Resolved").Any(line => line.Words.Contains("after a human was called", StringComparison.Ordinal)));
        Log.Of("HumanCalled").Count.ShouldBe(1, "told once");
    }

    private bool HasThePort()
    {
        using var client = new System.Net.Sockets.TcpClient();
        try
        {
            client.Connect(System.Net.IPAddress.Loopback, Home.Port);
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }

    private Process StartStranger()
    {
        var script = Path.Combine(Home.Folder, "stranger.js");
        File.WriteAllText(script, Server);
        var start = new ProcessStartInfo(Home.Programs.Node, [script, $"{Home.Port}"]) { WorkingDirectory = Home.Folder };
        start.Environment["HOME"] = Home.Folder;
        return Process.Start(start) ?? throw new InvalidOperationException("No process was started.");
    }
}
