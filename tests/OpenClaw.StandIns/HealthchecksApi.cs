using System.Globalization;
using System.Text;

namespace OpenClaw.StandIns;

/// <summary>
/// The pinging API of healthchecks.io with one check behind it (healthchecks.io/docs/http_api, /docs/measuring_script_run_time). The hosted one answers 200 to whatever is sent to a UUID and
/// takes five pings a minute; a host of one's own answers 404 and takes all. A check is addressed by its UUID, or by ping key and name.
/// </summary>
public sealed class HealthchecksApi : WebhookSink
{
    /// <summary>The check's UUID.</summary>
    public const string Uuid = "5bf66975-d4c7-4bf5-bcc8-b8d8a82ea278";

    /// <summary>A project's ping key.</summary>
    public const string PingKey = "fqOOd6-F4MMNuCEnzTU01w";

    private const int MostInAMinute = 5;

    private readonly TimeProvider _time;
    private readonly bool _isHosted;
    private readonly string _check;
    private readonly string _query;
    private readonly Lock _gate = new();
    private readonly List<DateTimeOffset> _came = [];
    private readonly List<HealthchecksPing> _pings = [];
    private DateTimeOffset? _started;
    private DateTimeOffset? _lastPing;
    private bool _hasFailed;

    private HealthchecksApi(bool isHosted, string check, string query, TimeProvider time) => (_isHosted, _check, _query, _time) = (isHosted, check, query, time);

    /// <inheritdoc/>
    public override string Secret => _check.StartsWith($"/{PingKey}", StringComparison.Ordinal) ? PingKey : Uuid;

    /// <summary>The pings that were taken, in order.</summary>
    public IReadOnlyList<HealthchecksPing> Pings { get { lock (_gate) return [.. _pings]; } }

    /// <summary>How long between two pings is as it should be, and how long after that is still no alarm.</summary>
    public (TimeSpan Period, TimeSpan Grace) Patience { get; init; } = (TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10));

    /// <summary>What the check's owner sees now: <c>new</c>, <c>up</c> or <c>down</c>. It falls when a ping or the end of what was started is overdue by more than the grace time.</summary>
    public string Status
    {
        get
        {
            lock (_gate)
            {
                var now = _time.GetUtcNow();
                var isOverdue = now > _lastPing + Patience.Period + Patience.Grace || now > _started + Patience.Grace;
                return _hasFailed || isOverdue ? "down" : _lastPing is null ? "new" : "up";
            }
        }
    }

    /// <inheritdoc/>
    protected override string Path => _check + _query;

    /// <summary>Starts one.</summary>
    /// <param name="isHosted">As at healthchecks.io; false: as on a host of one's own.</param>
    /// <param name="check">The check's path.</param>
    /// <param name="query">What stands behind it.</param>
    /// <param name="time">Its clock.</param>
    public static async Task<HealthchecksApi> Start(bool isHosted = true, string check = "/" + Uuid, string query = "", TimeProvider? time = null)
    {
        var api = new HealthchecksApi(isHosted, check, query, time ?? TimeProvider.System);
        await api.Listen();
        return api;
    }

    /// <inheritdoc/>
    protected override SinkAnswer Judge(SinkCall call)
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            var (path, query) = call.PathAndQuery.Split('?', 2) is [var p, var q] ? (p, q) : (call.PathAndQuery, "");
            if (call.Method is not ("GET" or "HEAD" or "POST")) return new SinkAnswer.Status(405);
            if (Kind(path) is not { } kind) return _isHosted ? Ok("OK (not found)") : new SinkAnswer.Status(404, Body: "not found");
            if (query.Split('&').FirstOrDefault(static s => s.StartsWith("rid=", StringComparison.Ordinal)) is { } rid && !Guid.TryParseExact(rid[4..], "D", out _))
                return new SinkAnswer.Status(400, Body: "invalid uuid format");
            _came.Add(now);
            if (_isHosted && _came.Count(at => now - at < TimeSpan.FromMinutes(1)) > MostInAMinute)
                return Secret == Uuid ? Ok("OK (rate limited)") : new SinkAnswer.Status(429);
            Take(kind, call.Body, now);
            return Ok("OK");
        }
    }

    private static SinkAnswer.Status Ok(string text) => new(200, Body: text);

    private string? Kind(string path) =>
        !path.StartsWith(_check, StringComparison.Ordinal) ? null
        : path[_check.Length..] switch
        {
            "" => "success",
            "/start" => "start",
            "/fail" => "fail",
            "/log" => "log",
            ['/', .. var number] when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status <= 255 => status == 0 ? "success" : "fail",
            _ => null,
        };

    private void Take(string kind, string body, DateTimeOffset now)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var room = _isHosted ? 100_000 : 10_000;
        _pings.Add(new HealthchecksPing(kind, bytes.Length <= room ? body : Encoding.UTF8.GetString(bytes, 0, room), now));
        if (kind == "log") return;
        if (kind == "start")
        {
            _started = now;
            return;
        }

        (_started, _lastPing, _hasFailed) = (null, now, kind == "fail");
    }
}

/// <summary>One ping that was taken.</summary>
/// <param name="Kind"><c>success</c>, <c>start</c>, <c>fail</c> or <c>log</c>.</param>
/// <param name="Body">What was kept of its body.</param>
/// <param name="At">When.</param>
public sealed record HealthchecksPing(string Kind, string Body, DateTimeOffset At);
