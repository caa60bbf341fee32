using OpenClaw.EndToEnd.Tests.Npm;
using OpenClaw.EndToEnd.Tests.Worlds;

namespace OpenClaw.EndToEnd.Tests.Stories;

/// <summary>A story of the playbook on a real unit: a fault as its owner makes it, the gateway's own end, and the way back without an LLM.</summary>
public abstract class PlaybookStory(InstalledPrograms installed) : WorldStory(installed)
{
    /// <summary>The gateway's config.</summary>
    protected const string Config = $"{Owner.Home}/.openclaw/openclaw.json";

    /// <summary>The gateway's unit.</summary>
    protected const string UnitFile = $"{Owner.Home}/.config/systemd/user/{Owner.Unit}";

    // A diagnosis, a few checks by the real command line (2 to 10 s each on a busy machine), and a boot.
    private static readonly TimeSpan MendLimit = TimeSpan.FromMinutes(5);

    /// <summary>A config of which the daemon knows that it has served. Its comment and its odd layout must outlive every repair of single keys.</summary>
    private protected static async Task<string> Served(SystemdWorld world)
    {
        await Eventually.Holds("the daemon has kept the config that serves", World.BootLimit, () => Directory.Exists(world.ServedFolder) && Directory.EnumerateFiles(world.ServedFolder).Count() >= 2);
        return await Read(world, Config);
    }

    /// <summary>The owner makes a change and restarts his gateway; it is healed, once.</summary>
    /// <returns>How the daemon says that it was healed: the event's line.</returns>
    private protected static async Task<string> IsMended(SystemdWorld world, Func<Task> fault)
    {
        var before = (await world.Gateway()).ShouldNotBeNull();
        var told = world.Log.All().Count;
        await fault();
        _ = await world.Sandbox.Systemctl("restart", "--no-block", Owner.Unit);
        await Eventually.Holds("an outage was seen and healed", MendLimit, () => world.Log.All().Skip(told).Any(static line => line.Name is "Resolved"));
        await world.SeesHealthyGateway(except: before);
        var lines = world.Log.All().Skip(told).ToArray();
        lines.ShouldNotContain(static line => line.Name == "HumanCalled");
        lines.Last(static line => line.Name == "Resolved").Words.ShouldContain("healed by tier 3");
        return string.Join('\n', lines.Where(static line => line.Name == "RepairClosed").Select(static line => line.Words));
    }

    /// <summary>A file of the owner's, as it is now.</summary>
    private protected static async Task<string> Read(SystemdWorld world, string path) => (await world.Sandbox.Run(["cat", path])).Output;

    /// <summary>Changes a file of the owner's with sed.</summary>
    private protected static async Task Sed(SystemdWorld world, string script, string path) => (await world.Sandbox.Run(["sed", "-i", script, path])).Succeeded.ShouldBeTrue();

    /// <summary>Runs a verb of the program in the world, as its owner types it.</summary>
    private protected static Task<HostRun> Verb(SystemdWorld world, params IReadOnlyList<string> arguments) => world.Verb(arguments);
}
