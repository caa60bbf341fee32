using System.Globalization;
using System.Security;

namespace OpenClaw.Host.Service;

/// <summary>The text of the launchd agent. The only place where it is written; <c>launchagent/com.openclaw-actors.daemon.plist</c> is what this writes for an owner called YOU.</summary>
internal static class LaunchAgentFile
{
    /// <summary>Where the daemon's own words go: all that it writes to its log goes there as well.</summary>
    public static string Log(ServiceSpec spec) => Path.Combine(spec.StateFolder, "logs", "launchd.log");

    /// <summary>Writes it.</summary>
    public static string Text(ServiceSpec spec) => WrittenMark.Add(string.Create(CultureInfo.InvariantCulture, $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
        <!--
          Written by 'openclaw-actors install'.
          {WrittenMark.Place}
          The label is outside ai.openclaw.*: OpenClaw's doctor removes foreign jobs from that namespace.
          No StartInterval: the daemon runs on by itself, and KeepAlive brings it back (it ends with 70 when it has lost itself).
          AbandonProcessGroup: a gateway that this daemon started itself, and a doctor's session, live on when the daemon is restarted.
        -->
        <plist version="1.0">
        <dict>
          <key>Label</key><string>{ServiceSpec.Label}</string>
          <key>ProgramArguments</key>
          <array>
        {Lines([.. spec.Command, "run"], static word => $"    <string>{Escape(word)}</string>")}
          </array>
          <key>EnvironmentVariables</key>
          <dict>
        {Lines([new("PATH", spec.SearchPath), .. spec.Variables.OrderBy(static v => v.Key, StringComparer.Ordinal)], static v => $"    <key>{Escape(v.Key)}</key><string>{Escape(v.Value)}</string>")}
          </dict>
          <key>RunAtLoad</key><true/>
          <key>KeepAlive</key><true/>
          <key>ThrottleInterval</key><integer>10</integer>
          <key>ExitTimeOut</key><integer>{ServiceSpec.StopSeconds}</integer>
          <key>AbandonProcessGroup</key><true/>
          <key>ProcessType</key><string>Standard</string>
          <key>Umask</key><integer>63</integer>
          <key>HardResourceLimits</key><dict><key>Core</key><integer>0</integer></dict>
          <key>StandardOutPath</key><string>{Escape(Log(spec))}</string>
          <key>StandardErrorPath</key><string>{Escape(Log(spec))}</string>
        </dict>
        </plist>

        """));

    private static string Lines(IEnumerable<string> items, Func<string, string> line) => string.Join('\n', items.Select(line));

    private static string Lines(IEnumerable<KeyValuePair<string, string>> items, Func<KeyValuePair<string, string>, string> line) => string.Join('\n', items.Select(line));

    private static string Escape(string text) => SecurityElement.Escape(text);
}
