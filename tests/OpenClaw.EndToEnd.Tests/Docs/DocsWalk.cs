using System.Diagnostics;
using OpenClaw.EndToEnd.Tests.Daemon;
using OpenClaw.EndToEnd.Tests.Npm;
using OpenClaw.EndToEnd.Tests.Scratch;
using OpenClaw.EndToEnd.Tests.Systemd;

namespace OpenClaw.EndToEnd.Tests.Docs;

/// <summary>
/// A newcomer who reads pages from their first line to their last and types what they say: into one terminal on a clean account with a real gateway under a real systemd, and what must be built into a
/// copy of the sources on this machine. What a command leaves behind (the folder, exported variables) is there for the next.
/// </summary>
internal sealed class DocsWalk(RealPrograms programs, DocsSources sources) : IAsyncDisposable
{
    private const string Terminal = "/tmp/terminal";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    // One terminal for a whole page and the next: where it stands and what was exported is kept between two blocks.
    private const string Session =
        """
        cd "$(cat "$1/folder" 2>/dev/null || echo "$HOME")"
        [ ! -f "$1/exported" ] || . "$1/exported"
        trap 'mkdir -p "$1"; pwd >"$1/folder"; export -p >"$1/exported"' EXIT
        set -eo pipefail

        """;

    // The gateway of a newcomer has run for days; the drill wants five minutes, which the walk does not wait for.
    private const string OwnersConf = "openclaw.budget.young-boot = 5s\n";

    private readonly string _home = Directory.CreateTempSubdirectory("docs-home-").FullName;
    private readonly List<string> _told = [];
    private readonly List<string> _troubles = [];
    private SystemdSandbox? _sandbox;

    /// <summary>What was run and what was not, a line each.</summary>
    public IReadOnlyList<string> Told => _told;

    /// <summary>Fails with every block that did not do what its page says; a reader who meets one goes on with the next.</summary>
    public async Task Verdict()
    {
        if (_troubles.Count > 0) throw new InvalidOperationException($"{string.Join("\n\n", _troubles)}\n--- {await LastWords()}");
    }

    /// <summary>Reads a page and does what it says.</summary>
    public async Task Read(string page)
    {
        foreach (var block in DocsBlock.Of(sources.Root, page))
        {
            if (block.Place == DocsPlace.Nowhere)
            {
                _told.Add($"{block} not run: {block.Reason}");
                continue;
            }

            var clock = Stopwatch.StartNew();
            var (code, output) = block switch
            {
                { Place: DocsPlace.Host } => await OnHost(block),
                { StopAfter: { } words } => await UntilStopped(block, words),
                _ => await Inside(block),
            };
            var trouble = code != block.ExitCode ? $"it ended with {code} instead of {block.ExitCode}" : block.Missing(output) is [_, ..] missing ? $"it has not printed \"{string.Join("\", \"", missing)}\"" : null;
            if (trouble is not null) _troubles.Add($"{block}: {trouble}\n{block.Text}\n--- its output:\n{output}");
            // Nothing of what follows can work without the program that is built first.
            if (trouble is not null && block.Place == DocsPlace.Host) break;
            _told.Add($"{block} ran {(block.Place == DocsPlace.Host ? "on the host" : "in the sandbox")} in {clock.Elapsed.TotalSeconds:0.0} s");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_sandbox is not null) await _sandbox.DisposeAsync();
        Directory.Delete(_home, recursive: true);
    }

    private async Task<(int Code, string Output)> OnHost(DocsBlock block)
    {
        var start = new ProcessStartInfo("/bin/bash", ["-c", Session + block.Text, "bash", Path.Combine(_home, ".terminal")]) { WorkingDirectory = sources.Folder };
        // A new account of this machine's: nothing inherited but what finds .NET, and the packages that are here already.
        start.Environment.Clear();
        foreach (var (name, value) in sources.Environment) start.Environment[name] = value;
        start.Environment["HOME"] = start.Environment["DOTNET_CLI_HOME"] = _home;
        Directory.CreateDirectory(Path.Combine(_home, ".terminal"));
        await File.WriteAllTextAsync(Path.Combine(_home, ".terminal", "folder"), sources.Folder);
        var run = await HostRun.Of(start, Limit);
        if (run.Succeeded && block.Text.Contains("dotnet publish", StringComparison.Ordinal)) await PutGivenProgram();
        if (run.Succeeded && _sandbox is not null) await Carry(_sandbox);
        return (run.ExitCode ?? -1, run.Output + run.Error);
    }

    /// <summary>The program that the stories are to be told of, where one is given, in the place of the one that was published.</summary>
    private async Task PutGivenProgram()
    {
        var published = Path.Combine(_home, ".local", "share", "openclaw-actors");
        if (DaemonProcess.Given is not { } given || !Directory.Exists(published)) return;
        var put = await HostRun.Of("/bin/sh", ["-c", """rm -rf "$2" && cp -a "$1" "$2" """, "sh", Path.GetDirectoryName(given)!, published], Limit);
        put.Succeeded.ShouldBeTrue(put.Complaint);
        _told.Add($"{given} took the place of what was published");
    }

    private async Task<(int Code, string Output)> Inside(DocsBlock block)
    {
        var run = await (await Sandbox()).Run(["/bin/bash", "-c", Session + block.Text, "bash", Terminal], Limit);
        return (run.ExitCode ?? -1, run.Output + run.Error);
    }

    private async Task<(int Code, string Output)> UntilStopped(DocsBlock block, string words)
    {
        // The one command takes the shell's place, so that the signal is its.
        var sandbox = await Sandbox();
        using var process = sandbox.Start(["/bin/bash", "-c", Session + "trap - EXIT\nexec " + block.Text, "bash", Terminal]);
        string Said() => string.Join('\n', process.Output.Concat(process.Errors));
        await Eventually.Holds($"{block} prints {words}", TimeSpan.FromSeconds(60), () => Said().Contains(words, StringComparison.Ordinal));
        process.Identity?.Signal(Signals.Interrupt);
        var code = await process.Exit(TimeSpan.FromSeconds(30));
        // 130: ended by Ctrl-C, as shells tell it.
        return (code == 130 ? 0 : code, Said());
    }

    /// <summary>A clean account whose gateway is installed, runs and answers; made when the first command wants it.</summary>
    private async Task<SystemdSandbox> Sandbox()
    {
        if (_sandbox is not null) return _sandbox;
        _sandbox = await SandboxGround.BootOrSkip(programs, static options => options with { Files = new Dictionary<string, string> { [".openclaw-actors/openclaw.conf"] = OwnersConf } });
        using var http = new GatewayHttp(_sandbox.Network.CreateClient(GatewayHttp.Timeout));
        await Eventually.Sees("the gateway answers", TimeSpan.FromMinutes(3), async () => await http.IsStarted() ? "yes" : null);
        await Carry(_sandbox);
        return _sandbox;
    }

    /// <summary>What was built into the home on this machine, put into the home inside.</summary>
    private async Task Carry(SystemdSandbox sandbox)
    {
        var built = Path.Combine(_home, ".local");
        if (!Directory.Exists(built)) return;
        var inside = sandbox.HostPath(Owner.Home);
        var copied = await HostRun.Of("/bin/sh", ["-c", """rm -rf "$2/.local/share/openclaw-actors" && cp -a "$1" "$2/" && chown -R 1000:1000 "$2/.local" """, "sh", built, inside], Limit);
        copied.Succeeded.ShouldBeTrue(copied.Complaint);
    }

    private async Task<string> LastWords() => _sandbox is null ? "there was no sandbox yet" : $"the journal:\n{await _sandbox.Journal("-n", "60")}";
}
