using OpenClaw.Actors.Doctoring;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Configuration;

namespace OpenClaw.Host.Cli.Drills;

/// <summary>What a drill will do, said before it is done.</summary>
internal static class DrillPlan
{
    /// <summary>How long the healer is given where its owner says nothing. A hang is believed after three looks; a boot takes half a minute, and a doctor waits over a probation.</summary>
    public static TimeSpan Limit(DrillKind kind) => TimeSpan.FromMinutes(kind switch { DrillKind.Kill => 3, DrillKind.Hang => 6, _ => 12 });

    /// <summary>Its lines, a label and a text each.</summary>
    /// <param name="kind">The fault.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="gateway">The gateway.</param>
    /// <param name="target">Its process.</param>
    /// <param name="limit">How long the healer is given.</param>
    /// <param name="channels">The channels that may tell of it.</param>
    public static IReadOnlyList<(string Label, string Text)> Rows(DrillKind kind, HealerSettings settings, GatewaySettings gateway, ProcessIdentity target, TimeSpan limit, IReadOnlyList<string> channels) =>
    [
        ("gateway", $"{gateway.Id}, the real one, at {gateway.Url.GetLeftPart(UriPartial.Authority)}, pid {target.Pid}"),
        ("fault", kind switch
        {
            DrillKind.Kill => $"pid {target.Pid} is ended at once (SIGKILL), as in a crash",
            DrillKind.Hang => $"pid {target.Pid} is stopped (SIGSTOP): it lives and answers nobody, as a hung gateway does",
            _ => $"the key {DrillConfig.Key}, which OpenClaw refuses, is put into {gateway.ConfigPath}, and pid {target.Pid} is ended at once (SIGKILL)",
        }),
        ("users notice", kind switch
        {
            DrillKind.Kill => "an outage of seconds to a minute: what the gateway is working on is lost, its channels sign in anew",
            DrillKind.Hang => "an outage of a minute or more: messages are answered late, what the gateway is working on is lost, its channels sign in anew",
            _ => "an outage of one to several minutes: what the gateway is working on is lost, its channels sign in anew",
        }),
        ("alerts", channels.Count == 0 ? "no channel is set up, so nobody is told" : $"{string.Join(", ", channels)} may tell of it as of a real outage, where it lasts longer than {Telling.Phrase(settings.Notify.Hold)} or a human is called"),
        .. kind == DrillKind.Config ? Doctors(settings, gateway) : [],
        ("watched", $"for at most {Telling.Phrase(limit)}; Ctrl-C ends it earlier"),
        ("undo", kind switch
        {
            DrillKind.Kill => "nothing is left to undo: the daemon starts the gateway; without a daemon, the drill's guardian does",
            DrillKind.Hang => "SIGCONT to exactly that process, also when this program is killed: a guardian process sees to it",
            _ => "the config is put back byte for byte, also when this program is killed: a guardian process sees to it, and after it the next start of the daemon",
        }),
    ];

    private static IEnumerable<(string, string)> Doctors(HealerSettings settings, GatewaySettings gateway)
    {
        if (gateway.DoctorAutonomy != Autonomy.Auto) yield return ("doctors", $"openclaw.doctor.autonomy is {gateway.DoctorAutonomy.ToString().ToLowerInvariant()}: they change nothing without you, so approve in another terminal, or the limit ends it");
        else if (settings.Doctor.Playbook.Enabled) yield return ("doctors", "the playbook knows this fault and needs no AI; where it fails, the next doctor of your chain is called and may cost money");
        else yield return ("doctors", "the playbook is off, so a doctor with costs may be called");
    }
}
