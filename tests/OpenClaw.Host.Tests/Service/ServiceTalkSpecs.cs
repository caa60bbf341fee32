using OpenClaw.Host.Service;
using OpenClaw.Host.Tests.Processes;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Service;

/// <summary>sd_notify over real sockets.</summary>
public sealed class ServiceTalkSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("talk-").FullName;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_said_is_one_datagram_at_the_managers_socket(bool isAbstract)
    {
        using var ear = new ServiceManagerEar(isAbstract ? $"@openclaw-{Guid.NewGuid():N}" : Path.Combine(_folder, "notify"));
        using var talk = ear.Talk();
        talk.Say("READY=1", "STATUS=watches main").ShouldBeNull();
        await Eventually.Holds(() => ear.Heard.Count > 0, "it is heard");
        ear.Heard.ShouldBe(["READY=1\nSTATUS=watches main"]);
    }

    [Fact]
    public void A_manager_that_is_gone_or_does_not_read_is_an_answer_and_never_a_wait()
    {
        using var nobody = ServiceTalk.Open(new Dictionary<string, string> { ["NOTIFY_SOCKET"] = Path.Combine(_folder, "nobody") }, 1)!;
        nobody.Say("READY=1").ShouldNotBeNull();
        using var deaf = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Dgram, System.Net.Sockets.ProtocolType.Unspecified);
        deaf.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(Path.Combine(_folder, "deaf")));
        using var talk = ServiceTalk.Open(new Dictionary<string, string> { ["NOTIFY_SOCKET"] = Path.Combine(_folder, "deaf") }, 1)!;
        Enumerable.Range(0, 10_000).Select(_ => talk.Say("WATCHDOG=1")).ShouldContain(static why => why != null, "its queue is full at some time");
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData("", null, null)]
    [InlineData("vsock:2:1234", null, null)]
    [InlineData("relative", null, null)]
    [InlineData("/x", "notanumber", null)]
    [InlineData("/x", "0", null)]
    [InlineData("/x", "30000000", "1")]
    public void What_is_no_socket_or_no_watchdog_of_ours_is_none(string? socket, string? microseconds, string? pid)
    {
        var variables = new Dictionary<string, string>();
        if (socket is not null) variables["NOTIFY_SOCKET"] = socket;
        if (microseconds is not null) variables["WATCHDOG_USEC"] = microseconds;
        if (pid is not null) variables["WATCHDOG_PID"] = pid;
        using var talk = ServiceTalk.Open(variables, 4242);
        (talk is null).ShouldBe(socket is not "/x");
        (talk?.Watchdog).ShouldBeNull();
    }

    [Fact]
    public void A_watchdog_that_is_meant_for_us_is_taken()
    {
        using var talk = ServiceTalk.Open(new Dictionary<string, string> { ["NOTIFY_SOCKET"] = "/x", ["WATCHDOG_USEC"] = "30000000", ["WATCHDOG_PID"] = "4242" }, 4242);
        talk.ShouldNotBeNull().Watchdog.ShouldBe(TimeSpan.FromSeconds(30));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
