using System.Text.Json;
using System.Text.Json.Serialization;
using OpenClaw.Actors.Incidents;

namespace OpenClaw.Host.Journal;

/// <summary>A ledger as it lies on the disk.</summary>
/// <param name="Version">The format's version.</param>
/// <param name="Boots">The last boots, oldest first.</param>
/// <param name="Restarts">Our own last restarts, oldest first.</param>
/// <param name="BootTimes">How long the last boots took, oldest first.</param>
internal sealed record RestartBook(int Version, IReadOnlyList<Boot> Boots, IReadOnlyList<OwnRestart> Restarts, IReadOnlyList<TimeSpan> BootTimes)
{
    /// <summary>The version that is written; no other one is read.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The ledger's form on the disk.</summary>
    public static RestartBook Of(RestartLedger ledger) => new(CurrentVersion, ledger.Boots, ledger.Restarts, ledger.BootTimes);

    /// <summary>The ledger in this text.</summary>
    /// <exception cref="JsonException">It is none, or one of another version.</exception>
    public static RestartLedger Parse(string text) => JsonSerializer.Deserialize(text, RestartBookJson.Default.RestartBook) is { Version: CurrentVersion } book
        ? book.ToLedger()
        : throw new JsonException($"its version is not {CurrentVersion}");

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, RestartBookJson.Default.RestartBook);

    /// <summary>The ledger itself.</summary>
    /// <exception cref="JsonException">A part of it is missing.</exception>
    public RestartLedger ToLedger() => Boots is null || Restarts is null || BootTimes is null || Boots.Any(static b => b?.Process is null) || Restarts.Any(static r => r is null)
        ? throw new JsonException("a part of it is missing")
        : new RestartLedger { Boots = [.. Boots], Restarts = [.. Restarts], BootTimes = [.. BootTimes] };
}

/// <summary>Source-generated JSON of <see cref="RestartBook"/>.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(RestartBook))]
internal sealed partial class RestartBookJson : JsonSerializerContext;
