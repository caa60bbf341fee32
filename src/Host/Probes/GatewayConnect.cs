using System.Net;
using System.Net.Sockets;

namespace OpenClaw.Host.Probes;

/// <summary>
/// Opens the probe's connections. <c>localhost</c> is 127.0.0.1 and then ::1, asked without any resolver: a gateway listens on one or on both,
/// and only a refusal on all of them is a refusal.
/// </summary>
internal static class GatewayConnect
{
    private static readonly IPAddress[] Localhost = [IPAddress.Loopback, IPAddress.IPv6Loopback];

    public static async ValueTask<Stream> Open(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var target = context.DnsEndPoint;
        var addresses = string.Equals(target.Host, "localhost", StringComparison.OrdinalIgnoreCase)
            ? Localhost
            : IPAddress.TryParse(target.Host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(target.Host, cancel);

        SocketException? refused = null;
        SocketException? other = null;
        foreach (var address in addresses)
        {
            Socket? socket = null;
            try
            {
                socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(new IPEndPoint(address, target.Port), cancel);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException fault)
            {
                socket?.Dispose();
                if (fault.SocketErrorCode == SocketError.ConnectionRefused)
                    refused ??= fault;
                else
                    other ??= fault;
            }
            catch
            {
                socket?.Dispose();
                throw;
            }
        }
        // A machine without IPv6 answers ::1 with "no such address": the refusal on the other address is the news.
        throw refused ?? other ?? new SocketException((int)SocketError.HostNotFound);
    }
}
