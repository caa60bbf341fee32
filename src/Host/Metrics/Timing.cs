using System.Diagnostics.Metrics;

namespace OpenClaw.Host.Metrics;

/// <summary>A histogram of times. What is recorded before anybody listens waits for the first listener, the newest of it.</summary>
internal sealed class Timing
{
    private const int MostWaiting = 500;

    private readonly Metric _metric;
    private readonly Histogram<double> _histogram;
    private readonly Queue<(double Seconds, KeyValuePair<string, object?>[] Tags)> _waiting = new();
    private readonly Lock _gate = new();

    /// <summary>Creates it.</summary>
    /// <param name="meter">Where.</param>
    /// <param name="metric">The instrument.</param>
    /// <param name="bounds">The upper bounds of its buckets, seconds.</param>
    public Timing(Meter meter, Metric metric, IReadOnlyList<double> bounds) => (_metric, _histogram) = (metric, meter.CreateHistogram(
        metric.Name, metric.Unit, metric.Meaning, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds }));

    /// <summary>How many wait for a listener.</summary>
    public int Waiting
    {
        get { lock (_gate) return _waiting.Count; }
    }

    /// <summary>Records a time.</summary>
    /// <param name="took">How long; less than nothing, as a clock that was set back gives it, is nothing.</param>
    /// <param name="labels">The labels' values, in their order.</param>
    public void Record(TimeSpan took, params ReadOnlySpan<string> labels)
    {
        lock (_gate)
        {
            _waiting.Enqueue((Math.Max(0, took.TotalSeconds), Series.Tags(_metric, labels)));
            if (_waiting.Count > MostWaiting) _waiting.Dequeue();
        }

        Flush();
    }

    /// <summary>Somebody listens now.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            while (_histogram.Enabled && _waiting.TryDequeue(out var one)) _histogram.Record(one.Seconds, one.Tags);
        }
    }
}
