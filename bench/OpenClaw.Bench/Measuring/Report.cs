using System.Text.Json;
using System.Text.Json.Serialization;

namespace OpenClaw.Bench.Measuring;

/// <summary>One run of the benchmarks, as <c>--json</c> writes it.</summary>
/// <param name="Machine">Where and when.</param>
/// <param name="Quick">Few samples only: to see that it works, not to be quoted.</param>
/// <param name="Figures">What came of each.</param>
internal sealed record Report(Machine Machine, bool Quick, IReadOnlyList<FigureReport> Figures)
{
    /// <summary>What was typed, files by their names only; null in runs that were recorded before this was.</summary>
    public string? Command { get; init; }

    /// <summary>The daemon's programs that were measured, the second where there was one; null in older runs.</summary>
    public IReadOnlyList<string>? Programs { get; init; }

    /// <summary>Reads one that was written.</summary>
    /// <exception cref="IOException">There is no such file.</exception>
    /// <exception cref="JsonException">It is no report.</exception>
    public static async Task<Report> Read(string path)
    {
        await using var file = File.OpenRead(path);
        try
        {
            return await JsonSerializer.DeserializeAsync(file, ReportJson.Default.Report) ?? throw new JsonException("it is empty");
        }
        catch (JsonException wrong)
        {
            throw new JsonException($"{path} is no report of the benchmarks: {wrong.Message}", wrong);
        }
    }

    /// <summary>Writes it to a file.</summary>
    public async Task Write(string path)
    {
        await using var file = File.Create(path);
        await JsonSerializer.SerializeAsync(file, this, ReportJson.Default.Report);
    }
}

/// <summary>One figure of a run.</summary>
/// <param name="Name">Its verb.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Finding">What it came to; null when it could not be run.</param>
/// <param name="NotRun">Why it could not be run; null when it was.</param>
internal sealed record FigureReport(string Name, double Seconds, Finding? Finding, string? NotRun);

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(Report))]
internal sealed partial class ReportJson : JsonSerializerContext;
