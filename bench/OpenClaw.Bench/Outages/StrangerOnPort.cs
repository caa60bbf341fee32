using System.Net;
using System.Net.Sockets;
using OpenClaw.Bench.Worlds;

namespace OpenClaw.Bench.Outages;

/// <summary>This very program takes the gateway's port and hangs up on everybody, until its owner has it leave. A healer that ended it would end the run.</summary>
internal sealed class StrangerOnPort : IOutage, IDisposable
{
    private TcpListener? _listener;

    public string Name => "stranger on port";

    public bool NeedsOwner => true;

    public bool BeginsUnseen => true;

    public async Task Begin(World world, CancellationToken cancel)
    {
        await World.Kill(world.OnlyGateway(), cancel);
        // A process is gone before the last of its threads has let go of its port.
        await Eventually.Holds("the stranger has the port", World.BootLimit, () => Take(world.Home.Port), cancel);
    }

    public void Mend(World world) => Dispose();

    public void Dispose() => _listener?.Dispose();

    private bool Take(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
        }
        catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            listener.Dispose();
            return false;
        }

        _listener = listener;
        _ = HangUp(listener);
        return true;
    }

    private static async Task HangUp(TcpListener listener)
    {
        try
        {
            while (true) (await listener.AcceptTcpClientAsync()).Dispose();
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            // It has left the port.
        }
    }
}
