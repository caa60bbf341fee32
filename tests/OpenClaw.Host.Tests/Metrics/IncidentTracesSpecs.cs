using System.Diagnostics;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Metrics;
using OpenClaw.Host.Tests.Journal;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Metrics;

/// <summary>A trace for each incident, whatever the healer lives through meanwhile.</summary>
public sealed class IncidentTracesSpecs : IDisposable
{
    private readonly ActivitySource _source = new($"spec-{Guid.NewGuid():N}");
    private readonly List<Activity> _ended = [];
    private readonly IncidentTraces _traces;
    private ActivityListener? _listener;

    public IncidentTracesSpecs() => _traces = new IncidentTraces(_source);

    [Fact]
    public void An_incident_is_one_trace_with_a_span_for_each_tier_repair_treatment_and_delivery()
    {
        Listen();
        var tale = Tales.EveryKind(Desk.Main, Desk.Start);
        foreach (var e in tale.Take(7)) _traces.Take(new IncidentNews(Desk.Main, e));
        _traces.Take(new ChannelTried("discord", Desk.Start.AddSeconds(400), $"{tale[0].Incident}/opened", new Delivery.Delivered()), "delivered");
        foreach (var e in tale.Skip(7)) _traces.Take(new IncidentNews(Desk.Main, e));
        _ended.Select(static a => a.TraceId).Distinct().ShouldHaveSingleItem();
        Told().ShouldBe(
        [
            "delivery discord delivered", "incident healed-after-human-call", "repair forced ", "repair start done", "tier doctor", "tier watchdog", "treatment done",
        ]);
        var root = _ended.Single(static a => a.OperationName == "incident");
        (root.StartTimeUtc, root.StartTimeUtc + root.Duration).ShouldBe((Desk.Start.AddSeconds(-30).UtcDateTime, Desk.Start.AddSeconds(2300).UtcDateTime));
        (root.GetTagItem("openclaw.gateway"), root.GetTagItem("openclaw.incident"), root.GetTagItem("openclaw.cause")).ShouldBe(("main", tale[0].Incident.Value, "down"));
        var doctor = _ended.Single(static a => a.OperationName == "tier" && (string?)a.GetTagItem("openclaw.tier") == "doctor");
        doctor.ParentSpanId.ShouldBe(root.SpanId);
        _ended.Single(static a => a.OperationName == "treatment").ParentSpanId.ShouldBe(doctor.SpanId);
        root.Events.Select(static e => e.Name).ShouldBe(["waited", "human-called", "stood-down", "acknowledged", "proposal-approved"]);
    }

    [Fact]
    public void No_text_that_came_from_outside_is_in_a_span()
    {
        Listen();
        foreach (var e in Tales.EveryKind(Desk.Main, Desk.Start)) _traces.Take(new IncidentNews(Desk.Main, e));
        var words = _ended.SelectMany(static a => a.TagObjects).Select(static t => t.Value?.ToString() ?? "").ToArray();
        words.Where(static w => !w.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-')).ShouldBeEmpty();
    }

    [Fact]
    public void News_that_is_told_when_it_is_over_belongs_to_its_trace_and_news_of_nothing_is_no_trace()
    {
        Listen();
        var tale = Tales.Ended(Desk.Main, Desk.Start, GatewayPhase.Down, Outcome.HealedByWatchdog, TimeSpan.FromSeconds(9), "start");
        foreach (var e in tale) _traces.Take(new IncidentNews(Desk.Main, e));
        _traces.Take(new ChannelTried("discord", Desk.Start.AddSeconds(10), $"{tale[0].Incident}/resolved", new Delivery.Refused("404")), "refused");
        _traces.Take(new ChannelTried("discord", Desk.Start.AddSeconds(10), "digest/x", new Delivery.Delivered()), "delivered");
        _ended.Single(static a => a.OperationName == "delivery").TraceId.ShouldBe(_ended.Single(static a => a.OperationName == "incident").TraceId);
    }

    [Fact]
    public void A_healer_that_starts_at_any_point_of_an_incident_goes_on_with_a_trace_that_says_so()
    {
        Listen();
        var tale = Tales.EveryKind(Desk.Main, Desk.Start);
        for (var missed = 1; missed < tale.Length - 1; missed++)
        {
            _ended.Clear();
            var later = new IncidentTraces(_source);
            foreach (var e in tale.Skip(missed)) later.Take(new IncidentNews(Desk.Main, e));
            var root = _ended.Single(static a => a.OperationName == "incident");
            root.GetTagItem("openclaw.resumed").ShouldBe(true);
            _ended.ShouldAllBe(a => a.TraceId == root.TraceId);
        }
    }

    [Fact]
    public void What_is_open_when_the_healer_ends_ends_with_it()
    {
        Listen();
        foreach (var e in Tales.EveryKind(Desk.Main, Desk.Start).Take(6)) _traces.Take(new IncidentNews(Desk.Main, e));
        _traces.Leave(Desk.Start.AddSeconds(370));
        Told().ShouldBe(["incident left-open", "repair start done", "tier doctor", "tier watchdog", "treatment "]);
        _traces.Leave(Desk.Start.AddSeconds(371));
    }

    [Fact]
    public void A_second_incident_ends_one_whose_end_was_never_heard()
    {
        Listen();
        _traces.Take(new IncidentNews(Desk.Main, Tales.EveryKind(Desk.Main, Desk.Start)[0]));
        _traces.Take(new IncidentNews(Desk.Main, Tales.EveryKind(Desk.Main, Desk.Start.AddHours(1))[0]));
        Told().ShouldBe(["incident lost", "tier watchdog"]);
    }

    [Fact]
    public void Nobody_who_listens_costs_nothing_and_the_thread_keeps_what_it_had()
    {
        using var around = new Activity("around").Start();
        foreach (var e in Tales.EveryKind(Desk.Main, Desk.Start)) _traces.Take(new IncidentNews(Desk.Main, e));
        Listen();
        foreach (var e in Tales.EveryKind(Desk.Main, Desk.Start.AddHours(1))) _traces.Take(new IncidentNews(Desk.Main, e));
        Activity.Current.ShouldBe(around);
        _ended.ShouldAllBe(a => a.TraceId != around.TraceId);
    }

    public void Dispose()
    {
        _listener?.Dispose();
        _source.Dispose();
    }

    private string[] Told() =>
    [
        .. _ended.Select(static a => a.OperationName switch
        {
            "incident" => $"incident {a.GetTagItem("openclaw.outcome")}",
            "tier" => $"tier {a.GetTagItem("openclaw.tier")}",
            "repair" => $"repair {a.GetTagItem("openclaw.restart")} {a.GetTagItem("openclaw.result")}",
            "treatment" => $"treatment {a.GetTagItem("openclaw.result")}",
            _ => $"{a.OperationName} {a.GetTagItem("openclaw.channel")} {a.GetTagItem("openclaw.outcome")}",
        }).Order(StringComparer.Ordinal),
    ];

    private void Listen()
    {
        _listener = new ActivityListener { ShouldListenTo = s => s.Name == _source.Name, Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded, ActivityStopped = _ended.Add };
        ActivitySource.AddActivityListener(_listener);
    }
}
