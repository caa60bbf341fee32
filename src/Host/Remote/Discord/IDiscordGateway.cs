using System.Text.Json;

namespace OpenClaw.Host.Remote.Discord;

/// <summary>The way to Discord's gateway.</summary>
internal interface IDiscordGateway
{
    /// <summary>Where a session begins (<c>GET /gateway/bot</c>).</summary>
    Task<DiscordEntrance> Entrance(CancellationToken cancel);

    /// <summary>Connects.</summary>
    /// <exception cref="IOException">It cannot be reached; one line without secrets.</exception>
    Task<IDiscordLine> Connect(Uri where, CancellationToken cancel);
}

/// <summary>One connection. Its end is told by <see cref="Receive"/> only.</summary>
internal interface IDiscordLine : IAsyncDisposable
{
    /// <summary>Waits for what comes next.</summary>
    Task<DiscordFrame> Receive(CancellationToken cancel);

    /// <summary>Sends one payload after the other; one that can no longer be sent is lost.</summary>
    Task Send(string payload, CancellationToken cancel);

    /// <summary>Closes it with a code.</summary>
    Task Close(int code, CancellationToken cancel);
}

/// <summary>What came on a connection.</summary>
/// <param name="Payload">A payload; null: the connection has ended.</param>
/// <param name="CloseCode">The code it ended with; null for none.</param>
internal sealed record DiscordFrame(JsonElement? Payload, int? CloseCode = null);

/// <summary>Where a session begins, or why none does.</summary>
/// <param name="Url">Where; null for nowhere.</param>
/// <param name="Wait">How long to wait before it is asked again; null where <paramref name="Url"/> is, or when it is of no use to ask again.</param>
/// <param name="Why">Why not, one line.</param>
internal sealed record DiscordEntrance(Uri? Url, TimeSpan? Wait = null, string Why = "");
