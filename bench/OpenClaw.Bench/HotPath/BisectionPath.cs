using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using OpenClaw.Host.Playbook;
using OpenClaw.Host.Playbook.Config;
using OpenClaw.Host.Processes;

namespace OpenClaw.Bench.HotPath;

/// <summary>A config of 200 keys with 16 changes, of which one is refused. OpenClaw's own check, which costs seconds in life, answers at once: what is left is ours.</summary>
public class BisectionPath
{
    private const string Refused = "key37: -1";
    private Json5Document _served = null!;
    private Json5Document _broken = null!;

    /// <summary>Makes both configs.</summary>
    [GlobalSetup]
    public async Task Setup()
    {
        _served = Parse(Text(static (_, i) => i));
        _broken = Parse(Text(static (_, i) => i == 37 ? -1 : i % 12 == 1 ? i + 1000 : i));
        if (await Mend() is not { } mended || mended.Text.Contains(Refused, StringComparison.Ordinal)) throw new InvalidOperationException("The change that is refused was not found.");
    }

    /// <summary>The least: the config is parsed once.</summary>
    [Benchmark(Baseline = true)]
    public Json5Document ParseOnce() => Parse(_broken.Text);

    /// <summary>Ours.</summary>
    [Benchmark]
    public async Task<string?> Bisect() => (await Mend())?.Text;

    private Task<Json5Document?> Mend() => new ConfigBisection(_served, new CheckBudget(new InstantCheck(), "/", TimeProvider.System)).Mend(_broken, [], CancellationToken.None);

    private static Json5Document Parse(string text) => Json5Document.OrNull(text) ?? throw new InvalidOperationException("The config cannot be read.");

    private static string Text(Func<int, int, int> value)
    {
        var text = new StringBuilder("{\n  gateway: { mode: \"local\" },\n");
        for (var i = 0; i < 200; i++)
        {
            if (i % 20 == 0) text.Append(CultureInfo.InvariantCulture, $"  block{i / 20}: {{ // a comment of the owner's\n");
            text.Append(CultureInfo.InvariantCulture, $"    key{i}: {value(0, i)},\n");
            if (i % 20 == 19) text.Append("  },\n");
        }

        return text.Append("}\n").ToString();
    }

    private sealed class InstantCheck : IOpenClawTool
    {
        public Task<ConfigVerdict> Check(string config, string besides, CancellationToken cancel) =>
            Task.FromResult(new ConfigVerdict(config.Contains(Refused, StringComparison.Ordinal) ? ConfigCheckResult.Invalid : ConfigCheckResult.Valid, []));

        public Task<CommandAnswer> Run(IReadOnlyList<string> arguments, TimeSpan limit, CancellationToken cancel) => Task.FromResult(new CommandAnswer(null, "", "not here"));
    }
}
