using System.Runtime.InteropServices;

namespace OpenClaw.Sandbox;

/// <summary>The one user of a sandbox, and the world as he sees it.</summary>
public static class Owner
{
    /// <summary>His user and group id.</summary>
    public const int Uid = 1000;

    /// <summary>His home.</summary>
    public const string Home = "/home/owner";

    /// <summary>Where npm has put OpenClaw for him.</summary>
    public const string NodeModules = $"{Home}/.npm-global/lib/node_modules";

    /// <summary>The gateway's port: each sandbox has a network of its own, so it is OpenClaw's default.</summary>
    public const int Port = 18789;

    /// <summary>The gateway's unit, as <c>openclaw gateway install</c> names it.</summary>
    public const string Unit = "openclaw-gateway.service";

    /// <summary>The folder of the <c>node</c> that OpenClaw asks for.</summary>
    public static string NodeFolder => $"{NodeModules}/node-linux-{(RuntimeInformation.OSArchitecture is Architecture.Arm64 ? "arm64" : "x64")}/bin";

    /// <summary>The environment of his login shell, complete.</summary>
    public static IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>
    {
        ["HOME"] = Home,
        ["USER"] = "owner",
        ["LOGNAME"] = "owner",
        ["SHELL"] = "/bin/bash",
        ["LANG"] = "C.UTF-8",
        ["PATH"] = $"{NodeFolder}:{NodeModules}/.bin:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
        ["XDG_RUNTIME_DIR"] = "/run/user/1000",
        ["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/run/user/1000/bus",
        ["OPENCLAW_DISABLE_BONJOUR"] = "1",
        ["OPENCLAW_NO_AUTO_UPDATE"] = "1",
    };
}
