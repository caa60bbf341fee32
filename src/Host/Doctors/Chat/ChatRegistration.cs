namespace OpenClaw.Host.Doctors.Chat;

/// <summary>Registers the HTTP client of the chat doctor.</summary>
public static class ChatRegistration
{
    /// <summary>Adds it: no loggers, as they would write the address; no redirects, as they would carry key and case elsewhere.</summary>
    public static IServiceCollection AddChatClient(this IServiceCollection services)
    {
        services.AddHttpClient(ChatApi.ClientName, static client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(static () => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                ActivityHeadersPropagator = null,
                PooledConnectionIdleTimeout = TimeSpan.FromSeconds(15),
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
        return services;
    }
}
