using System.Globalization;
using System.Text;

namespace OpenClaw.Host.Service;

/// <summary>The text of the user unit. The only place where it is written; <c>systemd/openclaw-actors.service</c> is what this writes for an owner called YOU.</summary>
internal static class SystemdUnitFile
{
    /// <summary>How long systemd waits for <c>WATCHDOG=1</c>. Long, as only a tree that never answers again is to be replaced, and not one on a machine that is busy for a minute.</summary>
    public static readonly TimeSpan Watchdog = TimeSpan.FromMinutes(2);

    /// <summary>Writes it.</summary>
    public static string Text(ServiceSpec spec) => WrittenMark.Add(string.Create(CultureInfo.InvariantCulture, $"""
        # Written by 'openclaw-actors install'. To change something: systemctl --user edit openclaw-actors
        # {WrittenMark.Place}
        [Unit]
        Description=OpenClaw.Actors: brings the OpenClaw gateway back, or calls for help
        # No start limit: a healer that gave up for ever after five quick failures would be no healer.
        StartLimitIntervalSec=0

        [Service]
        # READY=1 comes when the actor tree watches; WATCHDOG=1 only after every part of it has answered.
        Type=notify
        NotifyAccess=main
        TimeoutStartSec=180
        WatchdogSec={(int)Watchdog.TotalSeconds}
        # At once: under the default SIGABRT a daemon that was stopped in its tracks lived until TimeoutStopSec was over.
        WatchdogSignal=SIGKILL
        {Variables(spec)}
        ExecStart={Command([.. spec.Command, "run"])}
        Restart=always
        # 2: wrong configuration, 3: another daemon runs. Both need a hand; starting again would only repeat the same line.
        RestartPreventExitStatus=2 3
        RestartSec=5
        # A gateway that this daemon started itself (the direct manager) and a doctor's session live on when the daemon is restarted,
        # and when one of them is killed for want of memory that is no reason to stop the daemon.
        KillMode=process
        OOMPolicy=continue
        TimeoutStopSec={ServiceSpec.StopSeconds}
        UMask=0077
        # A core would hold the owner's secrets.
        LimitCORE=0
        # Nothing here may hinder the work: signals to the gateway, systemctl --user, npm, openclaw, tmux, and the namespaces in which doctors and
        # browsers shut themselves in. That is why there is no ProtectHome, PrivateTmp, RestrictNamespaces or MemoryDenyWriteExecute.
        NoNewPrivileges=yes
        LockPersonality=yes
        RestrictRealtime=yes
        RestrictSUIDSGID=yes

        [Install]
        WantedBy=default.target

        """));

    /// <summary>A word as systemd.syntax(7) reads it back: in quotes, with its signs behind backslashes, and <c>%</c> doubled, as it begins a specifier.</summary>
    internal static string Quote(string word)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in word) _ = c switch { '"' or '\\' => quoted.Append('\\').Append(c), '%' => quoted.Append("%%"), _ => quoted.Append(c) };
        return quoted.Append('"').ToString();
    }

    private static string Variables(ServiceSpec spec) => string.Join(
        '\n', spec.Variables.OrderBy(static v => v.Key, StringComparer.Ordinal).Prepend(new("PATH", spec.SearchPath)).Select(static v => $"Environment={Quote($"{v.Key}={v.Value}")}"));

    // The colon (systemd.service(5)): no $ is a variable's. Only where there is one, as systemd before 244 does not know it.
    private static string Command(IReadOnlyList<string> words)
    {
        // "Executable name contains special characters": systemd runs no program that is called so, but hands the name on as any other word.
        if (words[0].AsSpan().ContainsAny(['"', '\'', '\\'])) words = ["/usr/bin/env", .. words];
        return string.Join(' ', words.Select((word, i) => Quote(i == 0 && words.Any(static w => w.Contains('$')) ? $":{word}" : word)));
    }
}
