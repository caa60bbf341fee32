using Akka.Actor;
using Akka.Hosting;
using OpenClaw.Actors.Supervision;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Schedules;

namespace OpenClaw.Host.SelfTest;

/// <summary>The setting of the self-test, and its wiring.</summary>
internal static class SelfTestRegistration
{
    /// <summary>The setting: a cron expression; empty or <c>off</c>: there is none.</summary>
    public const string Key = "notify.self-test";

    /// <summary>Reads it.</summary>
    public static CronSchedule? Read(SettingsReader read)
    {
        if (read.Find(Key) is not { } given || string.Equals(given.Text, "off", StringComparison.OrdinalIgnoreCase)) return null;
        try
        {
            return CronSchedule.Parse(given.Text);
        }
        catch (FormatException wrong)
        {
            throw SettingsReader.Wrong(given, wrong.Message, "Write minute, hour, day, month and day of the week, for example \"0 9 * * 1\" for Mondays at nine, or off");
        }
    }

    /// <summary>Starts its actor, where its owner wants it. After the gateways, whose voice it uses.</summary>
    public static AkkaConfigurationBuilder WithSelfTest(this AkkaConfigurationBuilder builder, HealerSettings settings, TimeZoneInfo zone) =>
        settings.Notify.SelfTest is not { } schedule ? builder : builder.WithActors((system, _) =>
        {
            var first = settings.Gateways[0].Id;
            var supervisor = system.ActorSelection($"/user/gateways/{first}");
            system.ActorOf(TierSupervision.Aside(Props.Create(() => new SelfTestActor(schedule, zone, first, supervisor))), "self-test");
        });
}
