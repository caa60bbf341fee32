using System.CommandLine;

namespace OpenClaw.Host.Demo;

/// <summary>The demo's two commands on the command line.</summary>
public static class DemoCommandLine
{
    /// <summary>The name under which this binary plays the gateway.</summary>
    internal const string GatewayVerb = "demo-gateway";

    /// <summary>How long the stand-in gateway says that it boots: long enough to be seen starting.</summary>
    internal static readonly TimeSpan Boot = TimeSpan.FromSeconds(1);

    /// <summary><c>demo</c>: shows all four tiers at work.</summary>
    public static Command Demo()
    {
        var plain = new Option<bool>("--plain") { Description = "Plain lines instead of the live view." };
        var real = new Option<bool>("--real") { Description = "Use the installed OpenClaw gateway, in a scratch home, instead of the stand-in." };
        var path = new Option<string?>("--openclaw") { Description = "The openclaw program for --real. Default: the one on PATH." };
        var command = new Command("demo", "Break a gateway in four ways and watch each tier heal it. Needs nothing, leaves nothing behind.") { plain, real, path };
        command.SetAction((parsed, cancel) => DemoCommand.Run(
            new DemoOptions { Plain = parsed.GetValue(plain), Real = parsed.GetValue(real), OpenClaw = parsed.GetValue(path) }, cancel));
        return command;
    }

    /// <summary><c>demo-gateway</c>: the stand-in gateway as a process of its own. Hidden: only the demo starts it.</summary>
    public static Command Gateway()
    {
        var port = new Option<int>("--port") { Required = true };
        var config = new Option<string>("--config") { Required = true };
        var bootMs = new Option<int>("--boot-ms") { DefaultValueFactory = _ => (int)Boot.TotalMilliseconds };
        var owner = new Option<int?>("--owner-pid");
        var command = new Command(GatewayVerb, "Stands in for an OpenClaw gateway in the demo.") { port, config, bootMs, owner };
        command.Hidden = true;
        command.SetAction((parsed, cancel) => StandInGateway.Run(
            new StandInGatewayOptions(
                parsed.GetRequiredValue(port), parsed.GetRequiredValue(config), TimeSpan.FromMilliseconds(parsed.GetValue(bootMs)), parsed.GetValue(owner)),
            cancel));
        return command;
    }
}
