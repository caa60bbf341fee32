using OpenClaw.Host.Http;

namespace OpenClaw.Host.Doctors.Chat;

/// <summary>Registers the HTTP client of the chat doctor.</summary>
public static class ChatRegistration
{
    /// <summary>Adds it.</summary>
    public static IServiceCollection AddChatClient(this IServiceCollection services) => services.AddQuietClient(ChatApi.ClientName);
}
