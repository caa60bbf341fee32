using OpenClaw.Actors.Doctoring;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Tests.Support;
using Shouldly;
using Xunit;

namespace OpenClaw.Actors.Tests.Doctoring;

/// <summary>The healer was killed while a doctor had the case: what the next one finds in its book, and what it does with it.</summary>
public sealed class KilledInTreatmentSpecs : HealerSpecs
{
    private static readonly DateTimeOffset Before = new(2026, 11, 23, 2, 55, 0, TimeSpan.Zero);
    private static readonly IncidentId Incident = new("main-20261123-025500");

    /// <summary>The book as the kill left it: a treatment is under way.</summary>
    public KilledInTreatmentSpecs()
    {
        Doctor.Reply = null;
        Journal.Seed(Main,
        [
            new Opened(Incident, Before, Before, GatewayPhase.ConfigBlocked, ["exit code 78"], Tier.Watchdog, 0, null) { Number = 1 },
            new Escalated(Incident, Before, Tier.Doctor, "it refuses its configuration (exit 78)", Before.AddMinutes(30)) { Number = 2 },
            new RepairOrdered(Incident, Before, Tier.Doctor, 1, null, Before.AddMinutes(30), "it refuses its configuration (exit 78)") { Number = 3 },
        ]);
    }

    [Fact]
    public async Task Nothing_is_taken_back_before_a_look_and_a_new_treatment_begins_only_when_that_has_found_it_needed()
    {
        Gateway.IsConfigBroken = true;
        Gateway.Die(78);
        await Step(15);
        Doctor.Treatments.ShouldBeEmpty("it is looked first");
        await Step(60);
        Doctor.Discharges.ShouldBeEmpty("the case is still open");
        Doctor.Treatments.ShouldHaveSingleItem().File.FollowUp.ShouldNotBeNull().ShouldContain("cut short");
        Journal.Of(Main).OfType<RepairOrdered>().Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_gateway_that_lives_by_what_the_doctor_did_keeps_it()
    {
        await Healed(120);
        Doctor.Treatments.ShouldBeEmpty();
        Doctor.Discharges.ShouldBe([(Incident, Verdict.Healed)]);
        Journal.Of(Main).OfType<RepairClosed>().ShouldHaveSingleItem().Result.ShouldBe(RepairResult.Interrupted);
    }
}

/// <summary>The healer was killed after a doctor had said that it is done: the verdict finds its way to that doctor all the same.</summary>
public abstract class KilledAfterTreatmentSpecs : HealerSpecs
{
    private static readonly DateTimeOffset Before = new(2026, 11, 23, 2, 55, 0, TimeSpan.Zero);

    /// <summary>The book as the kill left it: the treatment has ended, what it came to has not been seen, and this much is left of the doctor's time.</summary>
    protected KilledAfterTreatmentSpecs(double minutes)
    {
        var deadline = Clock.GetUtcNow().AddMinutes(minutes);
        Journal.Seed(Main,
        [
            new Opened(Incident, Before, Before, GatewayPhase.ConfigBlocked, ["exit code 78"], Tier.Watchdog, 0, null) { Number = 1 },
            new Escalated(Incident, Before, Tier.Doctor, "it refuses its configuration (exit 78)", deadline) { Number = 2 },
            new RepairOrdered(Incident, Before, Tier.Doctor, 1, null, deadline, "it refuses its configuration (exit 78)") { Number = 3 },
            new RepairClosed(Incident, Before, 1, RepairResult.Done, "claude-code: repaired a typo", Before) { Number = 4, By = "claude-code" },
        ]);
    }

    private protected static IncidentId Incident { get; } = new("main-20261123-025500");

    /// <summary>The gateway is well.</summary>
    public sealed class In_time() : KilledAfterTreatmentSpecs(25)
    {
        [Fact]
        public async Task Healed_is_told_to_the_doctor_of_the_earlier_life()
        {
            await Healed(120);
            Doctor.Treatments.ShouldBeEmpty();
            Doctor.Discharges.ShouldBe([(Incident, Verdict.Healed)]);
        }
    }

    /// <summary>The gateway is not, and no time is left for another treatment.</summary>
    public sealed class Too_late() : KilledAfterTreatmentSpecs(-1)
    {
        [Fact]
        public async Task Not_healed_is_told_to_the_doctor_of_the_earlier_life_when_a_human_is_called()
        {
            Gateway.IsConfigBroken = true;
            Gateway.Die(78);
            await StepUntil(() => Journal.Of(Main).OfType<HumanCalled>().Any(), TimeSpan.FromHours(1), $"nobody is called\n{Story}");
            await Quiet();
            Doctor.Treatments.ShouldBeEmpty();
            Doctor.Discharges.ShouldBe([(Incident, Verdict.NotHealed)]);
        }
    }
}
