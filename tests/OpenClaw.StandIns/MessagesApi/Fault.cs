using System.Text.Json.Nodes;

namespace OpenClaw.StandIns.MessagesApi;

/// <summary>Something that goes wrong.</summary>
/// <param name="Kind">What.</param>
/// <param name="Times">How many requests it meets; <see cref="Forever"/> for all of them.</param>
/// <param name="OnTurn">Only requests of this turn, or all when null.</param>
public sealed record Fault(FaultKind Kind, int Times = 1, int? OnTurn = null)
{
    /// <summary>It never ends.</summary>
    public const int Forever = int.MaxValue;

    /// <summary>The status code of <see cref="FaultKind.Status"/>.</summary>
    public int StatusCode { get; init; } = 500;

    /// <summary>Headers of <see cref="FaultKind.Status"/>, e.g. <c>retry-after</c>.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The API's error type; null derives it from the status.</summary>
    public string? ErrorType { get; init; }

    /// <summary>The API's error message.</summary>
    public string Message { get; init; } = "scripted failure";

    /// <summary>An HTTP error.</summary>
    public static Fault Status(int code, int times = Forever, string message = "scripted failure", params (string Name, string Value)[] headers) =>
        new(FaultKind.Status, times) { StatusCode = code, Message = message, Headers = headers.ToDictionary(static h => h.Name, static h => h.Value) };

    internal string Type => ErrorType ?? StatusCode switch
    {
        400 => "invalid_request_error",
        401 => "authentication_error",
        403 => "permission_error",
        404 => "not_found_error",
        429 => "rate_limit_error",
        529 => "overloaded_error",
        _ => "api_error",
    };

    internal static Fault Parse(JsonObject fault)
    {
        var kind = fault switch
        {
            _ when fault.ContainsKey("status") => FaultKind.Status,
            _ when (bool?)fault["hang"] is true => FaultKind.Hang,
            _ when fault.ContainsKey("hang_after") => (string?)fault["hang_after"] == "delta" ? FaultKind.HangAfterDelta : FaultKind.HangAfterMessageStart,
            _ when fault.ContainsKey("drop") => (string?)fault["drop"] == "mid" ? FaultKind.DropMidStream : FaultKind.DropBefore,
            _ when fault.ContainsKey("sse_error") => FaultKind.SseError,
            _ => throw new FormatException($"Not a fault: {fault.ToJsonString()}"),
        };
        var times = fault["times"] switch
        {
            null => 1,
            JsonValue value when value.TryGetValue<string>(out var word) && word == "forever" => Forever,
            var number => (int)number,
        };
        return new Fault(kind, times, (int?)fault["on_turn"])
        {
            StatusCode = (int?)fault["status"] ?? 500,
            ErrorType = (string?)fault["type"] ?? (string?)fault["sse_error"],
            Message = (string?)fault["message"] ?? "scripted failure",
            Headers = (fault["headers"]?.AsObject() ?? []).ToDictionary(static h => h.Key, static h => (string)h.Value!),
        };
    }
}

/// <summary>The ways an API can fail.</summary>
public enum FaultKind
{
    /// <summary>An HTTP error with the API's error body.</summary>
    Status,

    /// <summary>The request is taken and never answered.</summary>
    Hang,

    /// <summary>Silence after <c>message_start</c>.</summary>
    HangAfterMessageStart,

    /// <summary>Silence after the first delta.</summary>
    HangAfterDelta,

    /// <summary>The connection is reset before a header is sent.</summary>
    DropBefore,

    /// <summary>The connection is reset in the middle of the stream.</summary>
    DropMidStream,

    /// <summary>HTTP 200, then an <c>error</c> event in the stream.</summary>
    SseError,
}
