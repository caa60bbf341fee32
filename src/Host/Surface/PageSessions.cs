using System.Security.Cryptography;
using System.Text;
using OpenClaw.Host.Configuration;

namespace OpenClaw.Host.Surface;

/// <summary>Who has signed in on the page with its token. In memory: a daemon that is restarted knows nobody.</summary>
/// <param name="settings">The settings, for the token.</param>
/// <param name="time">The clock.</param>
internal sealed class PageSessions(HealerSettings settings, TimeProvider time)
{
    /// <summary>The header that carries what only the page itself knows.</summary>
    public const string CsrfHeader = "X-OpenClaw-Csrf";

    /// <summary>So many wrong tokens within <see cref="TriesWindow"/>, and none is looked at before it is over.</summary>
    public const int WrongTries = 5;

    private const int MostSessions = 16;
    private const int Bytes = 32;
    private static readonly TimeSpan Life = TimeSpan.FromHours(12);

    private readonly Lock _lock = new();
    private readonly Queue<DateTimeOffset> _wrong = new();
    private readonly Dictionary<string, PageSession> _sessions = new(StringComparer.Ordinal);

    /// <summary>The time in which wrong tokens are counted.</summary>
    public static TimeSpan TriesWindow { get; } = TimeSpan.FromMinutes(1);

    // Cookies are shared by all ports of a host: two daemons on it must not sign each other out.
    private string Cookie => $"openclaw-actors-{settings.Page.Port}";

    /// <summary>Begins a session.</summary>
    /// <param name="token">What was typed as the token.</param>
    /// <param name="response">Gets the cookie.</param>
    /// <returns>The session; null with how long none is looked at (zero: it was only wrong).</returns>
    public (PageSession? Session, TimeSpan Wait) SignIn(string token, HttpResponse response)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            while (_wrong.TryPeek(out var oldest) && now - oldest >= TriesWindow) _wrong.Dequeue();
            if (_wrong.Count >= WrongTries) return (null, TriesWindow - (now - _wrong.Peek()));
            if (settings.Page.Token is not { } wanted || !IsSame(token, wanted.Reveal()))
            {
                _wrong.Enqueue(now);
                return (null, TimeSpan.Zero);
            }

            foreach (var (id, old) in _sessions.Where(s => s.Value.Until <= now).ToArray()) _sessions.Remove(id);
            if (_sessions.Count >= MostSessions) _sessions.Remove(_sessions.MinBy(static s => s.Value.Until).Key);
            var (name, session) = (Random(), new PageSession(Random(), now + Life));
            _sessions[name] = session;
            response.Cookies.Append(Cookie, name, Options(Life));
            return (session, TimeSpan.Zero);
        }
    }

    /// <summary>The session of a request; null when it has none.</summary>
    public PageSession? Find(HttpRequest request)
    {
        if (request.Cookies[Cookie] is not { } name) return null;
        lock (_lock) return _sessions.TryGetValue(name, out var session) && session.Until > time.GetUtcNow() ? session : null;
    }

    /// <summary>Ends the session of a request.</summary>
    public void SignOut(HttpRequest request, HttpResponse response)
    {
        if (request.Cookies[Cookie] is not { } name) return;
        lock (_lock) _sessions.Remove(name);
        response.Cookies.Delete(Cookie, Options(null));
    }

    /// <summary>Whether two secrets are the same, in a time that tells nothing of where they differ.</summary>
    public static bool IsSame(string given, string wanted) => CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(wanted)));

    private static string Random() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));

    // Without "secure": there is no TLS on the loopback, and not every browser takes such a cookie from there.
    private static CookieOptions Options(TimeSpan? life) => new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/", MaxAge = life };
}

/// <summary>One who has signed in.</summary>
/// <param name="Csrf">What the page sends with each order; a cookie alone is sent by a browser whoever asks it to.</param>
/// <param name="Until">The session's end.</param>
internal sealed record PageSession(string Csrf, DateTimeOffset Until);
