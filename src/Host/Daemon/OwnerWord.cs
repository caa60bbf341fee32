using System.Text.Json.Serialization;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Daemon;

/// <summary>What the owner has ordered for one gateway and what still holds.</summary>
/// <param name="PausedSince">Since when the healer is to keep its hands off; null: it is not.</param>
/// <param name="PausedUntil">The end of the pause, null for one that only a resume ends.</param>
/// <param name="Reason">Why it is paused, as the owner put it: untrusted text.</param>
/// <param name="StartAskedAt">When the owner last asked for a start.</param>
public sealed record OwnerWord(DateTimeOffset? PausedSince, DateTimeOffset? PausedUntil, string? Reason, DateTimeOffset? StartAskedAt)
{
    /// <summary>The longest reason in characters.</summary>
    public const int LongestReason = 200;

    /// <summary>Nothing was said.</summary>
    public static OwnerWord None { get; } = new(null, null, null, null);

    /// <summary>When the owner last asked for a treatment, and thereby allowed what asks first.</summary>
    public DateTimeOffset? HealAskedAt { get; init; }

    /// <summary>The proposal that the owner has approved last; null when there is none that waits to be heard.</summary>
    public ApprovedWord? Approved { get; init; }

    /// <summary>The incident that the owner has said to have seen; null when there is no such word that waits to be heard.</summary>
    public AcknowledgedWord? Acknowledged { get; init; }

    /// <summary>The format's version.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The reason in one line that may be shown; null when there is none.</summary>
    [JsonIgnore]
    public string? PlainReason => Reason is null || UntrustedText.OneLine(Reason, LongestReason) is not { Length: > 0 } line ? null : line;

    /// <summary>Without what a pause, a resume or a start overrules. To have seen an incident is no order, and stays.</summary>
    [JsonIgnore]
    public OwnerWord Anew => None with { Acknowledged = Acknowledged };

    /// <summary>Whether the pause holds at this time.</summary>
    public bool IsPausedAt(DateTimeOffset now) => PausedSince is not null && (PausedUntil is null || PausedUntil > now);
}

/// <summary>An owner's yes to one proposal.</summary>
/// <param name="At">When it was said.</param>
/// <param name="Incident">The incident in which it was proposed.</param>
/// <param name="Mark">The mark of exactly the proposal that was read.</param>
public sealed record ApprovedWord(DateTimeOffset At, string Incident, string Mark);

/// <summary>An owner's "I have seen it".</summary>
/// <param name="At">When it was said.</param>
/// <param name="Incident">The incident.</param>
public sealed record AcknowledgedWord(DateTimeOffset At, string Incident);

/// <summary>Source-generated JSON of <see cref="OwnerWord"/>.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(OwnerWord))]
internal sealed partial class OwnerWordJson : JsonSerializerContext;
