using OpenClaw.Actors.Doctoring;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Doctors.ClaudeCode;

/// <summary>Reads the end of a turn. Only the stream's typed fields count, never words on a screen: a log that quotes "429" is no quota.</summary>
internal static class ClaudeFailure
{
    /// <summary>What the end of a turn means.</summary>
    /// <param name="result">The end.</param>
    /// <param name="error">The error of the CLI's last message, null when it was the model's own.</param>
    public static DoctorReply Judge(TurnResult result, string? error)
    {
        var words = Redactor.Redact(PlainText.Line(result.Text));
        if (!result.IsError)
            return new DoctorReply.Claims(words.Length > 0 ? words : "(it ended its turn without a word)");
        if (result.Reason != "api_error" && error is null)
            return new DoctorReply.GaveUp(result.Reason switch
            {
                "max_turns" => "It used up its turns.",
                "budget_exhausted" => $"It used up its budget ({PlainText.Money(result.CostUsd)}).",
                _ => $"Its turn ended with {PlainText.Line(result.Subtype, 60)} ({PlainText.Line(result.Reason, 60)}). {words}".TrimEnd(),
            });
        return Kind(result, error) is { } kind
            ? new DoctorReply.Unavailable(kind, words)
            : new DoctorReply.GaveUp($"The API refuses the request: {words}");
    }

    private static UnavailableKind? Kind(TurnResult result, string? error) => (error, result.Status) switch
    {
        ("billing_error", _) or (_, 402) => UnavailableKind.Billing,
        ("authentication_failed", _) or (_, 401 or 403) => UnavailableKind.Auth,
        ("rate_limit", _) or (_, 429) => UnavailableKind.Quota,
        ("model_not_found", _) or (_, 404) => UnavailableKind.Model,
        (_, >= 500) or ("overloaded", _) => UnavailableKind.Server,
        ("invalid_request" or "max_output_tokens", _) or (_, 400 or 413 or 422) => null,
        _ when result.ApiError == "connection_failed" => UnavailableKind.Network,
        (_, null) => UnavailableKind.Network,
        _ => UnavailableKind.Server,
    };

    /// <summary>Why a session ended that never ended its turn.</summary>
    public static DoctorReply.Unavailable Died(RunnerExit exit, string errors)
    {
        var words = Redactor.Redact(PlainText.Line(errors));
        return errors.Contains("unknown option", StringComparison.Ordinal)
            ? new DoctorReply.Unavailable(UnavailableKind.Missing, $"This claude is too old: {words}")
            : new DoctorReply.Unavailable(UnavailableKind.Crashed, $"Its process ended ({exit.Note}). {words}".TrimEnd());
    }
}
