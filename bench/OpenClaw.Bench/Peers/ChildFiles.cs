using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using OpenClaw.Bench.Worlds;
using OpenClaw.EndToEnd.Tests.Scratch;

namespace OpenClaw.Bench.Peers;

/// <summary>The supervised child (tests/OpenClaw.Dummy, verb <c>peer</c>) from outside: what it has noted down, what it answers, and the files that make it ill.</summary>
internal sealed class ChildFiles
{
    private const string NoMode = "{}\n";
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(1);

    private readonly string _folder;
    private readonly string _config;
    private readonly string _good;
    private readonly int _port;
    private readonly Func<Socket> _socket;

    /// <summary>That of this folder and this config, which is a good one now.</summary>
    /// <param name="folder">Where the child notes its starts, as this process reaches it.</param>
    /// <param name="config">Its config, as this process reaches it.</param>
    /// <param name="port">Its port.</param>
    /// <param name="socket">Makes a socket in the child's network.</param>
    public ChildFiles(string folder, string config, int port, Func<Socket> socket) =>
        (_folder, _config, _good, _port, _socket) = (folder, config, File.ReadAllText(config), port, socket);

    /// <summary>The folder of the child's program.</summary>
    public static string ProgramFolder => Path.GetFullPath(AppContext.BaseDirectory.Replace("bench/OpenClaw.Bench", "tests/OpenClaw.Dummy", StringComparison.Ordinal));

    /// <summary>How long its starts last beyond what the program needs.</summary>
    public static TimeSpan Cold { get; set; }

    /// <summary>Its command line.</summary>
    /// <param name="program">The program's folder, as the supervisor sees it.</param>
    /// <param name="folder">Where it notes its starts, as it sees it.</param>
    /// <param name="config">Its config, as it sees it.</param>
    /// <param name="port">Its port.</param>
    public static IReadOnlyList<string> Command(string program, string folder, string config, int port) =>
        [$"{program.TrimEnd('/')}/OpenClaw.Dummy", "peer", folder, config, Text(port), Text((int)Cold.TotalMilliseconds)];

    /// <summary>Whether this command line is the child's.</summary>
    public static bool Is(string commandLine) => commandLine.Contains("OpenClaw.Dummy peer ", StringComparison.Ordinal);

    /// <summary>A socket of this machine's own network.</summary>
    public static Socket LocalSocket() => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    /// <summary>Its starts so far: when, and as which process.</summary>
    public IReadOnlyList<(DateTimeOffset At, int Pid)> Starts()
    {
        var file = Path.Combine(_folder, "starts");
        return !File.Exists(file) ? [] :
        [
            .. ScratchHome.ReadShared(file).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Split(' ')).Where(static parts => parts.Length == 2)
                .Select(static parts => (DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(parts[0], CultureInfo.InvariantCulture)), int.Parse(parts[1], CultureInfo.InvariantCulture))),
        ];
    }

    /// <summary>From now on a process of it dies at once, as its config is bad.</summary>
    public void BreakConfig() => File.WriteAllText(_config, NoMode);

    /// <summary>The config is good again.</summary>
    public void MendConfig() => File.WriteAllText(_config, _good);

    /// <summary>This process of it answers 503 from now on.</summary>
    public void Sicken(int pid) => File.WriteAllText(Path.Combine(_folder, $"sick.{Text(pid)}"), "");

    /// <summary>The process that answers 200 now; null when none does.</summary>
    public async Task<int?> Serving(CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(AnswerLimit);
        try
        {
            using var socket = _socket();
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, _port), limit.Token);
            await socket.SendAsync("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"u8.ToArray(), limit.Token);
            var answer = new StringBuilder();
            var buffer = new byte[1024];
            for (int read; (read = await socket.ReceiveAsync(buffer, limit.Token)) > 0;) answer.Append(Encoding.ASCII.GetString(buffer, 0, read));
            return PidIn(answer.ToString());
        }
        catch (Exception none) when (none is SocketException or IOException or OperationCanceledException && !cancel.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Waits until another process than this one serves. Nothing is asked before a new start was noted: a process that hangs is left alone.</summary>
    /// <returns>How long it took; null when it did not come within the limit.</returns>
    public async Task<TimeSpan?> Successor(int old, int startsBefore, Stopwatch clock, TimeSpan within, CancellationToken cancel)
    {
        for (; clock.Elapsed < within; await Pause(clock, cancel))
        {
            if (Starts().Count > startsBefore && await Serving(cancel) is { } pid && pid != old) return clock.Elapsed;
        }

        return null;
    }

    /// <summary>Waits until any process serves.</summary>
    /// <exception cref="TimeoutException">None did in time.</exception>
    public async Task<int> Up(CancellationToken cancel)
    {
        var pid = 0;
        await Eventually.Holds("the child answers 200", World.BootLimit, async () => (pid = await Serving(cancel) ?? 0) != 0, cancel);
        return pid;
    }

    // Exact where it takes no time, gentle where it takes long.
    private static Task Pause(Stopwatch clock, CancellationToken cancel) => Task.Delay(clock.Elapsed.TotalSeconds < 3 ? 1 : 10, cancel);

    private static int? PidIn(string answer) =>
        answer.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal) && answer.Split("\r\n").FirstOrDefault(static line => line.StartsWith("X-Pid: ", StringComparison.Ordinal)) is { } line
            ? int.Parse(line[7..], CultureInfo.InvariantCulture)
            : null;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
