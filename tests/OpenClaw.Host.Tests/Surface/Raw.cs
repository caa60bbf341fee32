using System.Net;
using System.Net.Sockets;
using System.Text;
using OpenClaw.Host.Tests.Processes;

namespace OpenClaw.Host.Tests.Surface;

/// <summary>A peer that says exactly what it is given.</summary>
internal static class Raw
{
    public static async Task<string> Ask(int port, string request)
    {
        using var peer = await Connect(port, request);
        await using var stream = new NetworkStream(peer);
        using var text = new StreamReader(stream);
        var answer = new char[8192];
        var length = await text.ReadBlockAsync(answer.AsMemory(0, 12)).AsTask().Soon();
        return new string(answer, 0, length);
    }

    public static async Task<Socket> Connect(int port, string request)
    {
        var peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await peer.ConnectAsync(IPAddress.Loopback, port);
        await peer.SendAsync(Encoding.ASCII.GetBytes(request));
        return peer;
    }
}
