using CsCheck;

namespace OpenClaw.Simulation.Tests.Worlds;

/// <summary>Makes plans out of chance; CsCheck makes smaller ones of a plan that failed.</summary>
public static class Plans
{
    private static readonly Gen<PolicyPlan> Policy =
        from isShipped in Gen.Frequency((29, Gen.Const(false)), (1, Gen.Const(true)))
        from tries in Gen.Select(Gen.Int[2, 3], Gen.Int[0, 3], Gen.Int[5, 30], Gen.Int[0, 60], Gen.Int[15, 90])
        from rest in Gen.Select(Gen.Int[40, 120], Gen.Int[40, 240], Gen.Int[0, 3], Gen.Int[200, 1200], Gen.Int[1, 2])
        select new PolicyPlan(isShipped, tries.Item1, tries.Item2, tries.Item3, tries.Item4, tries.Item5, rest.Item1, rest.Item2, rest.Item3, rest.Item4, rest.Item5);

    private static readonly Gen<GatewayPlan> Gateway =
        Gen.Select(Gen.Int[3, 30], Gen.Frequency((1, Gen.Const(0)), (1, Gen.Int[3, 12])), Gen.Bool, Gen.Bool).Select(static t => new GatewayPlan(t.Item1, t.Item2, t.Item3, t.Item4));

    private static readonly Gen<TroublePlan> Trouble =
        Gen.Select(Rate(25), Rate(10), Rate(10), Rate(40), Rate(30), Rate(10)).Select(static t => new TroublePlan(t.Item1, t.Item2, t.Item3, t.Item4, t.Item5, t.Item6));

    private static readonly Gen<Happening> Any =
        Gen.Select(Gen.Int[20, 500], Gen.Enum<Event>(), Gen.Int[5, 200], Gen.Int[-600, 600]).Select(static t => new Happening(t.Item1, t.Item2, t.Item3, t.Item4));

    // Without something to heal, whatever else happens shows little.
    private static readonly Gen<Happening> Trial =
        Gen.Select(Gen.Int[20, 300], Gen.Enum<Event>().Where(static e => e is <= Event.Moved), Gen.Int[5, 300], Gen.Int[-600, 600]).Select(static t => new Happening(t.Item1, t.Item2, t.Item3, t.Item4));

    private static readonly Gen<Happening> Death =
        Gen.Select(Gen.Int[20, 300], Gen.Int[5, 200], Gen.Int[-600, 600]).Select(static t => new Happening(t.Item1, Event.Kill, t.Item2, t.Item3));

    /// <summary>Any world.</summary>
    public static Gen<Plan> Worlds { get; } =
        from seed in Gen.UInt
        from policy in Policy
        from gateway in Gateway
        from trials in Trial.List[1, 2]
        from others in Any.List[0, 6]
        from kills in Death.List[0, 1]
        from doctor in Gen.Enum<Treatment>().List[1, 4]
        from trouble in Trouble
        select new Plan(seed, policy, gateway, [.. trials, .. others, .. kills], doctor, trouble);

    private static Gen<int> Rate(int most) => Gen.Frequency((2, Gen.Const(0)), (1, Gen.Int[1, most]));
}
