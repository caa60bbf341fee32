using System.Collections;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Processes.Direct;

namespace OpenClaw.Host.Demo;

/// <summary>The gateway that the demo breaks: how it is started, and where it keeps what. Everything is in the scratch folder.</summary>
/// <param name="Process">How it is started.</param>
/// <param name="Config">Its config file.</param>
/// <param name="Url">Its address.</param>
internal sealed record DemoGateway(DirectOptions Process, DemoConfigFile Config, Uri Url)
{
    /// <summary>All that a gateway of the demo inherits. The rest may hold secrets, or lead a real gateway to its owner's state.</summary>
    private static readonly string[] Inherited = ["PATH", "LANG", "LC_ALL", "DOTNET_ROOT", "NODE_EXTRA_CA_CERTS"];

    /// <summary>A stand-in gateway.</summary>
    public static DemoGateway StandIn(string folder, DemoPace pace)
    {
        var port = FreePort();
        return Create(folder, pace, port, config =>
        [
            .. SelfCommand.Find(), DemoCommandLine.GatewayVerb, "--port", Text(port), "--config", config, "--owner-pid", Text(Environment.ProcessId),
        ]);
    }

    /// <summary>The OpenClaw gateway that is installed here.</summary>
    public static DemoGateway Real(string folder, DemoPace pace, string openClaw)
    {
        var port = FreePort();
        return Create(folder, pace, port, _ => [openClaw, "gateway", "run", "--port", Text(port)]);
    }

    private static DemoGateway Create(string folder, DemoPace pace, int port, Func<string, IReadOnlyList<string>> command)
    {
        var state = Directory.CreateDirectory(Path.Combine(folder, ".openclaw")).FullName;
        var temporary = Directory.CreateDirectory(Path.Combine(folder, "tmp")).FullName;
        var config = new DemoConfigFile(Path.Combine(state, "openclaw.json"), Path.Combine(folder, "openclaw.log"));
        var process = new DirectOptions
        {
            Port = port,
            StateFolder = Directory.CreateDirectory(Path.Combine(folder, "healer")).FullName,
            LogFile = Path.Combine(folder, "healer", "gateway.log"),
            OpenClawStateFolder = state,
            ConfigFile = config.Path,
            WorkingFolder = folder,
            Command = command(config.Path),
            HiddenVariables = [.. Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(v => (string)v.Key).Except(Inherited)],
            Variables = new Dictionary<string, string>
            {
                ["HOME"] = folder,
                ["TMPDIR"] = temporary,
                ["OPENCLAW_NO_RESPAWN"] = "1",
                ["OPENCLAW_SKIP_CHANNELS"] = "1",
                ["OPENCLAW_DISABLE_BONJOUR"] = "1",
                ["OPENCLAW_NO_AUTO_UPDATE"] = "1",
            },
            OnDaemonStop = OnDaemonStop.Stop,
            StopBudget = pace.StopBudget,
            ForcedWait = pace.ForcedWait,
        };
        return new DemoGateway(process, config, new Uri($"http://127.0.0.1:{port}/"));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
