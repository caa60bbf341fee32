using OpenClaw.Host.Http;

namespace OpenClaw.Host.Notifiers;

/// <summary>Registers the HTTP client of the channels.</summary>
public static class NotifierRegistration
{
    /// <summary>Adds it.</summary>
    public static IServiceCollection AddChannelClient(this IServiceCollection services) => services.AddQuietClient(HttpChannel.ClientName);
}
