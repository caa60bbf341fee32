using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OpenClaw.Dummy;

/// <summary>TCP listeners that behave well or badly.</summary>
internal static class Listener
{
    /// <summary>Answers every request as OpenClaw 2026.9.6 does when all is well.</summary>
    public static Task Answer(IPAddress address, int port, Action ready) => Listen(address, port, ready, async client =>
    {
        using (client)
        {
            var buffer = new byte[4096];
            var read = await client.GetStream().ReadAsync(buffer);
            var path = Encoding.ASCII.GetString(buffer, 0, read).Split(' ').ElementAtOrDefault(1);
            var body = Body(path);
            var head = body is null ? "404 Not Found" : "200 OK";
            body ??= "Not Found";
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                $"HTTP/1.1 {head}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"));
        }
    });

    /// <summary>What OpenClaw 2026.9.6 answers on this path when all is well; null when it knows no such path.</summary>
    public static string? Body(string? path) => path switch
    {
        "/healthz" or "/health" => """{"ok":true,"status":"live"}""",
        "/startupz" or "/startup" => """{"ok":true,"status":"started","version":"2026.9.6","uptimeMs":1000}""",
        "/readyz" or "/ready" => """{"ready":true,"failing":[],"uptimeMs":1000}""",
        _ => null,
    };

    /// <summary>Keeps every connection open and says nothing.</summary>
    public static Task Swallow(IPAddress address, int port, Action ready)
    {
        var kept = new List<TcpClient>();
        return Listen(address, port, ready, client =>
        {
            kept.Add(client);
            return Task.CompletedTask;
        });
    }

    /// <summary>Serves each connection in its own way.</summary>
    public static async Task Listen(IPAddress address, int port, Action ready, Func<TcpClient, Task> serve)
    {
        using var listener = new TcpListener(address, port);
        listener.Start();
        ready();
        while (true)
        {
            var client = await listener.AcceptTcpClientAsync();
            _ = ServeAndForgive(client, serve);
        }
    }

    private static async Task ServeAndForgive(TcpClient client, Func<TcpClient, Task> serve)
    {
        try
        {
            await serve(client);
        }
        catch (IOException gone)
        {
            await Console.Error.WriteLineAsync($"a client went away: {gone.Message}");
        }
    }
}
