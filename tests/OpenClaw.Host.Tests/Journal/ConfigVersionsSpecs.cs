using OpenClaw.Host.Journal;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Journal;

public sealed class ConfigVersionsSpecs : IDisposable
{
    private const string Config = "/home/owner/.openclaw/openclaw.json";
    private readonly Desk _desk = new();
    private readonly ConfigVersions _versions;

    public ConfigVersionsSpecs() => _versions = new ConfigVersions(_desk.Open());

    [Fact]
    public async Task A_content_is_one_version_however_often_it_is_seen()
    {
        foreach (var hour in new[] { 0, 2, 1 }) await _versions.Saw(Desk.Main, Config, "a", At(hour), CancellationToken.None);
        (await List()).ShouldBe([new ConfigVersion("a", At(0), At(2), TimeSpan.Zero)]);
    }

    [Fact]
    public async Task Time_in_service_adds_up()
    {
        await _versions.Served(Desk.Main, Config, "a", TimeSpan.FromMinutes(1), At(0), CancellationToken.None);
        await _versions.Served(Desk.Main, Config, "a", TimeSpan.FromSeconds(1.5), At(1), CancellationToken.None);
        (await List()).ShouldBe([new ConfigVersion("a", At(0), At(1), TimeSpan.FromSeconds(61.5))]);
    }

    [Fact]
    public async Task The_last_good_one_is_the_one_seen_last_with_which_the_gateway_has_served_long_enough()
    {
        (await Good(TimeSpan.Zero)).ShouldBeNull();
        await _versions.Served(Desk.Main, Config, "old", TimeSpan.FromHours(9), At(0), CancellationToken.None);
        await _versions.Served(Desk.Main, Config, "short", TimeSpan.FromMinutes(1), At(1), CancellationToken.None);
        await _versions.Saw(Desk.Main, Config, "broken", At(2), CancellationToken.None);
        (await Good(TimeSpan.FromHours(1))).ShouldNotBeNull().Hash.ShouldBe("old");
        (await Good(TimeSpan.Zero)).ShouldNotBeNull().Hash.ShouldBe("short", "one that never served is not good");
        (await List()).Select(static v => v.Hash).ShouldBe(["broken", "short", "old"]);
    }

    [Fact]
    public async Task Each_gateway_and_each_file_has_its_own()
    {
        await _versions.Saw(Desk.Main, Config, "a", At(0), CancellationToken.None);
        (await _versions.List(new("work"), Config, CancellationToken.None)).ShouldBeEmpty();
        (await _versions.List(Desk.Main, Config + ".include", CancellationToken.None)).ShouldBeEmpty();
    }

    public void Dispose() => _desk.Dispose();

    private static DateTimeOffset At(int hour) => Desk.Start.AddHours(hour);

    private Task<ConfigVersion?> Good(TimeSpan atLeast) => _versions.LastGood(Desk.Main, Config, atLeast, CancellationToken.None);

    private Task<IReadOnlyList<ConfigVersion>> List() => _versions.List(Desk.Main, Config, CancellationToken.None);
}
