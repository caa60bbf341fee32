namespace OpenClaw.Host.Surface;

/// <summary>One listener of the surface.</summary>
/// <param name="Name">Its name in logs: <c>control socket</c>, <c>status page</c>.</param>
/// <param name="Socket">The path of the Unix domain socket; null for the page.</param>
/// <param name="Port">The port on 127.0.0.1; 0 for the socket.</param>
internal sealed record SurfaceDoor(string Name, string? Socket, int Port)
{
    /// <summary>The control socket of a state folder.</summary>
    public static SurfaceDoor Control(string home) => new("control socket", Path.Combine(home, ControlSocket.FileName), 0);

    /// <summary>The status page.</summary>
    public static SurfaceDoor Page(int port) => new("status page", null, port);

    /// <summary>Whoever comes in here is the owner, by the kernel's word; on the page anybody on this machine may come in.</summary>
    public bool IsOwners => Socket is not null;

    /// <summary>Where it is, as people write it.</summary>
    public string Where => Socket ?? $"http://127.0.0.1:{Port}/";
}
