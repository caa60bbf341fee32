using System.Text.RegularExpressions;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Playbook.Catalogue;

/// <summary>What an entry says to the owner of one gateway.</summary>
public static partial class CatalogueWords
{
    private const int Longest = 2000;

    /// <summary>
    /// The command of an entry, ready to be pasted into a shell. <c>{name}</c> is a fact of the findings that fit (each line of a list a word of its own),
    /// <c>{gateway.state}</c>, <c>{gateway.config}</c>, <c>{gateway.unit}</c> are the gateway's own, <c>{gateway.allow}</c> and <c>{host.clock}</c> the right command
    /// for its service manager and this system.
    /// </summary>
    /// <returns>Null when there is none, or when a fact that it needs is not known: half a command is worse than none.</returns>
    public static string? Command(CatalogueEntry entry, Diagnosis diagnosis, Patient patient)
    {
        if (entry.Command is null) return null;
        var evidence = Catalogue.Evidence(entry.When, diagnosis).ToArray();
        var complete = true;
        var filled = Placeholder().Replace(entry.Command, match =>
        {
            var name = match.Groups[1].Value;
            var value = OfGateway(name, patient) ?? evidence.Select(f => f.Fact(name)).Where(static fact => !string.IsNullOrWhiteSpace(fact)).Select(static fact => Quoted(fact!)).FirstOrDefault();
            complete &= value is not null;
            return value ?? "";
        });
        return complete && filled.Length <= Longest ? filled : null;
    }

    /// <summary>What the owner should do, in one line: the advice, and the command where there is one.</summary>
    public static string YourTurn(CatalogueEntry entry, Diagnosis diagnosis, Patient patient) =>
        Command(entry, diagnosis, patient) is { } command ? $"{entry.Advice} Run: {command}" : entry.Advice;

    private static string? OfGateway(string name, Patient patient) => name switch
    {
        "gateway.state" => Quoted(patient.Gateway.StateDirectory),
        "gateway.config" => Quoted(patient.Gateway.ConfigPath),
        "gateway.unit" => Quoted(patient.Gateway.Unit),
        "gateway.allow" => patient.Manager switch
        {
            ManagerKind.Systemd => $"systemctl --user unmask {Quoted(patient.Gateway.Unit)} && openclaw gateway start",
            ManagerKind.Launchd => $"launchctl enable gui/$(id -u)/{Quoted(patient.Gateway.Label)} && openclaw gateway start",
            _ => "openclaw gateway start",
        },
        "host.clock" => OperatingSystem.IsMacOS() ? "sudo sntp -sS time.apple.com" : "sudo timedatectl set-ntp true",
        _ => null,
    };

    // A fact may come from a file's name or a process: it must stay a word of the shell, and one that people can read.
    private static string? Quoted(string fact) => fact.Any(static c => char.IsControl(c) && c != '\n') || UntrustedText.Lines(fact, Longest) != fact.Trim()
        ? null
        : string.Join(' ', fact.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Word));

    private static string Word(string text) => Plain().IsMatch(text) ? text : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    [GeneratedRegex(@"\{([a-z.]+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\A[A-Za-z0-9_./:@%+][A-Za-z0-9_./:@%+-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();
}
