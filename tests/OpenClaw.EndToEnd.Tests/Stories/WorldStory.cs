using System.Text.Json.Nodes;
using OpenClaw.EndToEnd.Tests.Npm;
using OpenClaw.EndToEnd.Tests.Worlds;

namespace OpenClaw.EndToEnd.Tests.Stories;

/// <summary>A story that plays in a world of its own, beside others: most of its time is waiting. What a failed one has seen is shown.</summary>
[Trait("Category", "RealGateway")]
public abstract class WorldStory(InstalledPrograms installed) : IAsyncLifetime
{
    private World? _world;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_world is null)
            return;
        var lost = _world.Log.LostMail();
        var failed = TestContext.Current.TestState?.Result is TestResult.Failed || lost.Count > 0;
        if (failed)
            await _world.Show();
        await _world.Clean(keepFiles: failed);
        lost.ShouldBeEmpty("no mail may be lost");
    }

    /// <summary>Makes the story's world; where systemd is wanted and cannot be had, the running test is skipped.</summary>
    private protected async Task<World> Make(KeptBy kept, Action<JsonObject>? config = null) => _world = await World.Make(kept, installed.OrSkip(), config);

    /// <summary>Makes a world with a real systemd.</summary>
    private protected async Task<SystemdWorld> MakeSystemd() => (SystemdWorld)await Make(KeptBy.Systemd);

    /// <summary>Makes a world with a real systemd, in which the playbook is the first doctor.</summary>
    private protected async Task<SystemdWorld> MakeForPlaybook()
    {
        var world = (SystemdWorld)await World.Make(KeptBy.Systemd, installed.OrSkip(), playbook: true);
        _world = world;
        return world;
    }
}
