using System.Net.Sockets;

namespace OpenClaw.Host.Probes;

/// <summary>What one request came to.</summary>
internal abstract record ProbeReply
{
    private ProbeReply() { }

    /// <summary>An HTTP answer.</summary>
    /// <param name="Status">Its code.</param>
    /// <param name="Body">Its body; null when it is larger than a gateway's can be.</param>
    public sealed record Answered(int Status, byte[]? Body) : ProbeReply;

    /// <summary>Nobody accepts connections.</summary>
    public sealed record Refused : ProbeReply;

    /// <summary>A connection, and no answer.</summary>
    public sealed record Silent(string Why) : ProbeReply;

    /// <summary>An answer that is no HTTP.</summary>
    public sealed record NoHttp(string Why) : ProbeReply;

    /// <summary>The asking itself failed.</summary>
    public sealed record Failed(string Why) : ProbeReply;

    /// <summary>What a failed request says about the other side. Only own words: an exception's text may be in any language and of any length.</summary>
    public static ProbeReply Of(Exception fault, bool loopback)
    {
        for (var inner = fault; inner is not null; inner = inner.InnerException)
        {
            if (inner is SocketException socket)
                return Of(socket.SocketErrorCode);
        }
        return ((fault as HttpRequestException)?.HttpRequestError ?? (fault as HttpIOException)?.HttpRequestError) switch
        {
            HttpRequestError.ResponseEnded => new Silent("the connection was closed without an answer"),
            HttpRequestError.InvalidResponse => new NoHttp("the answer is no HTTP"),
            HttpRequestError.ConfigurationLimitExceeded => new NoHttp("the answer's headers are larger than a gateway's can be"),
            // On this machine every certificate is taken, so what fails there is that the other side speaks no TLS.
            HttpRequestError.SecureConnectionError when loopback => new NoHttp("the answer is no TLS"),
            HttpRequestError.SecureConnectionError => new Failed("no secure connection (is its certificate trusted here?)"),
            HttpRequestError.NameResolutionError => new Failed("the name is not known"),
            _ when fault is IOException or HttpRequestException { InnerException: IOException } => new Silent("the connection broke before the answer"),
            var error => new Failed($"the request failed ({error?.ToString() ?? fault.GetType().Name})"),
        };
    }

    private static ProbeReply Of(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => new Refused(),
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown or SocketError.Disconnecting => new Silent("the connection was reset"),
        SocketError.TimedOut => new Silent("the connection timed out"),
        _ => new Failed($"no connection could be tried ({error})"),
    };
}
