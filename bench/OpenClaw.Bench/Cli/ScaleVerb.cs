using System.CommandLine;
using System.Text.Json;
using OpenClaw.Bench.Scaling;

namespace OpenClaw.Bench.Cli;

/// <summary>What <c>scale</c> has done in processes of its own.</summary>
internal static class ScaleVerb
{
    private static readonly Argument<string> Request = new("request");

    /// <summary>The verb; nobody types it.</summary>
    public static Command Build()
    {
        var command = new Command(ScaleRequest.Verb) { Request };
        command.Hidden = true;
        command.SetAction(async (parsed, cancel) =>
        {
            var outcome = await ScaleWorker.Run(JsonSerializer.Deserialize(parsed.GetValue(Request)!, ScaleJson.Default.ScaleRequest)!, cancel);
            Console.Out.WriteLine(JsonSerializer.Serialize(outcome, ScaleJson.Default.ScaleOutcome));
            Console.Out.Flush();
            Environment.Exit(0);
        });
        return command;
    }
}
