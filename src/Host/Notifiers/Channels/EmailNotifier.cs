using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using MimeKit.Utils;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Configuration;

namespace OpenClaw.Host.Notifiers.Channels;

/// <summary>
/// E-mail over SMTP (MailKit), as plain text. The message's id is made of the news' key, so that a mail program shows what came twice once; the mails of one incident are one thread.
/// What the server says is never shown, only its code.
/// </summary>
/// <param name="tools">What it works with.</param>
/// <param name="server">The mail server, sender and recipients.</param>
/// <param name="floor">The least severe news it wants.</param>
internal sealed class EmailNotifier(ChannelTools tools, EmailServer server, Severity floor) : INotifier
{
    private const int BodyLimit = 20_000;

    // What part of the recipients the last mail did not reach: those it did are told with the next one, as a delivery to some is none to be tried again.
    private volatile string? _missing;

    /// <summary>Its settings.</summary>
    public static ChannelKind Kind { get; } = new(
        "email",
        [ChannelKind.Secret("email", "password"), .. new[] { "host", "port", "tls", "from", "to", "user", "ca-file" }.Select(static key => new KnownKey($"notify.email.{key}"))],
        static read =>
        {
            if (EmailServer.Read(read) is not { } server) return null;
            var floor = read.Floor;
            return tools => new EmailNotifier(tools, server, floor);
        });

    /// <inheritdoc/>
    public string Name => "email";

    /// <inheritdoc/>
    public Severity Floor => floor;

