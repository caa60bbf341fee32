using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Doctors.ClaudeCode;

/// <summary>What a person sees of an event, in the terminal and in the session log: clean of control characters and secrets.</summary>
internal static class ReadableLine
{
    /// <summary>The event in words; null for what only shows that the session lives.</summary>
    public static string? Of(ClaudeEvent seen, string speaker = "claude") => seen switch
    {
        ClaudeEvent.Init init => $"-- session: {Show(init.Model)}, {init.Program} {Show(init.Version)}, mode {Show(init.PermissionMode)}, tools {Show(string.Join(' ', init.Tools))}",
        ClaudeEvent.Said { Error: null } said => $"{speaker}: {Show(said.Text)}",
        ClaudeEvent.Said said => $"!! {Show(said.Error)}: {Show(said.Text)}",
        ClaudeEvent.Called call => $"tool: {Show(call.Tool)} {Show(call.Detail)}",
        ClaudeEvent.Answered { IsDenied: true } answer => $"  refused by the cage: {Show(answer.Text)}",
        ClaudeEvent.Answered { IsError: true } answer => $"  failed: {Show(answer.Text)}",
        ClaudeEvent.Answered answer => $"  -> {Show(answer.Text)}",
        ClaudeEvent.Retrying retry => $"!! the API failed ({Show(retry.Error)}{(retry.Status is { } status ? $", HTTP {status}" : "")}); try {retry.Attempt} of {retry.Of}",
        ClaudeEvent.Ended { Result: var r } => $"-- end of turn: {Show(r.Reason)}, {r.Turns} turns, {PlainText.Money(r.CostUsd)}",
        _ => null,
    };

    private static string Show(string? text) => Redactor.Redact(PlainText.Block(text)).ReplaceLineEndings("\n    ");
}
