using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using OpenClaw.Host.Cli;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Tests.Processes;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Cli;

/// <summary>The daemon's log as its owner reads it, out of files that the daemon's own logger has written.</summary>
public sealed class LogsCommandSpecs : IDisposable
{
    private const string Incident = "main-20261130-031504";

    private readonly string _home = Directory.CreateTempSubdirectory("logs-").FullName;
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 30, 12, 0, 0, TimeSpan.Zero));
    private readonly Reader _output = new();
    private readonly StringWriter _errors = new();

    private string Logs => Path.Combine(_home, "logs");

    public void Dispose()
    {
        _output.Dispose();
        Directory.Delete(_home, recursive: true);
    }

    [Fact]
    public async Task What_the_daemon_has_written_is_shown_as_people_read_it()
    {
        using (var log = HealerLogging.Create(new LoggingSettings(LogLevel.Information, ConsoleFormat.Plain, 14), _home, []))
        {
            log.Information("{Incident}: {Line} after {Seconds:0.0} s, {{so}} {Ports}", Incident, "opened: down", 1.25, new[] { 1, 2 });
            log.Warning(new IOException("disk\u001b[31m"), "Said \u202e{What}", "x\ny");
        }

        (await Run(new())).ShouldBe(ExitCodes.Ok);
        var lines = _output.Text.Split('\n');
        lines[0].ShouldMatch(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d INF main-20261130-031504: opened: down after 1\.3 s, \{so\} 1, 2$");
        lines[1].ShouldEndWith("WRN Said x");
        _output.Text.ShouldContain("IOException: disk [31m");
        _output.Text.ShouldNotContain('\u001b');
        _output.Text.ShouldNotContain('\u202e');
    }

    [Fact]
    public async Task It_can_be_asked_for_a_level_a_gateway_an_incident_a_time_and_a_number()
    {
        Write("20261129", Event("2026-11-29T08:00:00Z", "Error", "yesterday"));
        Write("20261130",
            Event("2026-11-30T08:00:00Z", null, "an hour ago no more"), Event("2026-11-30T11:30:00Z", "Warning", "young", ("Gateway", "main")), "{\"cut off", "not json",
            Event("2026-11-30T11:31:00Z", null, "said by an actor", ("ActorPath", "akka://openclaw/user/gateways/work/watchdog/actor")),
            Event("2026-11-30T11:32:00Z", null, "in words: {Line}", ("Line", $"{Incident} is over")), Event("2026-11-30T11:33:00Z", null, "another: {Line}", ("Line", $"{Incident}-2")));
        (await Said(new())).ShouldBe(["yesterday", "an hour ago no more", "young", "said by an actor", $"in words: {Incident} is over", $"another: {Incident}-2"]);
        (await Said(new() { Level = "warning" })).ShouldBe(["yesterday", "young"]);
        (await Said(new() { Since = "1h", Level = "WARNING" })).ShouldBe(["young"]);
        (await Said(new() { Since = "2026-11-30" })).Length.ShouldBe(5);
        (await Said(new() { Gateway = "work" })).ShouldBe(["said by an actor"]);
        (await Said(new() { Gateway = "main" })).ShouldBe(["young"]);
        (await Said(new() { Incident = Incident })).ShouldBe([$"in words: {Incident} is over"]);
        (await Said(new() { Lines = "2" })).ShouldBe([$"in words: {Incident} is over", $"another: {Incident}-2"]);
        (await Said(new() { Lines = "6" })).Length.ShouldBe(6, "over the files of several days");
        (await Said(new() { Incident = "main-19990101-000000" })).ShouldBeEmpty();
        _errors.ToString().ShouldContain("nothing like that");
    }

    [Fact]
    public async Task As_json_each_line_is_the_event_as_it_is_kept()
    {
        Write("20261130", Event("2026-11-30T11:30:00Z", "Warning", "hello {Name}", ("Name", "you")), "junk");
        (await Run(new() { Json = true })).ShouldBe(ExitCodes.Ok);
        var line = _output.Text.TrimEnd('\n');
        line.ShouldNotContain('\n');
        using var e = JsonDocument.Parse(line);
        e.RootElement.GetProperty("Name").GetString().ShouldBe("you");
    }

    [Fact]
    public async Task Following_goes_on_over_midnight_and_over_a_full_file_and_waits_for_whole_lines()
    {
        using var stop = new CancellationTokenSource();
        var following = Run(new() { Follow = true }, stop.Token);
        Write("20261130", Event("2026-11-30T11:59:00Z", null, "one"));
        await Shown("one");
        Append("20261130", Event("2026-11-30T12:00:00Z", null, "two")[..20]);
        await Pass();
        Append("20261130", Event("2026-11-30T12:00:00Z", null, "two")[20..] + "\n" + Event("2026-11-30T12:00:01Z", null, "three") + "\n");
        Write("20261130_001", Event("2026-11-30T12:00:02Z", null, "four"));
        await Shown("four");
        Write("20261201", Event("2026-12-01T00:00:00Z", null, "five"));
        File.Delete(Path.Combine(Logs, "healer-20261130.json"));
        await Shown("five");
        await stop.CancelAsync();
        (await following).ShouldBe(ExitCodes.Ok);
        Messages().ShouldBe(["one", "two", "three", "four", "five"]);
    }

    [Fact]
    public async Task Following_begins_behind_what_was_shown()
    {
        Write("20261130", [.. Enumerable.Range(1, 30).Select(static i => Event("2026-11-30T11:59:00Z", null, $"line {i}"))]);
        using var stop = new CancellationTokenSource();
        var following = Run(new() { Follow = true, Lines = "1" }, stop.Token);
        await Shown("line 30");
        Append("20261130", Event("2026-11-30T12:00:00Z", null, "new") + "\n");
        await Shown("new");
        await stop.CancelAsync();
        await following;
        Messages().ShouldBe(["line 30", "new"]);
    }

    [Fact]
    public async Task Whoever_does_not_read_on_ends_it_quietly()
    {
        Write("20261130", Event("2026-11-30T11:59:00Z", null, "one"), Event("2026-11-30T11:59:00Z", null, "two"));
        _output.IsGone = true;
        (await Run(new() { Follow = true })).ShouldBe(ExitCodes.Ok);
        _errors.ToString().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_pipe_into_head_ends_although_it_follows()
    {
        Write("20261130", Event("2026-11-30T11:59:00Z", null, "one"));
        var program = Path.Combine(AppContext.BaseDirectory, "openclaw-actors");
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "\"$1\" logs --follow | head -n 1", "sh", program])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["OPENCLAW_ACTORS_HOME"] = _home, ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")) },
        })!;
        var said = await shell.StandardOutput.ReadToEndAsync().Soon();
        await shell.WaitForExitAsync().Soon();
        said.ShouldEndWith("INF one\n");
        (await shell.StandardError.ReadToEndAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("soon", null, null, null, "--since \"soon\": write for example")]
    [InlineData(null, "loud", null, null, "--level \"loud\": write one of verbose, debug")]
    [InlineData(null, null, "-1", null, "-n \"-1\": write a number")]
    [InlineData(null, null, null, "../etc", "--gateway \"../etc\": a gateway's name")]
    public async Task A_wrong_word_is_one_line(string? since, string? level, string? lines, string? gateway, string expected)
    {
        (await Run(new() { Since = since, Level = level, Lines = lines, Gateway = gateway })).ShouldBe(ExitCodes.Usage);
        _errors.ToString().ShouldStartWith(expected);
        _errors.ToString().TrimEnd().ShouldNotContain('\n');
    }

    [Fact]
    public async Task Without_a_log_it_says_so()
    {
        (await Run(new())).ShouldBe(ExitCodes.NotReachable);
        _errors.ToString().ShouldContain($"no daemon has written a log in {Logs} yet");
    }

    private static string Event(string at, string? level, string template, params (string Name, string Value)[] properties)
    {
        var e = new Dictionary<string, string> { ["@t"] = at, ["@mt"] = template };
        if (level is not null) e["@l"] = level;
        foreach (var (name, value) in properties) e[name] = value;
        return JsonSerializer.Serialize(e);
    }

    private void Write(string date, params string[] lines)
    {
        Directory.CreateDirectory(Logs);
        // Whole at once, as another reads beside it.
        var draft = Path.Combine(_home, "draft");
        File.WriteAllText(draft, string.Concat(lines.Select(static line => line + "\n")));
        File.SetLastWriteTimeUtc(draft, DateTime.ParseExact(date[..8], "yyyyMMdd", CultureInfo.InvariantCulture).AddHours(12));
        File.Move(draft, Path.Combine(Logs, $"healer-{date}.json"));
    }

    private void Append(string date, string text) => File.AppendAllText(Path.Combine(Logs, $"healer-{date}.json"), text);

    private Task<int> Run(LogsAsked asked, CancellationToken cancel = default) =>
        new LogsCommand(new SettingsSources(AppContext.BaseDirectory, _home, new Dictionary<string, string> { ["OPENCLAW_ACTORS_HOME"] = _home }), _clock, _output, _errors).Run(asked, cancel);

    private async Task<string[]> Said(LogsAsked asked)
    {
        _output.Clear();
        (await Run(asked)).ShouldBe(ExitCodes.Ok);
        return Messages();
    }

    private string[] Messages() => [.. _output.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line[24..])];

    private Task Shown(string message) => Eventually.Holds(
        () =>
        {
            _clock.Advance(TimeSpan.FromMilliseconds(500));
            return Messages().Contains(message);
        },
        $"{message} is shown");

    private async Task Pass()
    {
        for (var i = 0; i < 5; i++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Yield();
        }
    }

    /// <summary>What the owner reads, until he is gone.</summary>
    private sealed class Reader : StringWriter
    {
        private readonly Lock _gate = new();

        public bool IsGone { get; set; }

        public string Text
        {
            get { lock (_gate) return ToString(); }
        }

        public void Clear()
        {
            lock (_gate) GetStringBuilder().Clear();
        }

        public override void WriteLine(string? value)
        {
            if (IsGone) throw new DesertedException(new IOException("Broken pipe"));
            lock (_gate) Write(value + "\n");
        }
    }
}
