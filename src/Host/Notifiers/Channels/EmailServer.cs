using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MailKit.Security;
using MimeKit;
using OpenClaw.Host.Configuration;

namespace OpenClaw.Host.Notifiers.Channels;

/// <summary>The mail server that takes the mail, and whom it is from and for.</summary>
/// <param name="Host">Its name or address.</param>
/// <param name="Port">Its port.</param>
/// <param name="Tls">How it is encrypted; none to this machine only.</param>
/// <param name="From">The sender.</param>
/// <param name="To">The recipients, at least one.</param>
internal sealed record EmailServer(string Host, int Port, SecureSocketOptions Tls, MailboxAddress From, IReadOnlyList<MailboxAddress> To)
{
    private const int MostRecipients = 20;

    private static readonly Dictionary<string, SecureSocketOptions> Modes =
        new() { ["starttls"] = SecureSocketOptions.StartTls, ["tls"] = SecureSocketOptions.SslOnConnect, ["none"] = SecureSocketOptions.None };

    /// <summary>Who signs in; null: the server wants nobody to.</summary>
    public string? User { get; init; }

    /// <summary>The password, with a user.</summary>
    public SecretText? Password { get; init; }

    /// <summary>Certificates that are trusted beside the system's; null for none.</summary>
    public X509Certificate2Collection? Trusted { get; init; }

    /// <summary>Reads it; null: no server is set, the channel is off.</summary>
    /// <exception cref="ConfigurationException">It is not whole.</exception>
    public static EmailServer? Read(ChannelReader read)
    {
        if (read.Text("host") is not { } host) return null;
        if (Uri.CheckHostName(host) == UriHostNameType.Unknown) throw read.Wrong("host", "it is no name of a host", "Write for example smtp.example.org; the port is a setting of its own");
        var tls = read.OneOf("tls", Modes);
        if (tls == SecureSocketOptions.None && !SettingsUrls.IsLoopback(new UriBuilder("smtp", host).Uri))
            throw read.Wrong("tls", "without encryption the mail server must be this machine, as the network would see password and news", "Write starttls or tls");
        var from = Address(read, "from", read.Needed("from", "host", "Set it to the sender's address, for example openclaw@example.org"));
        if (read.Items("to") is not { Count: > 0 and <= MostRecipients } to)
            throw read.Wrong("host", "it needs openclaw.notify.email.to", $"Set it to one to {MostRecipients} addresses, for example [\"you@example.org\"]");
        var (user, password) = (read.Text("user"), read.Secret("password"));
        if (user is not null && password is null) throw read.Wrong("user", "it needs OPENCLAW_ACTORS_EMAIL_PASSWORD", "Set it in ~/.openclaw/.env");
        if (user is null && password is not null) throw read.Wrong("password", "it needs openclaw.notify.email.user", "Set it to the name that signs in to the mail server");
        return new EmailServer(host, read.Number("port", 1, 65535), tls, from, [.. to.Select(text => Address(read, "to", text))]) { User = user, Password = password, Trusted = Certificates(read) };
    }

    /// <summary>Whether the server is who it says it is: to the system, or to the certificates of its owner's own.</summary>
    public bool Trusts(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None) return true;
        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || Trusted is null || certificate is not X509Certificate2 shown) return false;
        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.CustomTrustStore.AddRange(Trusted);
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        foreach (var link in chain?.ChainElements.AsEnumerable() ?? []) own.ChainPolicy.ExtraStore.Add(link.Certificate);
        return own.Build(shown);
    }

    private static MailboxAddress Address(ChannelReader read, string key, string text) => MailboxAddress.TryParse(text, out var address) && address.Domain.Length > 0
        ? address
        : throw read.Wrong(key, "it holds what is no address", "Write for example you@example.org");

    private static X509Certificate2Collection? Certificates(ChannelReader read)
    {
        if (read.File("ca-file") is not { } file) return null;
        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPemFile(file);
            return certificates.Count > 0 ? certificates : throw new CryptographicException();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw read.Wrong("ca-file", "no certificates can be read from it", "Give the path of a PEM file, or \"\" for the system's alone");
        }
    }
}
