using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Configuration;

/// <summary>When and where the digest is told.</summary>
public sealed class DigestSettingsSpecs : IDisposable
{
    private readonly SettingsBench _bench = new();

    [Fact]
    public void As_shipped_it_is_told_by_nobody_but_its_verb_and_on_no_channel_by_name()
    {
        var digest = _bench.Load().Notify.Digest;
        digest.Schedule.ShouldBeNull();
        digest.Channels.ShouldBeEmpty();
    }

    [Fact]
    public void A_schedule_and_channels_are_taken()
    {
        var digest = _bench.Owner("openclaw.notify.digest { schedule = \"0 9 * * 1\", channels = [log, discord, telegram] }\n").Load().Notify.Digest;
        digest.Schedule!.Next(new DateTimeOffset(2026, 11, 25, 0, 0, 0, TimeSpan.Zero), TimeZoneInfo.Utc).ShouldBe(new DateTimeOffset(2026, 11, 30, 9, 0, 0, TimeSpan.Zero));
        digest.Channels.ShouldBe(["log", "discord", "telegram"]);
    }

    [Theory]
    [InlineData("schedule = weekly", "openclaw.notify.digest.schedule is \"weekly\": it is no cron expression (")]
    [InlineData("schedule = \"0 9 * *\"", "it is no cron expression (")]
    [InlineData("schedule = \"0 9 30 2 *\"", "there is no such day. Write for example \"0 9 * * 1\"")]
    [InlineData("channels = [discrod]", "openclaw.notify.digest.channels is \"discrod\": expected one of log, recovery-log, discord,")]
    [InlineData("channels = [discord, discord]", "it is named twice")]
    public void What_is_wrong_is_one_line(string setting, string words) => _bench.Owner($"openclaw.notify.digest {{ {setting} }}\n").Refusal().ShouldContain(words);

    public void Dispose() => _bench.Dispose();
}
