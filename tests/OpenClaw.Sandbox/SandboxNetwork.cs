using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OpenClaw.Sandbox;

/// <summary>The sandbox's own loopback, reached from this process: a socket belongs for ever to the network its thread was in when it was made.</summary>
public sealed class SandboxNetwork : IDisposable
{
    private const int NewNet = 0x40000000;
    private readonly SafeFileHandle _namespace;

    internal SandboxNetwork(int init) => _namespace = File.OpenHandle($"/proc/{init}/ns/net", FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>A TCP socket that can bind to and connect to addresses inside.</summary>
    public Socket CreateSocket(AddressFamily family = AddressFamily.InterNetwork)
    {
        Socket? socket = null;
        Exception? failure = null;
        // A thread that ends afterwards: one of the pool would take its next work, and the children it makes, into the sandbox's network.
        var thread = new Thread(() =>
        {
            try
            {
                if (SetNs(_namespace, NewNet) is not 0)
                    throw new Win32Exception(Marshal.GetLastPInvokeError(), "The sandbox's network cannot be entered");
                socket = new Socket(family, SocketType.Stream, ProtocolType.Tcp);
            }
            catch (Exception error)
            {
                failure = error;
            }
        });
        thread.Start();
        thread.Join();
        return socket ?? throw new InvalidOperationException("No socket could be made inside the sandbox.", failure);
    }

    /// <summary>An HTTP client that asks inside.</summary>
    /// <param name="timeout">How long one request may take.</param>
    public HttpClient CreateClient(TimeSpan timeout)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (context, cancel) =>
            {
                var socket = CreateSocket();
                try
                {
                    await socket.ConnectAsync(context.DnsEndPoint, cancel);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        };
        return new HttpClient(handler) { BaseAddress = new Uri($"http://127.0.0.1:{Owner.Port}/"), Timeout = timeout };
    }

    /// <inheritdoc/>
    public void Dispose() => _namespace.Dispose();

    [DllImport("libc", EntryPoint = "setns", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetNs(SafeFileHandle handle, int kind);
}
