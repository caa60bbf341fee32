using OpenClaw.Host.Http;

namespace OpenClaw.Host.Remote;

/// <summary>Registers the HTTP client of those who listen to chats.</summary>
public static class RemoteRegistration
{
    /// <summary>The name of the HTTP client.</summary>
    public const string ClientName = "remote";

    /// <summary>Adds it.</summary>
    public static IServiceCollection AddRemoteClient(this IServiceCollection services) => services.AddQuietClient(ClientName);
}
