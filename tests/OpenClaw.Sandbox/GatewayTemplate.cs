using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace OpenClaw.Sandbox;

/// <summary>
/// The home of an owner whose gateway was installed by OpenClaw itself and has run once: made on first use, and kept, so that the next
/// sandbox has a healthy gateway in one boot of it.
/// </summary>
/// <param name="npmFolder">Where npm installed OpenClaw.</param>
/// <param name="cache">The folder that holds templates; its name does not matter to what is in it.</param>
public sealed class GatewayTemplate(string npmFolder, string cache)
{
    /// <summary>The config the template's gateway has run with.</summary>
    public const string Config =
        """
        {
          "gateway": { "mode": "local", "port": 18789, "bind": "loopback", "auth": { "mode": "none" } },
          "logging": { "file": "/home/owner/gateway.log" }
        }

        """;

    /// <summary>Part of the template's name: raised when the way it is made changes.</summary>
    private const string Recipe = "3";

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly SemaphoreSlim One = new(1, 1);

    /// <summary>The template's folder, made now if it is not there yet.</summary>
    /// <exception cref="SandboxUnavailableException">This machine can have no sandbox.</exception>
    public async Task<string> Get()
    {
        var lockFile = await File.ReadAllTextAsync(Path.Combine(npmFolder, "package-lock.json"));
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Recipe}\n{Config}\n{lockFile}")))[..12];
        var folder = Path.Combine(cache, $"home-{name}");
        await One.WaitAsync();
        try
        {
            if (!Directory.Exists(folder))
                await Make(folder);
            return folder;
        }
        finally
        {
            One.Release();
        }
    }

    private async Task Make(string folder)
    {
        await using var sandbox = await SystemdSandbox.Boot(new SandboxOptions
        {
            NpmFolder = npmFolder,
            Files = new Dictionary<string, string> { [".openclaw/openclaw.json"] = Config },
        });
        // As on a machine in use: with OpenClaw's own backups of the config, and its mark in it.
        Expect(await sandbox.OpenClaw("config", "set", "logging.level", "debug"), "the config is changed");
        Expect(await sandbox.OpenClaw("config", "set", "logging.level", "info"), "the config is changed back");
        Expect(await sandbox.OpenClaw("gateway", "install", "--port", "18789"), "OpenClaw installs its gateway");
        await Started(sandbox);
        Expect(await sandbox.Systemctl("stop", Owner.Unit), "the gateway stops");

        // Under another name until it is whole: a run that is cut short, or another run at the same time, leaves no half template.
        var growing = $"{folder}.{Environment.ProcessId}";
        Directory.CreateDirectory(cache);
        Expect(await HostRun.Of("cp", ["-a", "--one-file-system", sandbox.HostPath(Owner.Home), growing], StartLimit), "the home is copied");
        Directory.Delete(Path.Combine(growing, ".npm-global"), recursive: true);
        File.Delete(Path.Combine(growing, "gateway.log"));
        if (Directory.Exists(folder))
            Directory.Delete(growing, recursive: true);
        else
            Directory.Move(growing, folder);
    }

    private static async Task Started(SystemdSandbox sandbox)
    {
        using var http = sandbox.Network.CreateClient(TimeSpan.FromSeconds(5));
        var clock = Stopwatch.StartNew();
        while (!await IsStarted(http))
        {
            if (clock.Elapsed > StartLimit)
                throw new InvalidOperationException($"The template's gateway did not start within {StartLimit.TotalSeconds:0} s: {await sandbox.Journal("-n", "20")}");
            await Task.Delay(Pause);
        }
    }

    private static async Task<bool> IsStarted(HttpClient http)
    {
        try
        {
            return (await http.GetStringAsync("startupz")).Contains("\"started\"", StringComparison.Ordinal);
        }
        catch (Exception notYet) when (notYet is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    private static void Expect(HostRun run, string what)
    {
        if (!run.Succeeded)
            throw new InvalidOperationException($"The template could not be made: {what}: {run.Complaint}");
    }
}
