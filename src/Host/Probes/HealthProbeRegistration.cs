using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace OpenClaw.Host.Probes;

/// <summary>Registers the probe's HTTP client.</summary>
public static class HealthProbeRegistration
{
    /// <summary>Adds the client: straight to the gateway, no proxy, no redirects, no cookies, a new connection for every request.</summary>
    public static IServiceCollection AddHealthProbe(this IServiceCollection services)
    {
        services.AddHttpClient(HttpHealthProbe.ClientName, static client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(static () => new SocketsHttpHandler
            {
                UseProxy = false,
                AllowAutoRedirect = false,
                UseCookies = false,
                ActivityHeadersPropagator = null,
                MaxResponseHeadersLength = 16,
                // A kept connection can outlive the listener behind it; whether somebody accepts connections is what is asked.
                PooledConnectionLifetime = TimeSpan.Zero,
                MaxResponseDrainSize = 0,
                ConnectCallback = GatewayConnect.Open,
                SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = Trust },
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
        return services;
    }

    // A gateway signs its own certificate; on this machine there is nobody in between.
    private static bool Trust(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        errors == SslPolicyErrors.None
        || (sender is SslStream stream && (string.Equals(stream.TargetHostName, "localhost", StringComparison.OrdinalIgnoreCase)
            || (System.Net.IPAddress.TryParse(stream.TargetHostName, out var address) && System.Net.IPAddress.IsLoopback(address))));
}
