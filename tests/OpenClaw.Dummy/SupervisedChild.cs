using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace OpenClaw.Dummy;

/// <summary>
/// A gateway as far as its health endpoints go, for supervisors to keep alive. It notes each start, dies at once while its config names no mode, answers 503
/// while a file says that it is sick, and pings systemd's watchdog where there is one. Its pid is in every answer.
/// </summary>
internal static class SupervisedChild
{
    private const int Abort = 6;

    /// <summary>Runs until it is ended. Returns 1 when its config names no mode, 2 when its port is taken.</summary>
    /// <param name="folder">Where it notes its starts (<c>starts</c>, "UNIX-MILLISECONDS PID" a line) and its pid (<c>pid</c>), and looks for <c>sick.PID</c>.</param>
    /// <param name="config">The config file.</param>
    /// <param name="port">Where it listens on 127.0.0.1.</param>
    /// <param name="cold">What it waits before it listens: a slow boot.</param>
    public static async Task<int> Run(string folder, string config, int port, TimeSpan cold)
    {
        // A supervisor's SIGABRT ends other programs; .NET's own handler would only return from it.
        _ = RestoreDefault(Abort, 0);
        var pid = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        await File.AppendAllTextAsync(Path.Combine(folder, "starts"), $"{TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)} {pid}\n");
        if (!File.Exists(config) || !(await File.ReadAllTextAsync(config)).Contains("\"mode\"", StringComparison.Ordinal)) return 1;
        await File.WriteAllTextAsync(Path.Combine(folder, "pid"), pid);
        await Task.Delay(cold);
        var sick = Path.Combine(folder, $"sick.{pid}");
        try
        {
            await Listener.Listen(IPAddress.Loopback, port, () => _ = PingWatchdog(), client => Answer(client, sick, pid));
            return 0;
        }
        catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return 2;
        }
    }

    private static async Task Answer(TcpClient client, string sick, string pid)
    {
        using (client)
        {
            var buffer = new byte[4096];
            var read = await client.GetStream().ReadAsync(buffer);
            var body = Listener.Body(Encoding.ASCII.GetString(buffer, 0, read).Split(' ').ElementAtOrDefault(1));
            var head = body is null ? "404 Not Found" : File.Exists(sick) ? "503 Service Unavailable" : "200 OK";
            body ??= "Not Found";
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                $"HTTP/1.1 {head}\r\nContent-Type: application/json\r\nX-Pid: {pid}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"));
        }
    }

    // sd_notify(3): datagrams to the socket that systemd names; a leading @ stands for the zero of an abstract address.
    private static async Task PingWatchdog()
    {
        if (Environment.GetEnvironmentVariable("NOTIFY_SOCKET") is not { Length: > 0 } address) return;
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        var systemd = new UnixDomainSocketEndPoint(address[0] == '@' ? $"\0{address[1..]}" : address);
        await socket.SendToAsync("READY=1"u8.ToArray(), systemd);
        if (Environment.GetEnvironmentVariable("WATCHDOG_USEC") is not { Length: > 0 } period) return;
        using var every = new PeriodicTimer(TimeSpan.FromMicroseconds(long.Parse(period, CultureInfo.InvariantCulture)) / 2);
        while (await every.WaitForNextTickAsync()) await socket.SendToAsync("WATCHDOG=1"u8.ToArray(), systemd);
    }

    [DllImport("libc", EntryPoint = "signal")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint RestoreDefault(int signal, nint handler);
}
