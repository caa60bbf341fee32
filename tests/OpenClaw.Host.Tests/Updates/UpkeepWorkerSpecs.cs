using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Updates;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Updates;

/// <summary>Who is at work on an installation, by the command lines that were seen on a real one. A bar stands between two arguments.</summary>
public sealed class UpkeepWorkerSpecs
{
    [Theory]
    [InlineData("openclaw-update")]
    [InlineData("node|/p/bin/openclaw|update|--yes|--no-restart")]
    [InlineData("/n/node|--disable-warning=ExperimentalWarning|/p/bin/openclaw|update")]
    [InlineData("/n/node|/p/lib/node_modules/openclaw/openclaw.mjs|--profile|work|update|repair")]
    [InlineData("/n/node|/p/lib/node_modules/openclaw/dist/entry.js|update|finalize")]
    [InlineData("/n/node|/tmp/openclaw-update-run-handoff-aB3x/handoff.cjs")]
    [InlineData("/n/node|/p/lib/node_modules/openclaw/dist/infra/update-migrated-finalize.worker.js|--doctor")]
    [InlineData("/n/node|/p/lib/node_modules/.openclaw.update-stage-h5kMyz/lib/node_modules/openclaw/dist/index.js|gateway|run|--update-canary")]
    public void An_update_of_OpenClaw(string line) => Kind(line).ShouldBe(UpkeepKind.Updating);

    [Theory]
    [InlineData("npm install openclaw@2026.9.6")]
    [InlineData("npm i openclaw@2026.9.6")]
    [InlineData("node|/usr/bin/npm|install|-g|--prefix|/p|openclaw@2026.9.6")]
    [InlineData("/n/node|--no-warnings|/n/lib/node_modules/npm/bin/npm-cli.js|i|-g|openclaw")]
    [InlineData("npm uninstall openclaw")]
    [InlineData("npm update openclaw")]
    [InlineData("npm i ./openclaw-2026.9.6.tgz")]
    [InlineData("node|/n/bin/pnpm|add|-g|openclaw@latest")]
    [InlineData("bun|add|-g|openclaw")]
    [InlineData("node|/n/bin/yarn|global|add|openclaw")]
    public void A_package_manager_that_replaces_it(string line) => Kind(line).ShouldBe(UpkeepKind.PackageSwap);

    [Theory]
    [InlineData("")]
    [InlineData("openclaw")]
    [InlineData("openclaw-gateway")]
    [InlineData("openclaw-doctor")]
    [InlineData("node|/p/bin/openclaw|update|status|--json")]
    [InlineData("node|/p/bin/openclaw|gateway|run")]
    [InlineData("node|/p/bin/openclaw|agent|--message|update")]
    [InlineData("npm")]
    [InlineData("npm view openclaw@latest version engines.node")]
    [InlineData("npm root -g")]
    [InlineData("npm prefix")]
    [InlineData("npm install left-pad")]
    [InlineData("npm install openclaw-plugin")]
    [InlineData("npm install @openclaw/plugin")]
    [InlineData("vim|npm install openclaw.txt")]
    [InlineData("grep|-r|npm install openclaw|/etc")]
    [InlineData("bash|-c|npm install -g openclaw")]
    [InlineData("bun|/srv/app.ts|add|openclaw")]
    public void Everybody_else(string line) => Kind(line).ShouldBe(UpkeepKind.None);

    [Theory]
    [InlineData("npm update", true)]
    [InlineData("npm install left-pad", true)]
    [InlineData("npm ls", false)]
    [InlineData("node|server.js", false)]
    public void A_package_manager_that_changes_something(string line, bool changes) => UpkeepWorker.IsPackageManager(line.Split('|')).ShouldBe(changes);

    private static UpkeepKind Kind(string line) => UpkeepWorker.KindOf(line.Split('|'));
}
