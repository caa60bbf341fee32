using System.Diagnostics;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;

namespace OpenClaw.Host.Metrics;

/// <summary>
/// A trace for each incident: in it a span for each tier that had it, in that one for each repair and treatment, and one for each try to tell of it. A daemon that takes an incident
/// over begins a trace of its own, which says so. Costs nothing while nobody listens.
/// </summary>
/// <param name="source">Makes the spans.</param>
internal sealed class IncidentTraces(ActivitySource source)
{
    // News of an incident is still told when it is over.
    private const int MostEnded = 16;

    private readonly Dictionary<GatewayId, Trace> _open = [];
    private readonly Queue<(IncidentId Id, ActivityContext Context)> _ended = new();

    /// <summary>An event of an incident.</summary>
    public void Take(IncidentNews news)
    {
        var (gateway, e) = (news.Gateway, news.Event);
        if (e is Opened opened)
        {
            End(gateway, e.At, "lost");
            _open[gateway] = Begin(gateway, opened.Incident, opened.Since, opened.Tier, isResumed: false, ("openclaw.cause", Words.Of(opened.Phase)));
            return;
        }

        if (!source.HasListeners()) return;
        if (_open.GetValueOrDefault(gateway) is not { } trace || trace.Id != e.Incident)
        {
            End(gateway, e.At, "lost");
            if (e is Resolved) return;
            _open[gateway] = trace = Begin(gateway, e.Incident, e.At, (e as RepairOrdered)?.Tier ?? (e as Escalated)?.To, isResumed: true);
        }

        switch (e)
        {
            case RepairOrdered order:
                trace.Order?.Stop(e.At);
                trace.Order = Start(
                    order.Restart is null ? "treatment" : "repair", trace.Tier ?? trace.Root, e.At,
                    ("openclaw.tier", Words.Of(order.Tier)), ("openclaw.attempt", order.Attempt), ("openclaw.restart", order.Restart is { } kind ? Words.Of(kind) : null));
                break;
            case RepairClosed closed:
                trace.Order?.SetTag("openclaw.result", Words.Of(closed.Result)).Stop(e.At);
                trace.Order = null;
                break;
            case Escalated climbed:
                trace.Order?.Stop(e.At);
                trace.Tier?.Stop(e.At);
                (trace.Order, trace.Tier) = (null, StartTier(trace.Root, climbed.To, e.At));
                break;
            case Resolved resolved:
                trace.Root?.SetTag("openclaw.healthy_since", resolved.HealthySince.ToUnixTimeSeconds());
                End(gateway, e.At, Words.Of(resolved.Outcome));
                break;
            default:
                trace.Root?.AddEvent(new ActivityEvent(Words.Kind(e), e.At));
                break;
        }
    }

    /// <summary>A try to tell of an incident. Only its end is known.</summary>
    public void Take(ChannelTried tried, string outcome)
    {
        if (Of(tried.Key) is not { } context) return;
        Start("delivery", context, tried.At, ("openclaw.channel", tried.Channel), ("openclaw.outcome", outcome))?.Stop(tried.At);
    }

    /// <summary>Nobody goes on with what is open: it ends here, and whoever takes over begins anew.</summary>
    public void Leave(DateTimeOffset now)
    {
        foreach (var gateway in _open.Keys.ToArray()) End(gateway, now, "left-open");
    }

    private Trace Begin(GatewayId gateway, IncidentId incident, DateTimeOffset at, Tier? tier, bool isResumed, params ReadOnlySpan<(string, object?)> tags)
    {
        var root = Start("incident", default(ActivityContext), at, [("openclaw.gateway", gateway.Value), ("openclaw.incident", incident.Value), ("openclaw.resumed", isResumed), .. tags]);
        return new Trace(incident, root) { Tier = tier is { } first ? StartTier(root, first, at) : null };
    }

    private Activity? StartTier(Activity? root, Tier tier, DateTimeOffset at) => Start("tier", root, at, ("openclaw.tier", Words.Of(tier)));

    private void End(GatewayId gateway, DateTimeOffset at, string outcome)
    {
        if (!_open.Remove(gateway, out var trace)) return;
        trace.Order?.Stop(at);
        trace.Tier?.Stop(at);
        if (trace.Root is not { } root) return;
        root.SetTag("openclaw.outcome", outcome).Stop(at);
        _ended.Enqueue((trace.Id, root.Context));
        if (_ended.Count > MostEnded) _ended.Dequeue();
    }

    private ActivityContext? Of(string key)
    {
        foreach (var trace in _open.Values)
            if (IsOf(trace.Id)) return trace.Root?.Context;
        foreach (var (id, context) in _ended)
            if (IsOf(id)) return context;
        return null;

        bool IsOf(IncidentId id) => key.StartsWith($"{id}/", StringComparison.Ordinal);
    }

    private Activity? Start(string name, Activity? parent, DateTimeOffset at, params ReadOnlySpan<(string Name, object? Value)> tags) => parent is null ? null : Start(name, parent.Context, at, tags);

    private Activity? Start(string name, ActivityContext parent, DateTimeOffset at, params ReadOnlySpan<(string Name, object? Value)> tags)
    {
        // Of the thread, which is another actor's next: what it has is neither our parent nor to be changed.
        var around = Activity.Current;
        Activity.Current = null;
        try
        {
            var span = source.StartActivity(name, ActivityKind.Internal, parent, startTime: at);
            foreach (var (tag, value) in tags)
                if (value is not null) span?.SetTag(tag, value);
            return span;
        }
        finally
        {
            Activity.Current = around;
        }
    }

    private sealed class Trace(IncidentId id, Activity? root)
    {
        public IncidentId Id => id;

        public Activity? Root => root;

        public Activity? Tier { get; set; }

        public Activity? Order { get; set; }
    }
}

/// <summary>Ends a span at a time that is not now.</summary>
internal static class SpanEnd
{
    /// <summary>Ends it; on a thread that goes on with what it had.</summary>
    public static void Stop(this Activity span, DateTimeOffset at)
    {
        var around = Activity.Current;
        try
        {
            span.SetEndTime(at.UtcDateTime);
            span.Stop();
        }
        finally
        {
            Activity.Current = around;
        }
    }
}
