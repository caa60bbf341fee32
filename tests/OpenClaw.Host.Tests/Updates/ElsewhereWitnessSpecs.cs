using System.Globalization;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Tests.Processes;
using OpenClaw.Host.Updates;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Updates;

/// <summary>A real process that listens at another port than the one where it is asked.</summary>
public sealed class ElsewhereWitnessSpecs : IAsyncDisposable
{
    private readonly Workshop _workshop = new();
    private readonly int _asked = Workshop.FreePort();
    private readonly int _pinned = Workshop.FreePort();

    [Fact]
    public async Task Is_seen_by_the_port_that_its_job_pins() => (await Look(await Start(_pinned), Job(_pinned))).ListensAt.ShouldBe(_pinned);

    [Fact]
    public async Task Is_still_seen_when_its_job_was_put_right_meanwhile()
    {
        var seen = await Look(await Start(_pinned, isPinnedItself: true), Job(_asked));
        seen.ListensAt.ShouldBe(_pinned);
        seen.Evidence.ShouldContain("as its own command line says");
    }

    [Fact]
    public async Task Is_not_seen_where_nobody_listens() => (await Look(await Start(_pinned), Job(Workshop.FreePort()))).ListensAt.ShouldBeNull();

    [Fact]
    public async Task Is_not_asked_about_another_process_that_has_its_pid_now()
    {
        var process = await Start(_pinned, isPinnedItself: true);
        (await Look(process with { StartTime = process.StartTime + 1 }, Job(_asked))).ListensAt.ShouldBeNull();
    }

    [Fact]
    public async Task Is_no_news_when_somebody_listens_where_it_is_asked()
    {
        var state = Alive(await Start(_pinned)) with { Port = new PortOwner(PortOwnerKind.Gateway, 1, null) };
        (await Witness(Job(_pinned)).Complete(state, CancellationToken.None)).ShouldBe(state);
    }

    public ValueTask DisposeAsync() => _workshop.DisposeAsync();

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    private static GatewayJob Job(int port) => new(null, null, ["openclaw", "gateway", "--port", Text(port)], "");

    private static ProcessState Alive(ProcessIdentity process) => new(ServiceState.Running, process, DateTimeOffset.UnixEpoch, PortOwner.Nobody, null, false, "it runs");

    // The dummy's own words are fixed, but its argv[0] is part of its command line like any other word.
    private Task<ProcessIdentity> Start(int port, bool isPinnedItself = false) =>
        _workshop.Orphan(isPinnedItself ? $"--port={Text(port)}" : null, Workshop.Dummy, ["listen", Text(port)]);

    private ElsewhereWitness Witness(GatewayJob job) => new(job, _workshop.Local.Table, _workshop.Local.Ports, _asked);

    private Task<ProcessState> Look(ProcessIdentity process, GatewayJob job) => Witness(job).Complete(Alive(process), CancellationToken.None);
}
