using System.Security.Cryptography.X509Certificates;

namespace OpenClaw.StandIns;

/// <summary>What a mail server does instead of what it usually does.</summary>
public enum SmtpFault
{
    /// <summary>Says nothing more, and leaves the connection open.</summary>
    Hang,

    /// <summary>Hangs up.</summary>
    Drop,
}

/// <summary>A mail that was taken.</summary>
/// <param name="From">The line <c>MAIL FROM</c>.</param>
/// <param name="To">The lines <c>RCPT TO</c> that were taken.</param>
/// <param name="Text">The message.</param>
public sealed record SmtpMail(string From, IReadOnlyList<string> To, string Text);

/// <summary>How a mail server is set up.</summary>
public sealed record SmtpRelayOptions
{
    /// <summary>Its certificate; null: it has no TLS.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>It speaks TLS from the first byte.</summary>
    public bool TlsAtOnce { get; init; }

    /// <summary>Who may send; null: everybody.</summary>
    public string? User { get; init; }

    /// <summary>The user's password.</summary>
    public string? Password { get; init; }
}
