using OpenClaw.Actors.Hosting;
using OpenClaw.Actors.Tests.Support;
using Shouldly;
using Xunit;

namespace OpenClaw.Actors.Tests.Hosting;

/// <summary>The root that fails is not restarted: the host is told, once, and ends the process.</summary>
public abstract class RootFaultSpecs : HealerSpecs
{
    private readonly FaultyPart _root;

    /// <summary>The root fails like this.</summary>
    protected RootFaultSpecs(Way way)
    {
        _root = new FaultyPart(TreePart.Root, Clock) { Way = way, Failures = int.MaxValue };
        Cast = _root.Cast;
    }

    [Fact]
    public async Task The_host_is_told_once_and_nothing_is_restarted()
    {
        await Step(TimeSpan.FromHours(1));
        RootLost.ShouldBe(1);
        _root.Starts.Count.ShouldBe(1);
    }

    /// <summary>In its constructor.</summary>
    public sealed class In_its_constructor() : RootFaultSpecs(Way.Constructor);

    /// <summary>In PreStart.</summary>
    public sealed class In_PreStart() : RootFaultSpecs(Way.PreStart);

    /// <summary>On a message.</summary>
    public sealed class On_a_message() : RootFaultSpecs(Way.Message);
}
