using System.Security.Cryptography.X509Certificates;
using System.Text;
using MailKit.Security;
using Microsoft.Extensions.Time.Testing;
using MimeKit;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Notifiers;
using OpenClaw.Host.Notifiers.Channels;
using OpenClaw.StandIns;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Notifiers;

/// <summary>The contract, and what a mail server can do to us: over STARTTLS with a sign-in, as mail is sent from most machines.</summary>
public sealed class EmailNotifierSpecs : NotifierContractSpecs
{
    private const string Password = "c2VjcmV0LW9mLWEtc3RhbmQtaW4x";

    private static readonly X509Certificate2 Certificate = OwnCertificate.Make();

    private readonly List<SmtpRelay> _relays = [];
    private SmtpRelayOptions _options = new() { Certificate = Certificate, User = "healer", Password = Password };
    private SmtpRelay? _relay;

    public static TheoryData<string, string, string?> Answers => new()
    {
        { "CONNECT", "421 too many connections", null },
        { "CONNECT", "554 go away", "openclaw.notify.email.host" },
        { "STARTTLS", "454 not now", null },
        { "AUTH", "454 4.7.0 later", null },
        { "AUTH", "535 5.7.8 no", "OPENCLAW_ACTORS_EMAIL_PASSWORD" },
        { "MAIL", "452 full", null },
        { "MAIL", "421 closing", null },
        { "MAIL", "553 not yours", "openclaw.notify.email.from" },
        { "RCPT", "450 greylisted", null },
        { "RCPT", "550 no such user", "openclaw.notify.email.to" },
        { "DATA", "451 later", null },
        { "DATA", "554 no", "refuses the message" },
        { "END", "451 later", null },
        { "END", "554 spam", "refuses the message" },
    };

    private SmtpRelay Relay => _relay ??= Started();

