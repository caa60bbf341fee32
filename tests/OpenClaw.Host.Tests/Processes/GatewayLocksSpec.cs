using System.Globalization;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Processes;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Processes;

public sealed class GatewayLocksSpec : IAsyncLifetime
{
    // As OpenClaw 2026.9.6 writes it, its padding of tabs and spaces included.
    private const string Recorded =
        """
        {
          "pid": 5999,
          "ownerId": "38edb678-7d4b-4adf-8d25-593843134f71",
          "cronOwnerProjection": "dynamic-default-v1",
          "createdAt": "2026-11-23T13:07:34.453Z",
          "configPath": "/home/alice/.openclaw/openclaw.json",
          "stateDir": "/home/alice/.openclaw",
          "port": 18801,
          "startTime": 118748
        }
        """ + "\n\t\t\t  \t \t  \n";

    private readonly Workshop _workshop = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _workshop.DisposeAsync();

    [Fact]
    public void A_recorded_lock_is_read() => Read(Recorded).ShouldBe([new GatewayClaim(5999, 118748, 18801)]);

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"pid\":\"5999\"}")]
    [InlineData("{\"pid\":5999,\"role\":\"sqlite-maintenance\"}")]
    [InlineData("{\"pid\":5999")]
    public void What_is_no_gateways_lock_is_left_out(string text) => Read(text).ShouldBeEmpty();

    [Fact]
    public void No_folder_is_no_claim() => new GatewayLocks(_workshop.PathOf("nowhere")).Read().ShouldBeEmpty();

    [Theory]
    [InlineData(5999, 118748, true)]
    [InlineData(5999, 118749, false)]
    [InlineData(6000, 118748, false)]
    public void A_claim_is_of_the_process_with_that_pid_and_start_time_only(int pid, long startTime, bool isOf) =>
        new GatewayClaim(5999, 118748, 18801).IsOf(Entry(pid, startTime, DateTimeOffset.UnixEpoch)).ShouldBe(isOf);

    [Fact]
    public void On_macOS_a_claim_counts_in_seconds()
    {
        var started = new DateTimeOffset(2026, 11, 23, 3, 7, 9, TimeSpan.Zero);

        new GatewayClaim(4242, started.ToUnixTimeSeconds(), 18789).IsOf(Entry(4242, started.ToUnixTimeSeconds() * 1_000_000, started)).ShouldBeTrue();
    }

    [Theory]
    [InlineData(true, "openclaw-gateway")]
    [InlineData(true, "/usr/bin/node", "/usr/lib/node_modules/openclaw/dist/index.js", "gateway", "--port", "18789")]
    [InlineData(true, "node", "/home/alice/.npm/bin/openclaw", "gateway", "run")]
    [InlineData(false, "/usr/bin/node", "/srv/shop/dist/index.js", "gateway")]
    [InlineData(false, "vim", "openclaw-gateway")]
    [InlineData(false, "python3", "-m", "http.server", "18789")]
    [InlineData(false)]
    public void A_gateway_is_known_by_its_title_or_its_command(bool looksLike, params string[] arguments) =>
        PortWitness.LooksLikeGateway(arguments).ShouldBe(looksLike);

    private IReadOnlyList<GatewayClaim> Read(string text)
    {
        _workshop.Write(string.Create(CultureInfo.InvariantCulture, $"tmp/openclaw-{Posix.GetUid()}/gateway.81541277.lock"), text);
        _workshop.Write(string.Create(CultureInfo.InvariantCulture, $"tmp/openclaw-{Posix.GetUid()}/gateway.81541277.lock.sqlite"), "{\"pid\":1}");
        return new GatewayLocks(_workshop.Folder).Read();
    }

    private static ProcessEntry Entry(int pid, long startTime, DateTimeOffset startedAt) =>
        new(new ProcessIdentity(pid, startTime), 1, pid, 0, false, startedAt, ["openclaw-gateway"]);
}
