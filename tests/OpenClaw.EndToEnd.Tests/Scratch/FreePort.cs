using System.Net;
using System.Net.Sockets;

namespace OpenClaw.EndToEnd.Tests.Scratch;

/// <summary>Ports for gateways of parallel runs: OpenClaw's own 18789 may be taken by the developer's gateway.</summary>
internal static class FreePort
{
    // Below the range from which Linux serves outgoing connections, so that nobody takes it between two starts of the gateway.
    private const int Lowest = 20_000;
    private const int Highest = 30_000;
    private const int Tries = 200;

    /// <summary>A port nobody listens on now.</summary>
    public static int Find()
    {
        for (var i = 0; i < Tries; i++)
        {
            var port = Random.Shared.Next(Lowest, Highest);
            if (CanListen(IPAddress.Loopback, port) && CanListen(IPAddress.IPv6Loopback, port))
                return port;
        }

        throw new InvalidOperationException($"No free port between {Lowest} and {Highest} in {Tries} tries.");
    }

    private static bool CanListen(IPAddress address, int port)
    {
        using var listener = new TcpListener(address, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException taken)
        {
            return taken.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported;
        }
    }
}
