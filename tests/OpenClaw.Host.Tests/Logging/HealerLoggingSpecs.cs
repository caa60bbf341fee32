using System.Text.Json;
using Microsoft.Extensions.Logging;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Logging;
using Serilog.Core;
using Serilog.Events;
using Serilog.Parsing;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Logging;

public sealed class HealerLoggingSpecs : IDisposable
{
    private const string Token = "t0ken/of\"the\\hook+ü";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("logging-");

    private string Home => Path.Combine(_root.FullName, "home");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void Every_event_is_one_json_object_with_its_properties()
    {
        using (var log = Create())
            log.Information("Gateway {Gateway} took {Elapsed} ms", "main", 12);
        using var line = JsonDocument.Parse(Lines().ShouldHaveSingleItem());
        line.RootElement.GetProperty("Gateway").GetString().ShouldBe("main");
        line.RootElement.GetProperty("Elapsed").GetInt32().ShouldBe(12);
    }

    [Fact]
    public void A_secret_is_masked_in_message_property_template_and_exception()
    {
        using (var log = Create())
        {
            log.Error(new InvalidOperationException("outer " + Token, new IOException("inner " + Token)), "Said {What} and {@Thing}", Token, new { Url = "https://x/" + Token });
            log.Write(new LogEvent(DateTimeOffset.UnixEpoch, LogEventLevel.Error, null, new MessageTemplate("template " + Token, [new TextToken("template " + Token)]), []));
            log.Information("Escaped {Url}", "https://x/?q=" + Uri.EscapeDataString(Token));
        }
        var text = string.Concat(Lines());
        text.ShouldNotContain("t0ken");
        text.ShouldContain("***");
        foreach (var line in Lines())
            JsonDocument.Parse(line).Dispose();
    }

    [Fact]
    public void Files_and_folders_are_their_owner_s_only()
    {
        Directory.CreateDirectory(Home);
        if (OperatingSystem.IsWindows())
            Assert.Skip("Unix modes do not exist on Windows.");
        else
        {
            File.SetUnixFileMode(Home, (UnixFileMode)0b111_101_101);
            using (var log = Create())
                log.Information("x");
            Directory.GetFiles(Path.Combine(Home, "logs")).Length.ShouldBe(2);
            Directory.GetFiles(Path.Combine(Home, "logs")).ShouldAllBe(static file => File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
            File.GetUnixFileMode(Path.Combine(Home, "logs")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            File.GetUnixFileMode(Home).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public void Only_the_level_asked_for_is_written_and_frameworks_are_quieter()
    {
        using (var log = Create(LogLevel.Information))
        {
            log.Debug("too little");
            log.Information("enough");
            log.ForContext(Constants.SourceContextPropertyName, "Microsoft.Hosting").Information("chatter");
            log.ForContext(Constants.SourceContextPropertyName, "Microsoft.Hosting").Warning("trouble");
        }
        var text = string.Concat(Lines());
        text.ShouldContain("enough");
        text.ShouldContain("trouble");
        text.ShouldNotContain("too little");
        text.ShouldNotContain("chatter");
    }

    [Fact]
    public void Files_older_than_the_retention_are_removed_and_younger_ones_stay()
    {
        var logs = Directory.CreateDirectory(Path.Combine(Home, "logs")).FullName;
        var now = TimeProvider.System.GetLocalNow();
        string OfDay(int ago) => Path.Combine(logs, $"healer-{now.AddDays(-ago):yyyyMMdd}.json");
        File.WriteAllText(OfDay(20), "{}");
        File.WriteAllText(OfDay(5), "{}");
        File.WriteAllText(Path.ChangeExtension(OfDay(20), ".log"), "x");
        using (var log = Create())
            log.Information("x");
        File.Exists(OfDay(20)).ShouldBeFalse();
        File.Exists(Path.ChangeExtension(OfDay(20), ".log")).ShouldBeFalse();
        File.Exists(OfDay(5)).ShouldBeTrue();
    }

    [Fact]
    public void People_get_lines_with_the_distance_from_utc()
    {
        using (var log = Create())
            log.Warning("Gateway {Gateway} is {Phase} {Secret}", "main", "down", Token);
        File.ReadAllText(Directory.GetFiles(Path.Combine(Home, "logs"), "*.log").Single()).ShouldMatch(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d\d:\d\d WRN Gateway main is down \*\*\*\n$");
    }

    [Fact]
    public void All_files_together_have_a_bound_and_the_oldest_go_first()
    {
        var logs = Directory.CreateDirectory(Path.Combine(Home, "logs")).FullName;
        File.WriteAllText(Path.Combine(logs, "notes.txt"), new string('x', 1_000_000));
        using (var log = HealerLogging.Create(new LoggingSettings(LogLevel.Information, ConsoleFormat.Json, 14) { MaxFileSize = 10_000, MaxTotalSize = 100_000 }, Home, []))
            for (var i = 0; i < 300; i++) log.Information("Line {Number}. {Filling}", i, new string('x', 500));
        var files = Directory.GetFiles(logs, "healer-*");
        files.Length.ShouldBeInRange(8, 14);
        files.Sum(static file => new FileInfo(file).Length).ShouldBeLessThan(110_000);
        Path.Exists(Path.Combine(logs, "notes.txt")).ShouldBeTrue("what is not ours stays");
        files.SelectMany(File.ReadLines).Count(static line => line.Contains("Line 299.", StringComparison.Ordinal) || line.Contains("\"Number\":299,", StringComparison.Ordinal)).ShouldBe(2, "the newest is there, for people and for programs");
        files.SelectMany(File.ReadLines).ShouldAllBe(static line => !line.Contains("\"Number\":0,", StringComparison.Ordinal));
    }

    [Fact]
    public void A_state_folder_that_cannot_be_made_stops_the_start_in_one_line()
    {
        File.WriteAllText(Home, "a file");
        var fault = Should.Throw<ConfigurationException>(() => Create());
        fault.Message.ShouldStartWith($"The state folder {Home} cannot be used");
        fault.Message.ShouldNotContain('\n');
    }

    [Theory]
    [InlineData("plain \u001b[31mred\u0007", "plain ?[31mred?")]
    [InlineData("two\nlines\tand a tab", "two\nlines\tand a tab")]
    public void Control_characters_do_not_reach_a_terminal(string text, string shown)
    {
        using var output = new StringWriter();
        var template = new Serilog.Formatting.Display.MessageTemplateTextFormatter("{Message:lj}");
        new MaskingFormatter(template, new SecretMask([])).Format(new LogEvent(DateTimeOffset.UnixEpoch, LogEventLevel.Error, null, new MessageTemplate([new TextToken(text)]), []), output);
        output.ToString().ShouldBe(shown);
    }

    [Fact]
    public void A_secret_that_is_too_short_takes_nothing_out_of_innocent_words() =>
        new SecretMask([new SecretText("a"), new SecretText("")]).Apply("banana").ShouldBe("banana");

    private Logger Create(LogLevel level = LogLevel.Debug) => HealerLogging.Create(new LoggingSettings(level, ConsoleFormat.Plain, 14), Home, [new SecretText(Token)]);

    private string LogFile() => Directory.GetFiles(Path.Combine(Home, "logs"), "*.json").Single();

    private string[] Lines() => File.ReadAllLines(LogFile());
}
