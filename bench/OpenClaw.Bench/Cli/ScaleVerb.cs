using System.CommandLine;
using System.Text.Json;
using OpenClaw.Bench.Figures;
using OpenClaw.Bench.Scaling;

namespace OpenClaw.Bench.Cli;

/// <summary><c>scale</c>, and what it has done in processes of its own.</summary>
internal static class ScaleVerb
{
    private static readonly Argument<string> Request = new("request");

    private static readonly Option<int[]> Sizes = new("--sizes") { Description = "So many gateways, by default 1, 100, 1000 and 10000.", AllowMultipleArgumentsPerToken = true };

    /// <summary>The figure's verb.</summary>
    public static Command Build(Func<ParseResult, IReadOnlyList<IFigure>, BenchRun> runOf)
    {
        Sizes.Validators.Add(static sizes =>
        {
            if (sizes.GetValueOrDefault<int[]>()?.Any(static size => size < 1) == true) sizes.AddError("--sizes: a number of gateways is 1 or more.");
        });
        var command = new Command("scale", new Scale([]).About) { Sizes };
        command.SetAction((parsed, cancel) => runOf(parsed, [new Scale(parsed.GetValue(Sizes) ?? [])]).Run(Console.Out, Console.Error, cancel));
        return command;
    }

    /// <summary>The worker's verb; nobody types it.</summary>
    public static Command BuildWorker()
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
