using System.Diagnostics;
using System.Net.Sockets;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Processes;
using OpenClaw.Host.Surface;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Surface;

/// <summary>The socket in the state folder: for its owner only, and nothing of anybody else's is touched for it.</summary>
public sealed class ControlSocketSpecs
{
    [Fact]
    public async Task It_is_its_owner_s_only_and_gone_with_its_listener()
    {
        var bench = new SurfaceBench();
        await using (bench)
        {
            bench.Feed.Tell(SurfaceBench.Status());
            await bench.OpenSocket();
            File.GetUnixFileMode(bench.Socket).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            using var client = bench.Client();
            var status = await client.Status(CancellationToken.None);
            (status.Pid, status.Access).ShouldBe((4321, new AccessLine(true, false)));
        }

        File.Exists(bench.Socket).ShouldBeFalse();
    }

    [Fact]
    public async Task What_a_killed_daemon_has_left_is_replaced()
    {
        await using var bench = new SurfaceBench();
        Abandon(bench.Socket);
        bench.Feed.Tell(SurfaceBench.Status());
        await bench.OpenSocket();
        using var client = bench.Client();
        (await client.Status(CancellationToken.None)).Pid.ShouldBe(4321);
    }

    [Theory]
    [InlineData("file")]
    [InlineData("folder")]
    [InlineData("link")]
    [InlineData("link to a dead socket")]
    [InlineData("pipe")]
    public async Task What_is_no_socket_of_ours_is_left_as_it_is(string what)
    {
        await using var bench = new SurfaceBench();
        var aside = Path.Combine(bench.Home, "aside");
        switch (what)
        {
            case "file": await File.WriteAllTextAsync(bench.Socket, "precious"); break;
            case "folder": Directory.CreateDirectory(bench.Socket); break;
            case "link": File.CreateSymbolicLink(bench.Socket, aside); break;
            case "pipe": using (var made = Process.Start("mkfifo", bench.Socket)) await made.WaitForExitAsync(); break;
            default:
                Abandon(aside);
                File.CreateSymbolicLink(bench.Socket, aside);
                break;
        }

        (await Should.ThrowAsync<IOException>(bench.OpenSocket)).Message.ShouldBe($"{bench.Socket} is no socket of ours and was left as it is: move it out of the way");
        (File.Exists(bench.Socket) || Directory.Exists(bench.Socket) || new FileInfo(bench.Socket).LinkTarget is not null).ShouldBeTrue();
        if (what == "file") (await File.ReadAllTextAsync(bench.Socket)).ShouldBe("precious");
        using var client = bench.Client();
        (await Should.ThrowAsync<DaemonSilentException>(() => client.Status(CancellationToken.None))).Message.ShouldBe("control.sock is no socket");
    }

    [Fact]
    public async Task A_socket_on_which_somebody_listens_is_theirs()
    {
        await using var bench = new SurfaceBench();
        using var theirs = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        theirs.Bind(new UnixDomainSocketEndPoint(bench.Socket));
        theirs.Listen();
        (await Should.ThrowAsync<IOException>(bench.OpenSocket)).Message.ShouldBe($"somebody listens on {bench.Socket} already: end that program");
    }

    [Fact]
    public void A_path_that_no_socket_can_have_is_told_with_the_way_out()
    {
        var path = Path.Combine("/tmp", new string('x', 120), ControlSocket.FileName);
        Should.Throw<IOException>(() => ControlSocket.Bind(path)).Message.ShouldContain("set OPENCLAW_ACTORS_HOME to a shorter one");
    }

    [Fact]
    public async Task Another_user_is_turned_away_though_the_file_lets_him_in()
    {
        Assert.SkipWhen(Posix.GetUid() != 0 || !File.Exists("/usr/bin/setpriv") || !File.Exists("/usr/bin/curl"), "needs root, setpriv and curl to be another user");
        await using var bench = new SurfaceBench();
        bench.Feed.Tell(SurfaceBench.Status());
        await bench.OpenSocket();
        const UnixFileMode Anybody = (UnixFileMode)0b111_111_111;
        foreach (var path in new[] { Path.GetDirectoryName(bench.Home)!, bench.Home, bench.Socket }) File.SetUnixFileMode(path, Anybody);
        (await Curl(bench.Socket)).ShouldContain("4321", customMessage: "root may");
        (await Curl(bench.Socket, "--reuid=65534", "--regid=65534", "--clear-groups")).ShouldBeEmpty();
        bench.Logs.All.ShouldContain("Another user has connected to the control socket and was turned away");
    }

    /// <summary>A socket whose process is no more: bound under another name, which goes with it.</summary>
    private static void Abandon(string path)
    {
        using var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        dead.Bind(new UnixDomainSocketEndPoint(path + "1"));
        dead.Listen();
        File.Move(path + "1", path);
    }

    private static async Task<string> Curl(string socket, params string[] user)
    {
        string[] curl = ["curl", "-s", "--max-time", "10", "--unix-socket", socket, "http://localhost/api/v1/status"];
        string[] command = user.Length == 0 ? curl : ["setpriv", .. user, .. curl];
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true })!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return said;
    }
}
