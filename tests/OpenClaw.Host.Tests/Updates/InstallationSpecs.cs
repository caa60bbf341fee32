using OpenClaw.Host.Tests.Processes;
using OpenClaw.Host.Updates;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Updates;

/// <summary>What a gateway is made of, found from how it is started.</summary>
public sealed class InstallationSpecs : IAsyncDisposable
{
    private readonly Workshop _workshop = new();

    [Theory]
    [InlineData("/usr/bin/node --max-old-space-size=4096 /opt/lib/node_modules/openclaw/dist/index.js gateway --port 18789", "/usr/bin/node", "/opt/lib/node_modules/openclaw")]
    [InlineData("/bin/sh /s/env-wrapper.sh /s/gateway.env /n/bin/node /opt/openclaw/dist/entry.js gateway", "/n/bin/node", "/opt/openclaw")]
    [InlineData("/n/bin/node /opt/openclaw/openclaw.mjs gateway run", "/n/bin/node", "/opt/openclaw")]
    [InlineData("/usr/bin/python3 -m http.server", null, null)]
    [InlineData("", null, null)]
    public void It_is_read_from_the_command_line(string line, string? node, string? package)
    {
        var found = Installation.Of(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), "/nowhere");
        // A runtime counts where it is; the ones named here need not be on this machine.
        found.Package.ShouldBe(package);
        if (node is null || File.Exists(node)) found.Node.ShouldBe(node);
    }

    [Fact]
    public void A_command_on_PATH_is_followed_to_its_package()
    {
        var (bin, package) = Install();
        var found = Installation.Of(["openclaw", "gateway", "run"], $"/nowhere:{bin}");
        found.ShouldBe(new Installation(Path.Combine(bin, "node"), package));
        found.IsComplete.ShouldBe(true);
    }

    [Fact]
    public void A_package_whose_link_npm_has_taken_away_is_found_beside_its_folder()
    {
        var (bin, package) = Install();
        File.Delete(Path.Combine(bin, "openclaw"));
        File.Delete(Path.Combine(package, "package.json"));
        var found = Installation.Of(["openclaw", "gateway", "run"], bin);
        found.Package.ShouldBe(package);
        found.IsComplete.ShouldBe(false);
    }

    [Fact]
    public void What_was_known_is_not_forgotten_while_it_is_replaced()
    {
        var (bin, package) = Install();
        var finder = new InstallationFinder(new GatewayJob(null, null, ["openclaw", "gateway", "run"], bin));
        finder.Find().Package.ShouldBe(package);
        Directory.Delete(package, recursive: true);
        File.Delete(Path.Combine(bin, "openclaw"));
        finder.Find().ShouldBe(new Installation(Path.Combine(bin, "node"), package));
        finder.Find().IsComplete.ShouldBe(false);
    }

    [Fact]
    public void A_unit_says_how_it_is_started_and_a_drop_in_says_it_better()
    {
        var unit = _workshop.Write("g.service", "[Service]\nEnvironment=\"A=b\"\nExecStart=\"/my node/node\" --x=50%% \\\n  /opt/openclaw/dist/index.js gateway 'two words'\nRestart=always\n");
        var job = new GatewayJob(unit, unit + ".d", [], "/nowhere");
        job.CommandLine().ShouldBe(["/my node/node", "--x=50%", "/opt/openclaw/dist/index.js", "gateway", "two words"]);
        _workshop.Write("g.service.d/10-x.conf", "[Service]\nExecStart=\nExecStart=-/other/node /opt/two/dist/entry.js gateway\n");
        job.CommandLine().ShouldBe(["/other/node", "/opt/two/dist/entry.js", "gateway"]);
    }

    [Fact]
    public void A_property_list_says_how_it_is_started()
    {
        var plist = _workshop.Write("g.plist", """
            <?xml version="1.0" encoding="UTF-8"?>
            <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
            <plist version="1.0"><dict>
              <key>Label</key><string>ai.openclaw.gateway</string>
              <key>ProgramArguments</key>
              <array><string>/bin/sh</string><string>/s/w.sh</string><string>/n/node</string><string>/opt/a &amp; b/dist/index.js</string></array>
            </dict></plist>
            """);
        new GatewayJob(plist, null, [], "/nowhere").CommandLine().ShouldBe(["/bin/sh", "/s/w.sh", "/n/node", "/opt/a & b/dist/index.js"]);
    }

    [Theory]
    [InlineData("x.plist", "<plist><dict><key>ProgramArguments</key>")]
    [InlineData("x.plist", "bplist00 not a text")]
    [InlineData("x.service", "[Service]\nType=simple\n")]
    [InlineData("x.service", "")]
    public void A_job_that_cannot_be_read_is_unknown(string name, string text)
    {
        var job = new GatewayJob(_workshop.Write(name, text), null, ["openclaw"], "/nowhere");
        job.CommandLine().ShouldBeEmpty();
        new InstallationFinder(job).Find().ShouldBe(Installation.Unknown);
    }

    [Fact]
    public void A_job_without_a_file_is_unknown() =>
        new GatewayJob(_workshop.PathOf("none.service"), _workshop.PathOf("none.service.d"), ["openclaw"], "/nowhere").CommandLine().ShouldBeEmpty();

    public ValueTask DisposeAsync() => _workshop.DisposeAsync();

    private (string Bin, string Package) Install()
    {
        var package = Path.GetDirectoryName(_workshop.Write("lib/node_modules/openclaw/package.json", "{}"))!;
        _workshop.Write("lib/node_modules/openclaw/dist/entry.js", "");
        _workshop.Write("lib/node_modules/openclaw/openclaw.mjs", "");
        var bin = Path.GetDirectoryName(_workshop.Write("bin/node", ""))!;
        File.CreateSymbolicLink(Path.Combine(bin, "openclaw"), "../lib/node_modules/openclaw/openclaw.mjs");
        return (bin, package);
    }
}