    /// <inheritdoc/>
    public async Task<Delivery> Deliver(Announcement announcement, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        using var deadline = new CancellationTokenSource(tools.Timeout, tools.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancel);
        using var message = Compose(announcement);
        using var client = new Client(server);
        var begun = new Begun();
        try
        {
            await client.ConnectAsync(server.Host, server.Port, server.Tls, either.Token);
            if (server is { User: { } user, Password: { } password }) await client.AuthenticateAsync(Encoding.UTF8, user, password.Reveal(), either.Token);
            await client.SendAsync(message, either.Token, begun);
            _missing = client.Refusals is { Count: > 0 } refused ? string.Create(CultureInfo.InvariantCulture, $"{refused.Count} of {server.To.Count} recipients ({refused[0]})") : null;
            await client.DisconnectAsync(quit: true, either.Token);
            return new Delivery.Delivered { Handle = message.MessageId };
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancel);
        }
        catch (OperationCanceledException)
        {
            return new Delivery.TryLater(null, string.Create(CultureInfo.InvariantCulture, $"The mail server did not answer within {tools.Timeout.TotalSeconds:0.#} s")) { MayHaveArrived = begun.IsSo };
        }
        catch (Exception fault) when (Outcome(fault, client, begun.IsSo) is { } outcome)
        {
            return outcome;
        }
    }

    private MimeMessage Compose(Announcement news)
    {
        var text = new TextPart("plain") { ContentTransferEncoding = ContentEncoding.QuotedPrintable };
        var note = _missing is { } missing ? $"\n\nThe mail before this one was not taken for {missing}: look at openclaw.notify.email.to" : "";
        text.SetText(Encoding.UTF8, PlainNews.Body(news, BodyLimit) + note);
        var message = new MimeMessage([server.From], server.To, PlainNews.Title(news), text) { Date = tools.Time.GetUtcNow(), MessageId = Id("news", news.Key) };
        // No robot answers these (RFC 3834; the second is Exchange's).
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Headers.Add("X-Auto-Response-Suppress", "All");
        // A common ancestor that was never sent keeps an incident together also where its first mail was lost.
        if (news.Incident is { } incident) message.References.Add(Id("incident", incident.Value));
        if (news.Earlier is { } earlier && earlier != message.MessageId && MimeUtils.EnumerateReferences($"<{earlier}>").FirstOrDefault() == earlier)
        {
            message.InReplyTo = earlier;
            message.References.Add(earlier);
        }

        if (news.Severity == Severity.Critical) (message.Priority, message.XPriority, message.Importance) = (MessagePriority.Urgent, XMessagePriority.Highest, MessageImportance.High);
        return message;
    }

    private string Id(string kind, string text) => $"{kind}.{NewsMark.Of(text)}@{server.From.GetAddress(idnEncode: true).Split('@')[^1]}";

    // Only kinds and codes: the texts of these exceptions name the server, its answer and the addresses.
    private Delivery? Outcome(Exception fault, Client client, bool begun) => fault switch
    {
        SslHandshakeException => new Delivery.TryLater(null, "The mail server and we do not agree on TLS: is its certificate valid, and is openclaw.notify.email.tls right for its port?"),
        SocketException => new Delivery.TryLater(null, "The mail server could not be reached"),
        AuthenticationException { InnerException: SmtpCommandException { StatusCode: < (SmtpStatusCode)500 } busy } => Busy((int)busy.StatusCode),
        AuthenticationException => new Delivery.Refused(
            "The mail server does not take user and password. Look at openclaw.notify.email.user and OPENCLAW_ACTORS_EMAIL_PASSWORD; many providers want a password for this app alone")
        { IsChannelDead = true },
        ServiceNotAuthenticatedException => new Delivery.Refused("The mail server wants a user and a password. Set openclaw.notify.email.user and OPENCLAW_ACTORS_EMAIL_PASSWORD") { IsChannelDead = true },
        SmtpCommandException when client.Refusals.Count == server.To.Count => client.Refusals.FirstOrDefault(static code => code < 500) is > 0 and var code
            ? Busy(code)
            : new Delivery.Refused(string.Create(CultureInfo.InvariantCulture, $"The mail server refuses every recipient ({client.Refusals[0]}). Look at openclaw.notify.email.to and .user")) { IsChannelDead = true },
        SmtpCommandException { StatusCode: < (SmtpStatusCode)500 } later => Busy((int)later.StatusCode),
        SmtpCommandException { ErrorCode: SmtpErrorCode.SenderNotAccepted } refused => new Delivery.Refused(
            $"The mail server refuses the sender ({(int)refused.StatusCode}). Look at openclaw.notify.email.from and .user")
        { IsChannelDead = true },
        SmtpCommandException refused when client.IsConnected => new Delivery.Refused($"The mail server refuses the message ({(int)refused.StatusCode})"),
        SmtpCommandException refused => new Delivery.Refused($"The mail server refuses us ({(int)refused.StatusCode}). Look at openclaw.notify.email.host and .port") { IsChannelDead = true },
        NotSupportedException when !client.IsConnected => new Delivery.Refused("The mail server offers no STARTTLS there. Look at openclaw.notify.email.port and .tls (tls is usually port 465)") { IsChannelDead = true },
        NotSupportedException when server.User is not null && !client.IsAuthenticated => new Delivery.Refused(
            "The mail server offers no way to sign in. Leave openclaw.notify.email.user empty, or look at .port")
        { IsChannelDead = true },
        NotSupportedException => new Delivery.Refused("The mail server cannot take these addresses. Look at openclaw.notify.email.from and .to"),
        ServiceNotConnectedException or ProtocolException or IOException or TimeoutException => new Delivery.TryLater(null, "The connection to the mail server broke") { MayHaveArrived = begun },
        _ => null,
    };

    private static Delivery.TryLater Busy(int code) => new(null, string.Create(CultureInfo.InvariantCulture, $"The mail server cannot take it now ({code})"));

    private sealed class Client : SmtpClient
    {
        private readonly ConcurrentQueue<int> _refusals = [];

        public Client(EmailServer server)
        {
            ServerCertificateValidationCallback = (_, certificate, chain, errors) => server.Trusts(certificate, chain, errors);
            // As our HTTP clients: a list of revocations that cannot be had must not keep an alert back.
            CheckCertificateRevocation = false;
        }

        public IReadOnlyList<int> Refusals => [.. _refusals];

        // One address that is wrong must not keep the news from the others.
        protected override void OnRecipientNotAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response) => _refusals.Enqueue((int)response.StatusCode);
    }

    // Whether the message itself was on its way: before that it cannot have arrived.
    private sealed class Begun : ITransferProgress
    {
        public bool IsSo { get; private set; }

        public void Report(long bytesTransferred, long totalSize) => IsSo = true;

        public void Report(long bytesTransferred) => IsSo = true;
    }
}
