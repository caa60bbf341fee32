using System.Globalization;
using System.Text;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Cli;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Remote;

/// <summary>What can be seen from a chat: short, redacted, and nothing that the files of the daemon do not say.</summary>
/// <param name="settings">The settings.</param>
/// <param name="book">The book.</param>
/// <param name="time">The clock.</param>
internal sealed class RemoteLooks(HealerSettings settings, IIncidentHistory book, TimeProvider time)
{
    private const int MostIncidents = 5;
    private const int MostEvidence = 3;
    private const int LongestLine = 200;

    /// <summary>How the gateways stand.</summary>
    public async Task<string> Status(CancellationToken cancel)
    {
        if (new StatusFile(settings.Home).Read() is not { } status) return "The daemon has not seen anything yet. Ask again in a moment.";
        var text = new StringBuilder();
        foreach (var gateway in status.Gateways)
        {
            text.Append(Of(gateway)).Append('\n');
            foreach (var line in gateway.Healthy ? [] : gateway.Evidence.Take(MostEvidence)) text.Append("- ").Append(Clean(line)).Append('\n');
        }

        foreach (var gateway in settings.Gateways)
        {
            var now = time.GetUtcNow();
            var word = await new OwnerWordFile(settings.Home, gateway.Id).Read(cancel);
            if (word.IsPausedAt(now)) text.Append(CultureInfo.InvariantCulture, $"{gateway.Id} is {Clean(OwnerCommands.Telling(word, now))}\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"openclaw-actors {status.Version} since {IncidentWords.Moment(status.StartedAt)} UTC").ToString();
    }

    /// <summary>The newest incidents, a line each.</summary>
    public async Task<string> Incidents(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var found = await book.Find(new IncidentQuery { Limit = MostIncidents }, cancel);
        return found.Count == 0 ? "No outage was seen so far." : string.Join('\n', found.Select(x => Clean($"{x.Id}: {IncidentWords.Of(x.Cause)}, {IncidentWords.Length(x, now)}, {IncidentWords.Ending(x)}")));
    }

    /// <summary>One gateway in a line.</summary>
    public static string Of(GatewayLine gateway) => string.Create(
        CultureInfo.InvariantCulture,
        $"{gateway.Id}: {Phrase(gateway)} since {IncidentWords.Moment(gateway.Since)} UTC{(gateway.Incident is null ? "" : $", incident {gateway.Incident} (tier {gateway.Tier})")}");

    /// <summary>Its phase in words.</summary>
    public static string Phrase(GatewayLine gateway) => Enum.TryParse<GatewayPhase>(gateway.Phase, out var phase) ? Telling.Phrase(phase) : "not known yet";

    private static string Clean(string line) => Redactor.Redact(UntrustedText.OneLine(line, LongestLine));
}
