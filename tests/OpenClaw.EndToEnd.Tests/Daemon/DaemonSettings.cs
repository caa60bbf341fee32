namespace OpenClaw.EndToEnd.Tests.Daemon;

/// <summary>The owner's openclaw.conf for the stories: the shipped budgets made short, so that a story takes seconds and not hours.</summary>
internal sealed record DaemonSettings
{
    /// <summary>openclaw.probe.timeout. Longer than the event loop's usual stalls right after a boot.</summary>
    public TimeSpan ProbeTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The gateway is a unit of its owner's systemd, which waits 5 s before it starts it again; otherwise the daemon keeps it itself.</summary>
    public bool UnderSystemd { get; init; }

    /// <summary>The playbook is the first doctor, and is called for boots that fail in a row; off in stories about the doctor after it and about restarts.</summary>
    public bool Playbook { get; init; }

    /// <summary>The file's text.</summary>
    public string ToHocon(int port) =>
        $$"""
        openclaw {
          probe {
            interval = 1s
            interval-suspicious = 1s
            timeout = {{(int)ProbeTimeout.TotalSeconds}}s
            retry-delay = 3s
            escalation-wait = 5s
            stability-window = 3s
          }
          watchdog {
            interval-suspicious = 1s
            interval-stopped = 1s
            backoff = [1s, 2s, 4s]
            {{(UnderSystemd ? "" : "manager-grace = 2s")}}
            # A story begins with the gateway's first start, which is an outage that ends; what follows is not to be taken for flapping.
            flap-memory = 1ms
          }
          # Likewise: every process of a story is young, and a story's restarts all fall into one window.
          budget {
            unclean-boots = 100
            restarts = 100
            young-boot = 1ms
          }
          doctor {
            probation = 5s
            failed-boots = {{(Playbook ? 3 : 0)}}
            playbook.enabled = {{(Playbook ? "on" : "off")}}
          }
          gateways.main {
            url = "http://127.0.0.1:{{port}}/"
            {{(UnderSystemd ? "manager = systemd" : $"""
            manager = direct
                command = ["openclaw", "gateway", "run", "--port", "{port}"]
            """)}}
          }
        }

        """;
}
