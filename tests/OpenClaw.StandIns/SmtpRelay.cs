using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace OpenClaw.StandIns;

/// <summary>
/// A mail server on loopback (RFC 5321, 3207, 4954): EHLO, STARTTLS, AUTH PLAIN, MAIL, RCPT, DATA, RSET, NOOP, QUIT. It keeps what it takes and answers by script, by verb; the greeting is
/// <c>CONNECT</c>, the end of the message <c>END</c>. As a real one it wants TLS and a sign-in first where it is told to.
/// </summary>
public sealed class SmtpRelay : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _hangs = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<string, ConcurrentQueue<object>> _script = [];
    private readonly ConcurrentQueue<SmtpMail> _mails = [];
    private readonly ConcurrentQueue<string> _lines = [];
    private readonly ConcurrentBag<Task> _talks = [];
    private readonly SmtpRelayOptions _options;
    private readonly Task _loop;

    private SmtpRelay(SmtpRelayOptions options)
    {
        _options = options;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(16);
        _loop = Accept();
    }

    /// <summary>Where it listens.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>What it took, in order.</summary>
    public IReadOnlyList<SmtpMail> Mails => [.. _mails];

    /// <summary>Each command line that came, with <c>(tls)</c> before it when it was encrypted.</summary>
    public IReadOnlyList<string> Lines => [.. _lines];

    /// <summary>Ends when it has come to the first answer that it never gives.</summary>
    public Task Hangs => _hangs.Task;

    /// <summary>Starts one.</summary>
    public static SmtpRelay Start(SmtpRelayOptions? options = null) => new(options ?? new SmtpRelayOptions());

    /// <summary>Adds answers to a verb's script: a reply as it is sent, or a <see cref="SmtpFault"/>.</summary>
    public void Answer(string verb, params object[] answers)
    {
        foreach (var answer in answers) _script.GetOrAdd(verb, static _ => new()).Enqueue(answer);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _loop;
        await Task.WhenAll(_talks);
        _stop.Dispose();
    }

    private async Task Accept()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                _talks.Add(Talk(await _listener.AcceptAsync(_stop.Token)));
            }
            catch (Exception fault) when (fault is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                continue;
            }
        }
    }

    private async Task Talk(Socket socket)
    {
        Stream stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            var session = new Session(this, _options.TlsAtOnce ? await Secure(stream) : stream, _options.TlsAtOnce);
            await session.Run(_stop.Token);
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException or ObjectDisposedException or System.Security.Authentication.AuthenticationException)
        {
            // A client that goes away, or does not trust us, is what these specs are about.
            return;
        }
        finally
        {
            await stream.DisposeAsync();
        }
    }

    private async Task<SslStream> Secure(Stream plain)
    {
        var secure = new SslStream(plain);
        await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _options.Certificate }, _stop.Token);
        return secure;
    }

    private sealed class Session(SmtpRelay relay, Stream start, bool startsSecure)
    {
        private Stream _stream = start;
        private bool _secure = startsSecure;
        private bool _known;
        private string? _from;
        private List<string> _to = [];

        public async Task Run(CancellationToken stop)
        {
            if (!await Say("CONNECT", "220 stand-in ESMTP", stop)) return;
            while (await Line(stop) is { } line)
            {
                relay._lines.Enqueue(_secure ? $"(tls) {line}" : line);
                var verb = line.Split(' ', ':')[0].ToUpperInvariant();
                if (!await Do(verb, line, stop) || verb == "QUIT") return;
            }
        }

        private async Task<bool> Do(string verb, string line, CancellationToken stop)
        {
            switch (verb)
            {
                case "EHLO":
                    var hasTls = relay._options.Certificate is not null;
                    return await Say(verb, "250-stand-in\r\n" + (hasTls && !_secure ? "250-STARTTLS\r\n" : "") + (relay._options.User is not null && (_secure || !hasTls) ? "250-AUTH PLAIN\r\n" : "") + "250 8BITMIME", stop);
                case "STARTTLS":
                    if (!await Say(verb, "220 go ahead", stop)) return false;
                    (_stream, _secure) = (await relay.Secure(_stream), true);
                    return true;
                case "AUTH":
                    var given = Encoding.UTF8.GetString(Convert.FromBase64String(line.Split(' ')[^1])).Split('\0');
                    _known = given[1] == relay._options.User && given[2] == relay._options.Password;
                    return await Say(verb, _known ? "235 welcome" : "535 5.7.8 who are you, at 127.0.0.1?", stop);
                case "MAIL":
                    (_from, _to) = (line, []);
                    return await Say(verb, relay._options.User is not null && !_known ? "530 5.7.0 sign in first" : "250 ok", stop);
                case "RCPT":
                    return await Say(verb, "250 ok", stop, () => _to.Add(line));
                case "DATA":
                    if (!await Say(verb, "354 go on", stop, () => verb = "")) return false;
                    return verb.Length > 0 || await Take(stop);
                default:
                    return await Say(verb, verb == "QUIT" ? "221 bye" : "250 ok", stop);
            }
        }

        private async Task<bool> Take(CancellationToken stop)
        {
            var text = new StringBuilder();
            while (await Line(stop) is { } line && line != ".") text.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
            return await Say("END", "250 taken", stop, () => relay._mails.Enqueue(new SmtpMail(_from!, _to, text.ToString())));
        }

        // A scripted answer stands for the usual one; whether it is a good one decides what is kept.
        private async Task<bool> Say(string verb, string usual, CancellationToken stop, Action? good = null)
        {
            object answer = relay._script.TryGetValue(verb, out var queue) && queue.TryDequeue(out var scripted) ? scripted : usual;
            if (answer is SmtpFault.Hang)
            {
                relay._hangs.TrySetResult();
                await Task.Delay(Timeout.Infinite, stop);
            }

            if (answer is not string said) return false;
            if (said[0] is '2' or '3') good?.Invoke();
            await _stream.WriteAsync(Encoding.UTF8.GetBytes($"{said}\r\n"), stop);
            return !said.StartsWith("421", StringComparison.Ordinal);
        }

        private async Task<string?> Line(CancellationToken stop)
        {
            var line = new List<byte>();
            var one = new byte[1];
            while (await _stream.ReadAsync(one, stop) == 1)
            {
                if (one[0] == '\n') return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
                line.Add(one[0]);
            }

            return null;
        }
    }
}