    public override async ValueTask DisposeAsync()
    {
        foreach (var relay in _relays)
        {
            relay.Lines.ShouldAllBe(static line => !line.StartsWith("AUTH"), "a password goes over TLS only");
            await relay.DisposeAsync();
        }

        await base.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task An_answer_of_4xx_is_tried_later_and_one_of_5xx_says_what_to_do(string verb, string answer, string? remedy)
    {
        Relay.Answer(verb, verb == "RCPT" ? [answer, answer] : [answer]);
        var delivery = await Deliver();
        if (remedy is not null) delivery.ShouldBeOfType<Delivery.Refused>().Why.ShouldContain(remedy);
        else delivery.ShouldBeOfType<Delivery.TryLater>().MayHaveArrived.ShouldBeFalse();
        Relay.Mails.ShouldBeEmpty();
        (await Deliver()).ShouldBeOfType<Delivery.Delivered>();
        (await Arrived()).ShouldContain("The gateway main is down");
    }

    [Theory]
    [InlineData("CONNECT", false)]
    [InlineData("EHLO", false)]
    [InlineData("STARTTLS", false)]
    [InlineData("AUTH", false)]
    [InlineData("MAIL", false)]
    [InlineData("DATA", false)]
    [InlineData("END", true)]
    public async Task A_server_that_hangs_or_hangs_up_is_tried_later_and_may_have_taken_it_once_the_message_was_under_way(string verb, bool mayHaveArrived)
    {
        Relay.Answer(verb, SmtpFault.Hang);
        var (time, timeout) = (new FakeTimeProvider(), TimeSpan.FromSeconds(20));
        var hanging = new EmailNotifier(Tools(timeout) with { Time = time }, Server(Relay.Port), Severity.Warning).Deliver(News.Plain(), CancellationToken.None);
        // Not before the relay has come so far: a deadline by the wall clock ends earlier on a busy machine.
        await Relay.Hangs.WaitAsync(TimeSpan.FromSeconds(60));
        time.Advance(timeout);
        WithoutSecret(await hanging.WaitAsync(TimeSpan.FromSeconds(60))).ShouldBeOfType<Delivery.TryLater>().MayHaveArrived.ShouldBe(mayHaveArrived);
        Relay.Answer(verb, SmtpFault.Drop);
        (await Deliver()).ShouldBeOfType<Delivery.TryLater>().MayHaveArrived.ShouldBe(mayHaveArrived);
    }

    [Fact]
    public async Task A_mail_that_was_taken_is_delivered_whatever_the_goodbye()
    {
        Relay.Answer("QUIT", SmtpFault.Drop);
        (await Deliver()).ShouldBeOfType<Delivery.Delivered>();
    }

    [Fact]
    public async Task A_refused_connection_is_tried_later()
    {
        var nobody = Server(RawSocket.Nobody().Port);
        WithoutSecret(await new EmailNotifier(Tools(TimeSpan.FromSeconds(10)), nobody, Severity.Warning).Deliver(News.Plain(), CancellationToken.None))
            .ShouldBeOfType<Delivery.TryLater>().MayHaveArrived.ShouldBeFalse();
    }

    [Fact]
    public async Task Cancelling_ends_a_delivery_that_hangs()
    {
        Relay.Answer("EHLO", SmtpFault.Hang);
        using var cancel = new CancellationTokenSource();
        var delivery = Create(Relay, TimeSpan.FromMinutes(5)).Deliver(News.Plain(), cancel.Token);
        await cancel.CancelAsync();
        (await Should.ThrowAsync<OperationCanceledException>(() => delivery.WaitAsync(TimeSpan.FromSeconds(20)))).ToString().ShouldNotContain(Password);
    }

    [Fact]
    public async Task A_server_that_takes_the_starttls_out_gets_neither_password_nor_news()
    {
        _options = _options with { Certificate = null };
        (await Deliver()).ShouldBeOfType<Delivery.Refused>().Why.ShouldContain("STARTTLS");
        Relay.Lines.ShouldAllBe(static line => line.StartsWith("EHLO") || line.StartsWith("QUIT"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_certificate_that_nobody_trusts_or_that_is_for_another_gets_nothing_and_is_tried_later(bool tlsAtOnce)
    {
        var stranger = Started(_options with { TlsAtOnce = tlsAtOnce, Certificate = OwnCertificate.Make() });
        using var anothers = OwnCertificate.Make("mail.example.org");
        var other = Started(_options with { TlsAtOnce = tlsAtOnce, Certificate = anothers });
        var mode = tlsAtOnce ? SecureSocketOptions.SslOnConnect : SecureSocketOptions.StartTls;
        foreach (var server in new[] { Server(stranger.Port) with { Tls = mode }, Server(stranger.Port) with { Tls = mode, Trusted = null }, Server(other.Port) with { Tls = mode, Trusted = [anothers] } })
        {
            WithoutSecret(await new EmailNotifier(Tools(TimeSpan.FromSeconds(20)), server, Severity.Warning).Deliver(News.Plain(), CancellationToken.None))
                .ShouldBeOfType<Delivery.TryLater>().MayHaveArrived.ShouldBeFalse();
        }

        stranger.Lines.Concat(other.Lines).ShouldAllBe(static line => !line.Contains("(tls)"));
    }

    [Fact]
    public async Task It_also_speaks_tls_from_the_first_byte()
    {
        _options = _options with { TlsAtOnce = true };
        (await new EmailNotifier(Tools(TimeSpan.FromSeconds(20)), Server(Relay.Port) with { Tls = SecureSocketOptions.SslOnConnect }, Severity.Warning).Deliver(News.Plain(), CancellationToken.None))
            .ShouldBeOfType<Delivery.Delivered>();
        Relay.Lines.ShouldAllBe(static line => line.StartsWith("(tls) "));
    }

    [Fact]
    public async Task A_server_that_wants_a_sign_in_where_none_is_set_says_so()
    {
        (await new EmailNotifier(Tools(TimeSpan.FromSeconds(20)), Server(Relay.Port) with { User = null, Password = null }, Severity.Warning).Deliver(News.Plain(), CancellationToken.None))
            .ShouldBeOfType<Delivery.Refused>().Why.ShouldContain("OPENCLAW_ACTORS_EMAIL_PASSWORD");
        _options = _options with { User = null };
        _relay = null;
        (await Deliver()).ShouldBeOfType<Delivery.Refused>().Why.ShouldContain("no way to sign in");
    }

    [Fact]
    public async Task One_wrong_recipient_keeps_it_from_nobody_else_and_is_told_with_the_next_mail()
    {
        var notifier = Create();
        Relay.Answer("RCPT", "550 left the company");
        (await notifier.Deliver(News.Plain(), CancellationToken.None)).ShouldBeOfType<Delivery.Delivered>();
        Relay.Mails[0].To.ShouldBe(["RCPT TO:<second@example.org>"]);
        await notifier.Deliver(News.Plain(), CancellationToken.None);
        (await Arrived()).ShouldContain("not taken for 1 of 2 recipients (550): look at openclaw.notify.email.to");
        await notifier.Deliver(News.Plain(), CancellationToken.None);
        (await Arrived()).ShouldNotContain("not taken");
        Relay.Answer("RCPT", "550 no", "450 busy");
        (await notifier.Deliver(News.Plain(), CancellationToken.None)).ShouldBeOfType<Delivery.TryLater>();
    }

    [Fact]
    public async Task The_same_news_is_the_same_message_and_an_incident_is_one_thread()
    {
        var first = (await Deliver()).ShouldBeOfType<Delivery.Delivered>().Handle.ShouldNotBeNull();
        (await Deliver()).ShouldBeOfType<Delivery.Delivered>().Handle.ShouldBe(first);
        var next = News.Plain(Severity.Resolved) with { Key = "main-20261123-031504:resolved:1", Earlier = first };
        (await Create().Deliver(next, CancellationToken.None)).ShouldBeOfType<Delivery.Delivered>().Handle.ShouldNotBe(first);
        var (opened, closed) = (Mail(0), Mail(2));
        (opened.MessageId, Mail(1).MessageId).ShouldBe((first, first));
        opened.InReplyTo.ShouldBeNull();
        closed.InReplyTo.ShouldBe(first);
        closed.References.ShouldBe([opened.References.ShouldHaveSingleItem(), first]);
        first.ShouldEndWith("@example.org");
    }

    [Fact]
    public async Task No_robot_answers_it_and_what_is_critical_is_marked()
    {
        await Deliver();
        await Create().Deliver(News.Plain(Severity.Warning), CancellationToken.None);
        Mail(0).Headers["Auto-Submitted"].ShouldBe("auto-generated");
        (Mail(0).Importance, Mail(0).XPriority).ShouldBe((MessageImportance.High, XMessagePriority.Highest));
        (Mail(1).Importance, Mail(1).XPriority).ShouldBe((MessageImportance.Normal, XMessagePriority.Normal));
    }

    [Theory]
    [InlineData("x\r\nBcc: evil@example.org\r\n\r\nbody")]
    [InlineData("x>\nBcc: evil@example.org")]
    [InlineData("\r\n.\r\nMAIL FROM:<evil@example.org>\r\nRCPT TO:<evil@example.org>")]
    public async Task No_text_becomes_a_header_a_recipient_or_a_command(string text)
    {
        (await Create().Deliver(News.Hostile(text) with { Key = text, Earlier = text }, CancellationToken.None)).ShouldBeOfType<Delivery.Delivered>();
        var mail = Relay.Mails.ShouldHaveSingleItem();
        mail.To.ShouldBe(["RCPT TO:<you@example.org>", "RCPT TO:<second@example.org>"]);
        Mail(0).Bcc.ShouldBeEmpty();
        Mail(0).Headers.Select(static h => h.Field).ShouldBe(
            ["From", "Date", "Subject", "Message-Id", "To", "Auto-Submitted", "X-Auto-Response-Suppress", "References", "Priority", "X-Priority", "Importance", "MIME-Version"], ignoreOrder: true);
        mail.Text.Split("\r\n").ShouldAllBe(static line => line.Length <= 998 && line.All(static c => c < 128));
    }

    [Fact]
    public void It_does_not_print_its_secret() => $"{Create()} {Server(1)}".ShouldNotContain(Password);

    protected override INotifier Create() => Create(Relay, TimeSpan.FromSeconds(20));

    protected override Task<string> Arrived()
    {
        var mail = Mail(Relay.Mails.Count - 1);
        return Task.FromResult($"{mail.Subject}\n{mail.TextBody}");
    }

    private async Task<Delivery> Deliver() => WithoutSecret(await Create().Deliver(News.Plain(), CancellationToken.None));

    private static Delivery WithoutSecret(Delivery delivery)
    {
        foreach (var secret in new[] { Password, "127.0.0.1", "healer", "who are you", "openclaw-stand-in" }) delivery.ToString().ShouldNotContain(secret);
        return delivery;
    }

    private static EmailNotifier Create(SmtpRelay relay, TimeSpan timeout) => new(Tools(timeout), Server(relay.Port), Severity.Warning);

    private static EmailServer Server(int port) =>
        new("127.0.0.1", port, SecureSocketOptions.StartTls, MailboxAddress.Parse("OpenClaw <openclaw@example.org>"), [MailboxAddress.Parse("you@example.org"), MailboxAddress.Parse("second@example.org")])
        {
            User = "healer",
            Password = new SecretText(Password),
            Trusted = [Certificate],
        };

    private static ChannelTools Tools(TimeSpan timeout) => new(null!, timeout, TimeProvider.System);

    private SmtpRelay Started(SmtpRelayOptions? options = null)
    {
        var relay = SmtpRelay.Start(options ?? _options);
        _relays.Add(relay);
        return relay;
    }

    private MimeMessage Mail(int index) => MimeMessage.Load(new MemoryStream(Encoding.UTF8.GetBytes(Relay.Mails[index].Text)));
}
