namespace OpenClaw.Host.Notifiers;

/// <summary>Registers the HTTP clients of the channels.</summary>
public static class NotifierRegistration
{
    /// <summary>Adds Discord's client: no loggers, as they would write the webhook's address; no redirects, as they would carry the message elsewhere.</summary>
    public static IServiceCollection AddDiscordClient(this IServiceCollection services)
    {
        services.AddHttpClient(DiscordNotifier.ClientName, static client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(static () => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                ActivityHeadersPropagator = null,
                // Alerts are hours apart; a kept connection would be dead by then.
                PooledConnectionIdleTimeout = TimeSpan.FromSeconds(15),
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
        return services;
    }
}
