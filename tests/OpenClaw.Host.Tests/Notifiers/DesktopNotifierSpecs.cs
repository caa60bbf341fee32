using System.Net;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Notifiers;
using OpenClaw.Host.Notifiers.Channels;
using OpenClaw.StandIns;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Notifiers;

/// <summary>The contract with a real process: a program that writes down each argument that it is given.</summary>
public sealed class DesktopNotifierSpecs : NotifierContractSpecs
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("desktop-");
    private readonly string _program;

    public DesktopNotifierSpecs() => _program = Script.Write(
        Path.Combine(_folder.FullName, "notify-send"),
        """
        #!/bin/sh
        [ -e "$0.hangs" ] && exec sleep 600
        [ -e "$0.fails" ] && { echo "Cannot autolaunch D-Bus without X11 \$DISPLAY: $2" >&2; exit 1; }
        : > "$0.told"
        for one in "$@"; do printf '%s\0' "$one" >> "$0.told"; done
        """);

    private string[] Told => File.ReadAllText($"{_program}.told").Split('\0')[..^1];

    public override ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return base.DisposeAsync();
    }

    [Theory]
    [InlineData(Severity.Critical, "critical")]
    [InlineData(Severity.Warning, "normal")]
    [InlineData(Severity.Resolved, "low")]
    public async Task It_is_as_urgent_as_the_news(Severity severity, string urgency)
    {
        await Create().Deliver(News.Plain(severity), CancellationToken.None);
        Told[..3].ShouldBe(["--app-name=OpenClaw", $"--urgency={urgency}", "--"]);
        Told.Length.ShouldBe(5);
    }

    [Theory]
    [InlineData("--version")]
    [InlineData("<b>bold</b> <a href=\"https://evil.example\">click</a> &amp; <img src=x>")]
    [InlineData(@"\074b\076 \x3cb\x3e C:\new")]
    public async Task No_text_is_an_option_or_markup(string text)
    {
        await Create().Deliver(News.Plain() with { Title = text, Body = text }, CancellationToken.None);
        Told[..3].ShouldBe(["--app-name=OpenClaw", "--urgency=critical", "--"]);
        Told[3].ShouldEndWith(text);
        Told[4].ShouldNotContain('<');
        Told[4].Replace(@"\\", "", StringComparison.Ordinal).ShouldNotContain('\\');
        (await Arrived()).Split('\n')[1].ShouldBe(text);
    }

    [Fact]
    public async Task On_macos_the_script_is_the_same_for_all_news_which_are_its_arguments()
    {
        var notifier = new DesktopNotifier(Tools(TimeSpan.FromSeconds(20)), DesktopTool.OsaScript, _program, Severity.Warning);
        await notifier.Deliver(News.Plain(), CancellationToken.None);
        var script = Told[..^2];
        const string Evil = "\" & (do shell script \"id\") & \"";
        await notifier.Deliver(News.Plain() with { Title = Evil, Body = Evil }, CancellationToken.None);
        Told[..^2].ShouldBe(script);
        script.Where(static part => part != "-e").ShouldBe(["on run argv", "display notification (item 2 of argv) with title \"OpenClaw\" subtitle (item 1 of argv)", "end run"]);
        Told[^2].ShouldBe($"🚨 {Evil}");
        Told[^1].ShouldStartWith(Evil);
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_said_with_what_to_do()
    {
        foreach (var program in new[] { Path.Combine(_folder.FullName, "nothing"), "no-such-program-of-openclaw" })
        {
            (await new DesktopNotifier(Tools(TimeSpan.FromSeconds(20)), DesktopTool.NotifySend, program, Severity.Warning).Deliver(News.Plain(), CancellationToken.None))
                .ShouldBeOfType<Delivery.Refused>().Why.ShouldContain("Install libnotify-bin");
        }
    }

    [Fact]
    public async Task Where_nobody_is_logged_in_it_is_tried_later_and_nothing_of_its_words_is_shown()
    {
        await File.WriteAllTextAsync($"{_program}.fails", "");
        var later = (await Create().Deliver(News.Plain(), CancellationToken.None)).ShouldBeOfType<Delivery.TryLater>();
        later.MayHaveArrived.ShouldBeFalse();
        later.Why.ShouldNotContain("D-Bus");
        File.Delete($"{_program}.fails");
        (await Create().Deliver(News.Plain(), CancellationToken.None)).ShouldBeOfType<Delivery.Delivered>();
    }

    [Fact]
    public async Task One_that_hangs_is_ended_and_tried_later()
    {
        await File.WriteAllTextAsync($"{_program}.hangs", "");
        (await Create(TimeSpan.FromMilliseconds(500)).Deliver(News.Plain(), CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20)))
            .ShouldBeOfType<Delivery.TryLater>().MayHaveArrived.ShouldBeTrue();
        using var cancel = new CancellationTokenSource();
        var delivery = Create(TimeSpan.FromMinutes(5)).Deliver(News.Plain(), cancel.Token);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => delivery.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    protected override INotifier Create() => Create(TimeSpan.FromSeconds(20));

    /// <summary>As notify-send and the desktop would read it: C's escapes, then markup.</summary>
    protected override Task<string> Arrived() => Task.FromResult($"{Told[^2]}\n{WebUtility.HtmlDecode(Told[^1].Replace(@"\\", @"\", StringComparison.Ordinal))}");

    private DesktopNotifier Create(TimeSpan timeout) => new(Tools(timeout), DesktopTool.NotifySend, _program, Severity.Warning);

    private static ChannelTools Tools(TimeSpan timeout) => new(null!, timeout, TimeProvider.System);
}
