using System.Globalization;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Hosting;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Tests.Support;
using Shouldly;
using Xunit;

namespace OpenClaw.Actors.Tests.Hosting;

/// <summary>Fifty gateways that fall together, again and again: their owner gets a few messages, and each says what counts.</summary>
public sealed class StormSpecs(ITestOutputHelper output) : HealerSpecs
{
    private const int Many = 50;
    private const int Rounds = 20;
    private readonly SimulatedGateway[] _all = new SimulatedGateway[Many];

    [Fact]
    public async Task A_thousand_incidents_over_fifty_gateways_are_a_bounded_number_of_messages_that_miss_none()
    {
        await Step(60);
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var gateway in _all)
            {
                gateway.IsConfigBroken = true;
                gateway.Die(78);
            }

            await Step(TimeSpan.FromMinutes(3));
            foreach (var gateway in _all) (gateway.IsConfigBroken, gateway.IsConfigChanged) = (false, true);
            await Step(TimeSpan.FromMinutes(12));
        }

        var opened = Journal.Events.OfType<Opened>().Count();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{opened} incidents, {Journal.Events.OfType<HumanCalled>().Count()} calls of a human, {Discord.Told.Count} messages"));
        opened.ShouldBeGreaterThanOrEqualTo(Many * Rounds);
        // Three for each time that all fall: in trouble, they need you, healthy again.
        Discord.Told.Count.ShouldBeLessThanOrEqualTo(5 * Rounds);
        Discord.Told.ShouldContain(static n => n.Title.StartsWith("50 gateways need you", StringComparison.Ordinal));
        Discord.Told.ShouldContain(static n => n.Title.StartsWith("50 gateways are healthy again", StringComparison.Ordinal));
        // What is kept for the record is kept for each of them.
        Log.Told.Count(static n => n.Key.EndsWith("/human-1", StringComparison.Ordinal)).ShouldBe(opened);
    }

    protected override IReadOnlyList<GatewayParts> Gateways()
    {
        for (var i = 0; i < Many; i++) _all[i] = new SimulatedGateway(Clock).Start();
        return [.. _all.Select((gateway, i) => new GatewayParts(new GatewayId(string.Create(CultureInfo.InvariantCulture, $"g{i}")), gateway, gateway, [], Policy))];
    }
}
