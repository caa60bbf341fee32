using OpenClaw.Actors.Doctoring;
using OpenClaw.Host.Doctors.ClaudeCode;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Doctors.Agents;

/// <summary>What the end of a turn means for agents that report it by HTTP status, or only in words of their own.</summary>
internal static class AgentFailure
{
    /// <summary>What the end of a turn means.</summary>
    public static DoctorReply Judge(TurnResult result)
    {
        var words = Redactor.Redact(PlainText.Line(result.Text));
        return !result.IsError ? new DoctorReply.Claims(words.Length > 0 ? words : "(it ended its turn without a word)")
            : Kind(result) is { } kind ? new DoctorReply.Unavailable(kind, words)
            : new DoctorReply.GaveUp(result.Status is null ? $"Its turn ended badly: {words}" : $"The API refuses the request: {words}");
    }

    /// <summary>Why a session ended that never ended its turn.</summary>
    public static DoctorReply.Unavailable Died(string program, RunnerExit exit, string errors)
    {
        var words = Redactor.Redact(PlainText.Line(errors));
        return (errors.Contains("unexpected argument", StringComparison.Ordinal) || errors.Contains("Unknown argument", StringComparison.Ordinal))
            ? new DoctorReply.Unavailable(UnavailableKind.Missing, $"This {program} is too old: {words}")
            : new DoctorReply.Unavailable(UnavailableKind.Crashed, $"Its process ended ({exit.Note}). {words}".TrimEnd());
    }

    private static UnavailableKind? Kind(TurnResult result) => (result.ApiError, result.Status) switch
    {
        ("billing", _) or (_, 402) => UnavailableKind.Billing,
        ("auth", _) or (_, 401 or 403) => UnavailableKind.Auth,
        ("quota", _) or (_, 429) => UnavailableKind.Quota,
        (_, 404) => UnavailableKind.Model,
        ("server", _) or (_, >= 500) => UnavailableKind.Server,
        ("network", _) => UnavailableKind.Network,
        _ => null,
    };
}
