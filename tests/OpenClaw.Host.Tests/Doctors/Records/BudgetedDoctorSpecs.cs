using Microsoft.Extensions.Time.Testing;
using OpenClaw.Actors.Doctoring;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Doctors.Records;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Doctors.Records;

public sealed class BudgetedDoctorSpecs : IDoctor, ITreatmentBook
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 3, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _time = new(Start);
    private readonly List<TreatmentEntry> _entries = [];
    private readonly List<CaseFile> _called = [];
    private DateTimeOffset? _asked;

    public string Name => "claude-code";

    [Fact]
    public async Task With_money_left_it_is_called_and_told_how_much()
    {
        _entries.Add(Entry("i0", hoursAgo: 1, cost: 4, healed: true));
        (await Treat()).ShouldBeOfType<DoctorReply.Claims>();
        _called.ShouldHaveSingleItem().BudgetUsd.ShouldBe(5, "five an incident, and ten a day of which four are spent");
    }

    [Theory]
    [InlineData(9, "cost-per-day-usd allows $10", 10)]
    [InlineData(1, "cost-per-day-usd allows $10", 10)]
    public async Task A_days_money_is_for_all_gateways_and_comes_back_after_24_hours(double hoursAgo, string words, decimal cost)
    {
        _entries.Add(Entry("i0", hoursAgo, cost, healed: true) with { Gateway = "another" });
        await IsRefused(words);
        _time.Advance(TimeSpan.FromHours(24 - hoursAgo));
        (await Treat()).ShouldBeOfType<DoctorReply.Claims>();
    }

    [Fact]
    public async Task An_incident_has_money_of_its_own()
    {
        _entries.Add(Entry("i1", hoursAgo: 0.1, cost: 5, healed: null) with { EndedAt = null });
        await IsRefused("cost-per-incident-usd allows $5");
    }

    [Fact]
    public async Task So_many_sessions_a_day_but_an_open_case_goes_on()
    {
        for (var i = 0; i < 3; i++) _entries.Add(Entry($"old{i}", hoursAgo: 3 - i, cost: 0, healed: true));
        await IsRefused("sessions-per-day allows 3");
        _entries.Add(Entry("i1", hoursAgo: 0.1, cost: 0, healed: null) with { EndedAt = null });
        (await Treat()).ShouldBeOfType<DoctorReply.Claims>();
    }

    [Fact]
    public async Task One_that_could_not_help_rests_for_this_kind_of_outage_of_this_gateway()
    {
        _entries.Add(Entry("i0", hoursAgo: 0.2, cost: 0, healed: false));
        await IsRefused("cooldown-after-failure");
        (await Treat(phase: GatewayPhase.Wedged)).ShouldBeOfType<DoctorReply.Claims>();
        (await Treat(gateway: "another")).ShouldBeOfType<DoctorReply.Claims>();
        _time.Advance(TimeSpan.FromMinutes(30));
        (await Treat()).ShouldBeOfType<DoctorReply.Claims>();
    }

    [Fact]
    public async Task Its_owner_can_call_it_in_spite_of_that_but_not_beyond_what_may_be_spent()
    {
        _entries.Add(Entry("i0", hoursAgo: 0.2, cost: 0, healed: false));
        await IsRefused("openclaw-actors heal main");
        _asked = Start - TimeSpan.FromHours(1);
        await IsRefused("cooldown-after-failure");
        _asked = Start;
        (await Treat()).ShouldBeOfType<DoctorReply.Claims>();
        _entries.Add(Entry("i00", hoursAgo: 0.1, cost: 10, healed: false));
        await IsRefused("cost-per-day-usd allows $10");
    }

    [Fact]
    public async Task Another_kind_of_trouble_in_the_same_phase_is_another_kind_of_outage()
    {
        _entries.Add(Entry("i0", hoursAgo: 0.2, cost: 0, healed: false) with { Signature = "ConfigBlocked config.unknown-key" });
        (await Treat(kinds: "port.taken")).ShouldBeOfType<DoctorReply.Claims>();
        (await Treat(kinds: "config.unknown-key")).ShouldBeOfType<DoctorReply.Unavailable>();
    }

    [Fact]
    public async Task One_that_has_helped_since_does_not_rest()
    {
        _entries.Add(Entry("i0", hoursAgo: 0.3, cost: 0, healed: false));
        _entries.Add(Entry("i00", hoursAgo: 0.2, cost: 0, healed: true));
        (await Treat()).ShouldBeOfType<DoctorReply.Claims>();
    }

    [Fact]
    public async Task What_was_approved_needs_no_session()
    {
        _entries.Add(Entry("i0", hoursAgo: 1, cost: 100, healed: true));
        (await Treat(approved: "mark")).ShouldBeOfType<DoctorReply.Claims>();
    }

    public Task<DoctorReply> Treat(CaseFile file, CancellationToken cancel)
    {
        _called.Add(file);
        return Task.FromResult<DoctorReply>(new DoctorReply.Claims("done"));
    }

    public Task<string> Discharge(IncidentId incident, Verdict verdict, CancellationToken cancel) => Task.FromResult("closed");

    Task ITreatmentBook.Note(TreatmentEntry entry, CancellationToken cancel) => throw new NotSupportedException("it only reads");

    public Task<IReadOnlyList<TreatmentEntry>> Since(DateTimeOffset start, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<TreatmentEntry>>([.. _entries.Where(e => e.StartedAt >= start).OrderBy(static e => e.StartedAt)]);

    public Task<IReadOnlyList<TreatmentEntry>> Of(string gateway, string signature, int most, CancellationToken cancel) => throw new NotSupportedException("it asks for a time only");

    private static TreatmentEntry Entry(string incident, double hoursAgo, decimal cost, bool? healed)
    {
        var at = Start - TimeSpan.FromHours(hoursAgo);
        return new TreatmentEntry("main", incident, "claude-code", "Down", at) { EndedAt = at.AddMinutes(1), CostUsd = cost, Healed = healed };
    }

    private async Task IsRefused(string words)
    {
        var calls = _called.Count;
        var reply = (await Treat()).ShouldBeOfType<DoctorReply.Unavailable>();
        (reply.Kind, _called.Count).ShouldBe((UnavailableKind.Budget, calls));
        reply.Note.ShouldContain(words);
    }

    private Task<DoctorReply> Treat(GatewayPhase phase = GatewayPhase.Down, string gateway = "main", string? approved = null, string? kinds = null)
    {
        var budget = new DoctorBudget(CostPerIncident: 5, CostPerDay: 10, SessionsPerDay: 3, TimeSpan.FromMinutes(30));
        var file = new CaseFile(new GatewayId(gateway), new IncidentId("i1"), 1, "down", [], [], null, _time.GetUtcNow(), _time.GetUtcNow().AddMinutes(30)) { Phase = kinds is null ? phase : GatewayPhase.ConfigBlocked, Approved = approved, Kinds = kinds is null ? [] : [kinds] };
        return new BudgetedDoctor(this, budget, this, _time) { HealAskedAt = (_, _) => Task.FromResult(_asked) }.Treat(file, CancellationToken.None);
    }
}
