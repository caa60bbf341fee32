using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace OpenClaw.Host.Service;

/// <summary>
/// The daemon's words to the service manager that has started it (sd_notify(3)): datagrams of <c>NAME=VALUE</c> lines to the socket in NOTIFY_SOCKET, a path or, with an <c>@</c>, an abstract
/// name. Never waits: a manager that does not read is told later, or not at all.
/// </summary>
internal sealed class ServiceTalk : IDisposable
{
    private const string SocketVariable = "NOTIFY_SOCKET";
    private const string WatchdogVariable = "WATCHDOG_USEC";
    private const string WatchdogPidVariable = "WATCHDOG_PID";

    private readonly Socket _socket;
    private readonly UnixDomainSocketEndPoint _manager;

    private ServiceTalk(Socket socket, UnixDomainSocketEndPoint manager, TimeSpan? watchdog) => (_socket, _manager, Watchdog) = (socket, manager, watchdog);

    /// <summary>How long the manager waits for a word of life before it replaces this process; null: it does not wait for one.</summary>
    public TimeSpan? Watchdog { get; }

    /// <summary>Opens it; null when no service manager wants to be told.</summary>
    /// <param name="environment">This process's environment.</param>
    /// <param name="pid">This process: a watchdog that is meant for another one is none of ours.</param>
    public static ServiceTalk? Open(IReadOnlyDictionary<string, string> environment, int pid)
    {
        if (environment.GetValueOrDefault(SocketVariable) is not { Length: > 1 and < 108 } address || address[0] is not ('/' or '@')) return null;
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
        return new ServiceTalk(socket, new UnixDomainSocketEndPoint(address[0] == '@' ? $"\0{address[1..]}" : address), WatchdogOf(environment, pid));
    }

    /// <summary>Takes the manager's variables out of this process's environment, so that no child of ours speaks to our manager in our name.</summary>
    public static void HideFromChildren()
    {
        foreach (var name in (string[])[SocketVariable, WatchdogVariable, WatchdogPidVariable]) Environment.SetEnvironmentVariable(name, null);
    }

    /// <summary>Tells the manager; null when it was taken, else why not.</summary>
    public string? Say(params IReadOnlyList<string> lines)
    {
        try
        {
            _socket.SendTo(Encoding.UTF8.GetBytes(string.Join('\n', lines)), _manager);
            return null;
        }
        catch (SocketException refused)
        {
            return refused.Message;
        }
        catch (ObjectDisposedException)
        {
            return "it is closed already";
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private static TimeSpan? WatchdogOf(IReadOnlyDictionary<string, string> environment, int pid) =>
        ulong.TryParse(environment.GetValueOrDefault(WatchdogVariable), NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds) && microseconds is > 0 and < long.MaxValue / 10
        && (environment.GetValueOrDefault(WatchdogPidVariable) is not { Length: > 0 } meant || meant == pid.ToString(CultureInfo.InvariantCulture))
            ? TimeSpan.FromMicroseconds(microseconds)
            : null;
}
