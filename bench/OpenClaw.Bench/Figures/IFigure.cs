using OpenClaw.Bench.Measuring;

namespace OpenClaw.Bench.Figures;

/// <summary>One figure of the benchmarks, with its reference measured in the same run.</summary>
internal interface IFigure
{
    /// <summary>Its verb on the command line.</summary>
    string Name { get; }

    /// <summary>What it measures, one line for people.</summary>
    string About { get; }

    /// <summary>Measures it.</summary>
    /// <exception cref="EndToEnd.Tests.Npm.ProgramsUnavailableException">It needs programs that this machine cannot have.</exception>
    Task<Finding> Run(Effort effort, CancellationToken cancel);
}

/// <summary>How much is to be measured.</summary>
/// <param name="Quick">Few samples: to see that it works.</param>
/// <param name="Samples">As many samples as the owner asks for; null for the figure's own number.</param>
/// <param name="Progress">Takes a line about what is going on.</param>
internal sealed record Effort(bool Quick, int? Samples, Action<string> Progress)
{
    /// <summary>A second program of the daemon, to be measured beside the first, now one and now the other; null for none.</summary>
    public string? Beside { get; init; }

    /// <summary>How many samples to take.</summary>
    public int Of(int full, int quick) => Samples ?? (Quick ? quick : full);

    /// <summary>How long to watch something; the number of samples does not change it.</summary>
    public TimeSpan Watch(TimeSpan full, TimeSpan quick) => Quick ? quick : full;
}
