using System.Net;
using System.Text.Json;
using OpenClaw.Host.Cli;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Surface;
using OpenClaw.Host.Tests.Journal;
using OpenClaw.Host.Tests.Processes;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Surface;

/// <summary>Server-sent events.</summary>
public sealed class EventSpecs
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task How_everything_stands_comes_first_and_then_each_change(bool socket)
    {
        await using var bench = new SurfaceBench();
        bench.Feed.Tell(SurfaceBench.Status("Down", "no process"));
        await bench.OpenBoth();
        using var http = bench.Http(socket);
        using var answer = await http.GetAsync("/api/v1/events", HttpCompletionOption.ResponseHeadersRead);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());
        var first = await Next(lines);
        (first.Name, first.Data.GetProperty("gateways")[0].GetProperty("phase").GetString()).ShouldBe(("status", "Down"));
        first.Data.GetProperty("access").GetProperty("canOrder").GetBoolean().ShouldBe(socket);
        bench.Feed.Tell(new IncidentNewsJson("main", "main-20261123-031504", new IncidentEventJson(1, Desk.Start, "Opened", "opened: down", ["process: none"])));
        bench.Feed.Tell(new ChannelLine("discord", true, Desk.Start, "404"));
        bench.Feed.Tell(SurfaceBench.Status());
        var news = await Next(lines);
        (news.Name, news.Data.GetProperty("incident").GetString(), news.Data.GetProperty("event").GetProperty("kind").GetString()).ShouldBe(("incident", "main-20261123-031504", "Opened"));
        var channel = await Next(lines);
        (channel.Name, channel.Data.GetProperty("why").GetString()).ShouldBe(("channel", "404"));
        var last = await Next(lines);
        (last.Name, last.Data.GetProperty("gateways")[0].GetProperty("phase").GetString()).ShouldBe(("status", "Ready"));
        last.Id.ShouldBe(first.Id + 3);
    }

    [Fact]
    public async Task A_reader_who_does_not_keep_up_is_dropped_and_the_others_hear_everything()
    {
        await using var bench = await new SurfaceBench().OpenPage();
        using var deaf = await Raw.Connect(bench.Port, $"GET /api/v1/events HTTP/1.1\r\nHost: localhost:{bench.Port}\r\n\r\n");
        await Eventually.Holds(() => bench.Feed.Readers == 1, "it listens");
        var large = SurfaceBench.Status("Down", new string('x', 100_000));
        var told = 0;
        await Eventually.Holds(
            () =>
            {
                bench.Feed.Tell(large);
                told++;
                return bench.Feed.Readers == 0;
            },
            "it is dropped");
        using var http = bench.Http();
        using var answer = await http.GetAsync("/api/v1/events", HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());
        (await Next(lines)).Id.ShouldBe(told);
        bench.Logs.All.ShouldContain("did not keep up");
    }

    [Fact]
    public async Task No_more_than_32_listen_and_one_that_has_gone_makes_room()
    {
        await using var bench = await new SurfaceBench().OpenPage();
        bench.Feed.Tell(SurfaceBench.Status());
        using var http = bench.Http();
        var listening = new List<HttpResponseMessage>();
        for (var i = 0; i < SurfaceFeed.MostReaders; i++) listening.Add(await http.GetAsync("/api/v1/events", HttpCompletionOption.ResponseHeadersRead));
        listening.ShouldAllBe(static answer => answer.StatusCode == HttpStatusCode.OK);
        using (var refused = await http.GetAsync("/api/v1/events")) refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await bench.Json("/api/v1/status")).GetProperty("pid").GetInt32().ShouldBe(4321, "whoever only asks is answered");
        listening[0].Dispose();
        await Eventually.Holds(() => bench.Feed.Readers < SurfaceFeed.MostReaders, "it is gone");
        using (var heard = await http.GetAsync("/api/v1/events", HttpCompletionOption.ResponseHeadersRead)) heard.StatusCode.ShouldBe(HttpStatusCode.OK);
        listening.ForEach(static answer => answer.Dispose());
    }

    [Fact]
    public async Task A_listener_that_is_closed_ends_what_is_heard_on_it()
    {
        var bench = new SurfaceBench();
        bench.Feed.Tell(SurfaceBench.Status());
        await bench.OpenPage();
        using var http = bench.Http();
        using var answer = await http.GetAsync("/api/v1/events", HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());
        await Next(lines);
        await bench.DisposeAsync();
        await Should.ThrowAsync<IOException>(async () =>
        {
            while (await lines.ReadLineAsync().Soon() is not null) { }
            throw new IOException("ended");
        });
    }

    private static async Task<(long Id, string Name, JsonElement Data)> Next(StreamReader lines)
    {
        var (id, name) = (0L, "");
        while (await lines.ReadLineAsync().Soon() is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal)) id = long.Parse(line[4..], null);
            else if (line.StartsWith("event: ", StringComparison.Ordinal)) name = line[7..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal)) return (id, name, JsonDocument.Parse(line[6..]).RootElement);
        }

        throw new InvalidOperationException("the stream has ended");
    }
}
