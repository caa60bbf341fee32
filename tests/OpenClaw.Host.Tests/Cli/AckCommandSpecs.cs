using Microsoft.Extensions.Time.Testing;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Cli;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Daemon;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Cli;

/// <summary>ack: which incident is meant, and that nothing is written down when none can be.</summary>
public sealed class AckCommandSpecs : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 5, 0, TimeSpan.Zero);
    private static readonly IncidentId Old = new("main-20261122-120000");
    private static readonly IncidentId OfMain = new("main-20261123-120000");
    private static readonly IncidentId OfWork = new("work-20261123-120100");

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("ack-");
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    private string Home => Path.Combine(_root.FullName, ".openclaw-actors");

    public AckCommandSpecs()
    {
        Directory.CreateDirectory(Home);
        File.WriteAllText(Path.Combine(Home, "openclaw.conf"), "openclaw.gateways.work { url = \"http://localhost:18790/\" }");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("main")]
    [InlineData("main-20261123-120000")]
    public async Task It_names_the_incident_that_is_open_and_waits_for_a_daemon(string? named)
    {
        (await Ack(named, Opened(Old), Resolved(Old), Opened(OfMain))).ShouldBe(ExitCodes.Ok, _errors.ToString());
        _output.ToString().ShouldStartWith("main-20261123-120000 is acknowledged: nobody is reminded of it any more, and healing goes on (no daemon runs on ");
        (await Word("main")).ShouldBe(OwnerWord.None with { Acknowledged = new AcknowledgedWord(Now, OfMain.Value) });
    }

    [Fact]
    public async Task With_two_open_incidents_one_has_to_be_named()
    {
        (await Ack(null, Opened(OfMain), Opened(OfWork))).ShouldBe(ExitCodes.Usage);
        _errors.ToString().Trim().ShouldBe("More than one incident is open. Name the one that is meant: main-20261123-120000, work-20261123-120100.");
        (await Ack("work", Opened(OfMain), Opened(OfWork))).ShouldBe(ExitCodes.Ok);
        (await Word("work")).Acknowledged!.Incident.ShouldBe(OfWork.Value);
        (await Word("main")).ShouldBe(OwnerWord.None);
    }

    [Theory]
    [InlineData(null, "No incident is open.")]
    [InlineData("main", "No incident of main is open.")]
    [InlineData("main-20261122-120000", "No incident \"main-20261122-120000\" is open. Open: none.")]
    [InlineData("\u001b[31m../etc", "No incident \"[31m../etc\" is open. Open: none.")]
    public async Task Where_nothing_can_be_meant_that_is_said_in_one_line(string? named, string line)
    {
        (await Ack(named, Opened(Old), Resolved(Old))).ShouldBe(ExitCodes.Usage);
        _errors.ToString().Trim().ShouldBe(line);
        (await Word("main")).ShouldBe(OwnerWord.None);
    }

    public void Dispose() => _root.Delete(recursive: true);

    private static Opened Opened(IncidentId id) => new(id, Now, Now, GatewayPhase.Down, [], Tier.Watchdog, 0, null) { Number = 1 };

    private static Resolved Resolved(IncidentId id) => new(id, Now, Now, Outcome.RecoveredByItself, "it answers") { Number = 2 };

    private Task<int> Ack(string? named, params IReadOnlyList<IncidentEvent> story) => new AckCommand(
        new SettingsSources(AppContext.BaseDirectory, _root.FullName, new Dictionary<string, string>()), _ => new BookInMemory(story), new FakeTimeProvider(Now), _output, _errors).Run(named, CancellationToken.None);

    private Task<OwnerWord> Word(string gateway) => new OwnerWordFile(Home, new GatewayId(gateway)).Read(CancellationToken.None);
}
