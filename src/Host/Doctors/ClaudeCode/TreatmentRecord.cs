using OpenClaw.Host.Doctors.Agents;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Doctors.ClaudeCode;

/// <summary>What the session's raw stream says was done, from its first event to its last.</summary>
/// <param name="Calls">Tool calls with their fate, oldest first.</param>
/// <param name="Denials">How many of them the cage refused.</param>
/// <param name="LastWords">The last thing the model said.</param>
/// <param name="Turns">Model turns in all.</param>
/// <param name="CostUsd">Costs in all, by the CLI's own price list.</param>
/// <param name="Model">The model and the CLI's version.</param>
internal sealed record TreatmentRecord(IReadOnlyList<string> Calls, int Denials, string LastWords, int Turns, decimal CostUsd, string Model)
{
    private const int MostCalls = 300;

    /// <summary>Reads the stream.</summary>
    public static async Task<TreatmentRecord> Read(IncidentFolder folder, CancellationToken cancel)
    {
        var calls = new Dictionary<string, (string Text, string Fate)>();
        var costs = new Dictionary<string, decimal>();
        var (words, model, turns) = ("", "unknown (the session never began)", 0);
        var cli = AgentClis.Of((await DoctorJson.ReadIfWhole(folder.Launch, DoctorJson.Default.LaunchOrder, cancel))?.Cli);
        foreach (var seen in (await new EventTail(folder.Events).Read(cancel)).SelectMany(line => cli.Parse(line)))
        {
            switch (seen)
            {
                case ClaudeEvent.Init init:
                    model = $"{PlainText.Line(init.Model, 80)}, {init.Program} {PlainText.Line(init.Version, 40)}".TrimEnd();
                    break;
                case ClaudeEvent.Said said:
                    words = said.Text;
                    break;
                case ClaudeEvent.Called call:
                    calls[call.Id] = ($"{PlainText.Line(call.Tool, 40)}: {PlainText.Line(call.Detail.Split('\n')[0], 300)}", "no answer");
                    break;
                case ClaudeEvent.Answered answer when calls.TryGetValue(answer.Id, out var call):
                    calls[answer.Id] = (call.Text, answer.IsDenied ? "DENIED" : answer.IsError ? "failed" : "ok");
                    break;
                case ClaudeEvent.Ended end:
                    turns += end.Result.Turns;
                    costs[end.Result.Session] = end.Result.CostUsd; // Cumulative within one process.
                    break;
            }
        }

        return new TreatmentRecord(
            [.. calls.Values.Take(MostCalls).Select(static call => Redactor.Redact($"{call.Fate} - {call.Text}"))],
            calls.Values.Count(static call => call.Fate == "DENIED"), Redactor.Redact(PlainText.Block(words, 2000)), turns, costs.Values.Sum(), model);
    }
}
