using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using OpenClaw.Host.Service;

namespace OpenClaw.Host.Tests.Service;

/// <summary>A service manager's end of NOTIFY_SOCKET, real: keeps what it is told.</summary>
internal sealed class ServiceManagerEar : IDisposable
{
    private readonly ConcurrentQueue<string> _heard = new();
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

    /// <param name="address">As NOTIFY_SOCKET names it: a path, or an abstract name behind an <c>@</c>.</param>
    public ServiceManagerEar(string address)
    {
        Address = address;
        _socket.Bind(new UnixDomainSocketEndPoint(address[0] == '@' ? $"\0{address[1..]}" : address));
        _ = Listen();
    }

    public string Address { get; }

    /// <summary>Every datagram so far.</summary>
    public IReadOnlyList<string> Heard => [.. _heard];

    /// <summary>A way to it.</summary>
    public ServiceTalk Talk(TimeSpan? watchdog = null) => ServiceTalk.Open(Variables(watchdog), Environment.ProcessId)!;

    /// <summary>What the manager sets.</summary>
    public Dictionary<string, string> Variables(TimeSpan? watchdog = null)
    {
        var variables = new Dictionary<string, string> { ["NOTIFY_SOCKET"] = Address };
        if (watchdog is { } limit) variables["WATCHDOG_USEC"] = ((long)limit.TotalMicroseconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return variables;
    }

    public void Dispose()
    {
        _socket.Dispose();
        if (Address[0] == '/') File.Delete(Address);
    }

    private async Task Listen()
    {
        var buffer = new byte[4096];
        try
        {
            while (true) _heard.Enqueue(Encoding.UTF8.GetString(buffer, 0, await _socket.ReceiveAsync(buffer)));
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            // The spec is over.
        }
    }
}
