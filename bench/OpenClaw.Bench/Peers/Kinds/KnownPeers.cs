using System.Text.Json;

namespace OpenClaw.Bench.Peers.Kinds;

/// <summary>All supervisors that are compared, ours first.</summary>
internal static class KnownPeers
{
    /// <summary>All of them, in the order of the table.</summary>
    public static IReadOnlyList<IPeer> All { get; } =
    [
        OpenClawPeer.Shipped, OpenClawPeer.Brisk, new SystemdPeer(hasWatchdog: false), new SystemdPeer(hasWatchdog: true),
        Monit(5), Monit(120), Supervisord(null), Supervisord(5), Pm2(), Runit(), S6(),
    ];

    // A look at the network is left out for as long after a start as the start program may take: 30 s unless it is told otherwise, which would only make every measure last longer.
    private static LocalPeer Monit(int seconds) => new(
        $"monit-{seconds}", $"set daemon {seconds}; check process with pidfile; if failed protocol http request /healthz then restart", "monit", "Debian's monit", home =>
    {
        var start = home.Write("start.sh", $"#!/bin/sh\nexec setsid --fork {home.ShellCommand} </dev/null >/dev/null 2>&1\n", isProgram: true);
        // A stopped process hears no SIGTERM.
        var stop = home.Write("stop.sh", $"#!/bin/sh\npid=$(cat {home.PidFile})\nkill $pid; sleep 2; kill -9 $pid 2>/dev/null; exit 0\n", isProgram: true);
        var control = home.Write("monitrc",
            $"""
            set daemon {seconds}
            set pidfile {home.Folder}/monit.pid
            set idfile {home.Folder}/monit.id
            set statefile {home.Folder}/monit.state
            check process gw with pidfile {home.PidFile}
              start program = "{start}" with timeout 10 seconds
              stop program = "{stop}"
              if failed host 127.0.0.1 port {home.Port} protocol http request "/healthz" then restart

            """);
        return ["monit", "-I", "-c", control];
    })
    {
        Warmup = TimeSpan.FromSeconds(12),
        Cycle = TimeSpan.FromSeconds(seconds),
        Patience = TimeSpan.FromSeconds(60 + 2 * seconds),
        // The other measures would take a quarter of an hour to show the same monit at another pace.
        Measures = seconds > 60 ? ["idle", "kill", "hang"] : null,
    };

    private static LocalPeer Supervisord(int? tick) => new(
        tick is null ? "supervisord" : "supervisord-httpok",
        tick is null ? "all defaults (startretries=3)" : $"all defaults, and superlance's httpok on TICK_{tick}",
        tick is null ? "supervisord" : "httpok",
        tick is null ? "Debian's supervisor" : "superlance is no package of Debian's",
        home => ["supervisord", "-n", "-c", home.Write("supervisord.conf",
            $"""
            [supervisord]
            logfile={home.Folder}/supervisord.log
            pidfile={home.Folder}/supervisord.pid
            childlogdir={home.Folder}
            [unix_http_server]
            file={home.Folder}/supervisor.sock
            [rpcinterface:supervisor]
            supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
            [program:gw]
            command={string.Join(' ', home.Command)}
            {(tick is null ? "" : $"[eventlistener:httpok]\ncommand=httpok -p gw http://127.0.0.1:{home.Port}/healthz\nevents=TICK_{tick}")}

            """)])
    {
        Cycle = TimeSpan.FromSeconds(tick ?? 1),
        NeverMends = tick is null ? [PeerRows.Hang, PeerRows.Sick] : [],
        GivesUp = true,
    };

    private static LocalPeer Pm2() => new("pm2", "fork mode, all defaults (max_restarts 16, min_uptime 1 s)", "pm2", "npm's pm2", home =>
    {
        var command = home.Command;
        var app = $$"""{ "apps": [{ "name": "gw", "script": {{Quoted(command[0])}}, "args": [{{string.Join(", ", command.Skip(1).Select(Quoted))}}], "interpreter": "none", "exec_mode": "fork" }] }""";
        return ["env", $"PM2_HOME={home.Folder}/pm2", "PM2_DISABLE_VERSION_CHECK=true", "CI=1", "pm2", "start", home.Write("apps.json", app + "\n")];
    })
    {
        IsLauncher = true,
        NeverMends = [PeerRows.Hang, PeerRows.Sick],
        GivesUp = true,
    };

    private static LocalPeer Runit() => new("runit", "runsvdir and runsv; run script: exec the child", "runsvdir", "Debian's runit", static home =>
    {
        home.Write("services/gw/run", RunScript(home), isProgram: true);
        return ["runsvdir", "-P", $"{home.Folder}/services"];
    })
    {
        IsTree = true,
        NeverMends = [PeerRows.Hang, PeerRows.Sick],
    };

    private static LocalPeer S6() => new("s6", "s6-svscan and s6-supervise; run script: exec the child", "s6-svscan", "Debian's s6", static home =>
    {
        home.Write("services/gw/run", RunScript(home), isProgram: true);
        return ["s6-svscan", $"{home.Folder}/services"];
    })
    {
        IsTree = true,
        NeverMends = [PeerRows.Hang, PeerRows.Sick],
    };

    private static string RunScript(PeerHome home) => $"#!/bin/sh\nexec {home.ShellCommand}\n";

    private static string Quoted(string text) => JsonSerializer.Serialize(text, PeerJson.Default.String);
}
