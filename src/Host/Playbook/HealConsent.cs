using System.Text.Json;
using OpenClaw.Host.Doctors;
using OpenClaw.Host.Playbook.Transactions;

namespace OpenClaw.Host.Playbook;

/// <summary>
/// The owner's yes to remedies that ask first: <c>HOME/gateways/ID/heal-consent.json</c> (0600), written by <c>openclaw-actors heal</c>. It counts for an hour:
/// who said yes to what was shown then has not said yes to whatever comes next week.
/// </summary>
/// <param name="At">When it was given.</param>
/// <param name="Remedies">To which remedies, by name.</param>
public sealed record HealConsent(DateTimeOffset At, IReadOnlyList<string> Remedies)
{
    /// <summary>The file's name.</summary>
    public const string Name = "heal-consent.json";

    /// <summary>How long it counts.</summary>
    public static readonly TimeSpan Validity = TimeSpan.FromHours(1);

    /// <summary>Whether it is a yes to this remedy now. One from the future is none: a clock that was set back must not make it last.</summary>
    public bool Covers(string remedy, DateTimeOffset now) => now >= At && now - At < Validity && Remedies.Contains(remedy, StringComparer.Ordinal);

    /// <summary>Reads it. One that is not there, or that nobody can read, is no consent.</summary>
    public static async Task<HealConsent?> Read(string home, string gateway, CancellationToken cancel)
    {
        try
        {
            var bytes = await PrivateFiles.Read(PathOf(home, gateway), cancel);
            return bytes.Length == 0 ? null : JsonSerializer.Deserialize(bytes, PlaybookJson.Default.HealConsent);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes it down.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public async Task Write(string home, string gateway, CancellationToken cancel)
    {
        var path = PathOf(home, gateway);
        PrivateFiles.Folder(Path.GetDirectoryName(path)!);
        await PrivateFiles.Write(path, JsonSerializer.SerializeToUtf8Bytes(this, PlaybookJson.Default.HealConsent), cancel);
    }

    private static string PathOf(string home, string gateway) => Path.Combine(home, "gateways", gateway, Name);
}
