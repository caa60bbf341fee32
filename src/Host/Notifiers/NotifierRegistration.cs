namespace OpenClaw.Host.Notifiers;

/// <summary>Registers the HTTP clients of the channels.</summary>
public static class NotifierRegistration
{
    /// <summary>Adds the channels' client: no loggers, as they would write addresses that are secrets; no redirects, as they would carry the message elsewhere.</summary>
    public static IServiceCollection AddChannelClient(this IServiceCollection services)
    {
        services.AddHttpClient(HttpChannel.ClientName, static client => client.Timeout = Timeout.InfiniteTimeSpan)
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
