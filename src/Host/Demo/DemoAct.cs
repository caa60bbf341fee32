using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;

namespace OpenClaw.Host.Demo;

/// <summary>One act: what is broken, and what is right to happen then.</summary>
/// <param name="Number">Its place, 1 and up.</param>
/// <param name="Title">What breaks, a few words.</param>
/// <param name="Tier">The tier that must heal it.</param>
/// <param name="Outcome">How its incident must end.</param>
/// <param name="Treatments">How often the doctor must have been asked.</param>
/// <param name="Messages">What Discord must get, in this order and nothing else: a part of each message's title.</param>
/// <param name="Break">Breaks it and says what was done.</param>
/// <param name="Mend">What the owner does once they are called; null where nobody is to be called.</param>
internal sealed record DemoAct(
    int Number,
    string Title,
    Tier Tier,
    Outcome Outcome,
    int Treatments,
    IReadOnlyList<string> Messages,
    Func<IDemoStage, CancellationToken, Task<string>> Break,
    Func<IDemoStage, CancellationToken, Task<string>>? Mend = null)
{
    /// <summary>What a message says when it calls the owner.</summary>
    public const string OwnerCalled = "needs you";

    private const string DoctorCalled = "needs the doctor";
    private const string Over = "healthy again";

    /// <summary>The programme.</summary>
    public static IReadOnlyList<DemoAct> All { get; } =
    [
        new(1, "gateway killed", Tier.Watchdog, Outcome.HealedByWatchdog, 0, [],
            async (stage, cancel) => $"kill -9 {await stage.Kill(cancel)}"),
        new(2, "gateway hangs", Tier.Prober, Outcome.HealedByProber, 0, [],
            async (stage, cancel) => $"kill -STOP {await stage.Freeze(cancel)}: it lives, but answers nobody"),
        new(3, "typo in its config", Tier.Doctor, Outcome.HealedByDoctor, 2, [DoctorCalled, Over],
            async (stage, cancel) =>
            {
                await stage.Config.Mistype(cancel);
                return $"wrote the key \"{DemoConfigFile.Typo}\" into its config, then kill {await stage.End(cancel)}";
            }),
        new(4, "config cut, no doctor", Tier.Human, Outcome.HealedAfterHumanCall, 1, [DoctorCalled, OwnerCalled, Over],
            async (stage, cancel) =>
            {
                stage.Doctor.OutOfQuota = true;
                await stage.Config.CutInHalf(cancel);
                return $"cut its config in half, used up the doctor's quota, then kill {await stage.End(cancel)}";
            },
            async (stage, cancel) =>
            {
                await stage.Config.PutRight(cancel);
                return "reads Discord and mends the config by hand";
            }),
    ];
}
