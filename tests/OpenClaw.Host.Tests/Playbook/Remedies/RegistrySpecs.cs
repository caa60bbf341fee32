using OpenClaw.Host.Playbook;
using OpenClaw.Host.Playbook.Remedies;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Playbook.Remedies;

/// <summary>What settings, catalogue and record call a remedy is what the remedy calls itself.</summary>
public sealed class RegistrySpecs
{
    [Fact]
    public void Every_name_has_its_remedy_and_every_remedy_its_name() => AllRemedies.Make().Select(static r => r.Name).ShouldBe(RemedyNames.All, ignoreOrder: true);

    [Fact]
    public void What_sends_a_signal_or_may_lose_data_asks_first()
    {
        foreach (var name in (string[])["stale-gateway", "database-restore"]) RemedyPolicy.Shipped.Of(name).ShouldBe(RemedySwitch.Ask);
    }
}
