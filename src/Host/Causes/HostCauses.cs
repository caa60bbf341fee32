using System.Net.NetworkInformation;

namespace OpenClaw.Host.Causes;

/// <summary>The room on the disk that holds OpenClaw's state.</summary>
/// <param name="free">How many bytes are free for this user.</param>
internal sealed class DiskCause(Func<long> free) : ICause
{
    /// <summary>With less than this in bytes a gateway cannot be expected to start: its databases need room for their journals.</summary>
    public const long Full = 64L * 1024 * 1024;

    /// <summary>From this many bytes on there is room again; twice as much, so that a disk at the edge does not ask again and again.</summary>
    public const long Room = 2 * Full;

    private const string IsFull = "full";
    private const string HasRoom = "room";

    public ValueTask<string?> Read(CancellationToken cancel) => ValueTask.FromResult(free() switch
    {
        < Full => IsFull,
        >= Room => HasRoom,
        _ => null,
    });

    public string? Tell(string? before, string now) => (before, now) == (IsFull, HasRoom) ? "the disk has room again" : null;
}

/// <summary>The network.</summary>
/// <param name="isUp">Whether there is one.</param>
internal sealed class NetworkCause(Func<bool> isUp) : ICause
{
    private const string Up = "up";
    private const string Down = "down";

    /// <summary>Whether a network card that is up has a way out (a default route).</summary>
    /// <exception cref="NetworkInformationException">The system does not tell.</exception>
    public static bool HasRoute() => NetworkInterface.GetAllNetworkInterfaces().Any(static card =>
        card.OperationalStatus == OperationalStatus.Up && card.NetworkInterfaceType != NetworkInterfaceType.Loopback && card.GetIPProperties().GatewayAddresses.Count > 0);

    public ValueTask<string?> Read(CancellationToken cancel) => ValueTask.FromResult<string?>(isUp() ? Up : Down);

    public string? Tell(string? before, string now) => (before, now) == (Down, Up) ? "the network is back" : null;
}
