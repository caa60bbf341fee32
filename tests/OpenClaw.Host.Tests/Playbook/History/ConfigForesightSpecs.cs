using Microsoft.Extensions.Time.Testing;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Playbook;
using OpenClaw.Host.Playbook.History;
using OpenClaw.Host.Processes;
using OpenClaw.Host.Updates;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Playbook.History;

public sealed class ConfigForesightSpecs : IDisposable, IOpenClawTool
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 3, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _time = new(Start);
    private readonly DirectoryInfo _owner = Directory.CreateTempSubdirectory("foresight-");
    private readonly List<string> _checked = [];
    private readonly ConfigForesight _foresight;
    private bool _isDeaf;

    public ConfigForesightSpecs()
    {
        _foresight = new ConfigForesight(new GatewayId("main"), Config, new GatewayJob(null, null, [], ""), this, _time);
        Write("good");
        File.SetLastWriteTimeUtc(Config, Start.AddHours(-2).UtcDateTime);
    }

    private string Config => Path.Combine(_owner.FullName, "openclaw.json");

    public void Dispose() => _owner.Delete(recursive: true);

    [Fact]
    public async Task What_it_was_started_with_is_not_checked()
    {
        (await Looks(5)).ShouldBeEmpty();
        _checked.ShouldBeEmpty("the command line costs seconds");
    }

    [Fact]
    public async Task A_broken_config_is_told_once_when_it_is_still_and_once_when_it_is_good_again()
    {
        await Looks(1);
        Write("broken");
        (await Looks(1)).ShouldBeEmpty("it may still be written");
        var told = (await Looks(5)).ShouldHaveSingleItem();
        told.Severity.ShouldBe(Severity.Warning);
        told.Key.ShouldStartWith("notice/main/config-broken/");
        told.Evidence.ShouldBe(["gateway.mdoe: Unrecognized key"]);
        told.YourTurn.ShouldNotBeNull().ShouldEndWith("openclaw config validate");
        Write("good as well");
        (await Looks(5)).ShouldHaveSingleItem().Severity.ShouldBe(Severity.Info);
        _checked.ShouldBe(["broken", "good as well"]);
    }

    [Fact]
    public async Task A_config_that_goes_is_told_without_asking_openclaw()
    {
        await Looks(1);
        File.Delete(Config);
        (await Looks(5)).ShouldHaveSingleItem().Evidence.ShouldBe(["there is no such file any more"]);
        _checked.ShouldBeEmpty();
        Write("");
        (await Looks(5)).ShouldHaveSingleItem().Evidence.ShouldBe(["it is empty"]);
    }

    [Fact]
    public async Task Nothing_is_concluded_from_a_check_that_cannot_be_made_and_it_is_not_tried_for_ever()
    {
        await Looks(1);
        (_isDeaf, _) = (true, Write("broken"));
        (await Looks(10)).ShouldBeEmpty();
        _checked.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_gateway_that_does_not_serve_is_not_warned_about()
    {
        await Looks(1);
        Write("broken");
        for (var i = 0; i < 5; i++, _time.Advance(TimeSpan.FromSeconds(15))) (await _foresight.Look(serves: false, null, CancellationToken.None)).ShouldBeNull();
    }

    public Task<ConfigVerdict> Check(string config, string besides, CancellationToken cancel)
    {
        _checked.Add(config);
        return Task.FromResult(
            _isDeaf ? new ConfigVerdict(ConfigCheckResult.Unknown, [], "deaf")
            : config == "broken" ? new ConfigVerdict(ConfigCheckResult.Invalid, [new("gateway.mdoe", "Unrecognized\nkey")]) : new ConfigVerdict(ConfigCheckResult.Valid, []));
    }

    public Task<CommandAnswer> Run(IReadOnlyList<string> arguments, TimeSpan limit, CancellationToken cancel) => throw new NotSupportedException();

    private async Task<List<Announcement>> Looks(int times)
    {
        var told = new List<Announcement>();
        for (var i = 0; i < times; i++)
        {
            if (await _foresight.Look(serves: true, Start.AddHours(-1), CancellationToken.None) is { } news) told.Add(news);
            _time.Advance(TimeSpan.FromSeconds(15));
        }

        return told;
    }

    private string Write(string text)
    {
        File.WriteAllText(Config, text);
        return text;
    }
}
