using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using OpenClaw.Host.Logging;

namespace OpenClaw.Bench.HotPath;

/// <summary>A gateway's log of 10 MB with a secret in every hundredth line.</summary>
public class RedactionPath
{
    private const int Size = 10 * 1024 * 1024;
    private string _log = "";

    /// <summary>Makes the log.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var (text, at) = (new StringBuilder(Size + 400), new DateTimeOffset(2026, 11, 30, 3, 15, 4, TimeSpan.Zero));
        for (var i = 0; text.Length < Size; i++)
        {
            var now = at.AddMilliseconds(i * 37);
            text.Append(CultureInfo.InvariantCulture, $$"""{"time":"{{now:O}}","level":"info","subsystem":"gateway/ws","message":"res ok sessions.list {{i % 90}} ms id={{i}}","pid":4711}""");
            text.Append('\n');
            if (i % 100 != 0) continue;
            text.Append(CultureInfo.InvariantCulture, $$"""{"level":"warn","message":"login of owner{{i}}@example.org failed","botToken":"not-a-secret-{{i:D20}}"}""").Append('\n');
        }

        _log = text.ToString();
        if (!Redactor.Redact(_log).Contains(Redactor.Mark, StringComparison.Ordinal)) throw new InvalidOperationException("Nothing was redacted.");
    }

    /// <summary>The least: one word is looked for that is not there.</summary>
    [Benchmark(Baseline = true)]
    public bool LookForOneWord() => _log.Contains("-----BEGIN PRIVATE KEY", StringComparison.OrdinalIgnoreCase);

    /// <summary>Ours.</summary>
    [Benchmark]
    public int Redact10Megabytes() => Redactor.Redact(_log).Length;
}
