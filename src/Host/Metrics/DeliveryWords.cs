using OpenClaw.Actors.Notifying;

namespace OpenClaw.Host.Metrics;

/// <summary>What a try to deliver came to, as a label.</summary>
internal static class DeliveryWords
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = ["delivered", "put-off", "refused"];

    /// <summary>The word; null for what was not tried.</summary>
    public static string? Of(Delivery outcome) => outcome switch
    {
        Delivery.Delivered => "delivered",
        Delivery.TryLater => "put-off",
        Delivery.Refused => "refused",
        _ => null,
    };
}
