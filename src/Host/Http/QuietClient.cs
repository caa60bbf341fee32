namespace OpenClaw.Host.Http;

/// <summary>An HTTP client for addresses and headers that hold secrets.</summary>
internal static class QuietClient
{
    /// <summary>Adds it: no loggers, as they would write the address; no redirects, as they would carry key and content elsewhere; no deadline of its own, as the caller has one.</summary>
    /// <param name="services">Where it is added.</param>
    /// <param name="name">Its name.</param>
    public static IServiceCollection AddQuietClient(this IServiceCollection services, string name)
    {
        services.AddHttpClient(name, static client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(static () => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                ActivityHeadersPropagator = null,
                // Calls are hours apart; a kept connection would be dead by then.
                PooledConnectionIdleTimeout = TimeSpan.FromSeconds(15),
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
        return services;
    }
}
