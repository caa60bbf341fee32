using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace OpenClaw.Host.Metrics;

/// <summary>The values of one instrument, by its labels. Kept whether anybody asks or not, so that nothing needs to listen before the first scrape; read only when somebody asks.</summary>
internal sealed class Series(Metric metric)
{
    private readonly ConcurrentDictionary<string, Point> _points = new(StringComparer.Ordinal);

    /// <summary>Adds to a value; 0 makes it be there, so that its first growth can be seen.</summary>
    /// <param name="by">How much.</param>
    /// <param name="labels">The labels' values, in their order.</param>
    public void Add(double by, params ReadOnlySpan<string> labels) => At(labels).Add(by);

    /// <summary>Replaces a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="labels">The labels' values, in their order.</param>
    public void Set(double value, params ReadOnlySpan<string> labels) => At(labels).Value = value;

    /// <summary>All values as they are now.</summary>
    public IEnumerable<Measurement<double>> Now() => _points.Values.Select(static p => new Measurement<double>(p.Value, p.Tags));

    /// <summary>One value; 0 for one that is not there.</summary>
    /// <param name="labels">The labels' values, in their order.</param>
    public double Of(params ReadOnlySpan<string> labels) => _points.TryGetValue(Key(labels), out var point) ? point.Value : 0;

    /// <summary>Labels' values with their names.</summary>
    public static KeyValuePair<string, object?>[] Tags(Metric metric, ReadOnlySpan<string> labels)
    {
        if (labels.Length != metric.Labels.Count) throw new ArgumentException($"{metric.Name} has the labels {string.Join(", ", metric.Labels)}.", nameof(labels));
        var tags = new KeyValuePair<string, object?>[labels.Length];
        for (var i = 0; i < labels.Length; i++) tags[i] = new(metric.Labels[i], labels[i]);
        return tags;
    }

    private static string Key(ReadOnlySpan<string> labels) => string.Join('\n', labels);

    private Point At(ReadOnlySpan<string> labels)
    {
        var key = Key(labels);
        return _points.TryGetValue(key, out var known) ? known : _points.GetOrAdd(key, new Point(Tags(metric, labels)));
    }

    private sealed class Point(KeyValuePair<string, object?>[] tags)
    {
        private readonly Lock _gate = new();
        private double _value;

        public KeyValuePair<string, object?>[] Tags => tags;

        public double Value
        {
            get { lock (_gate) return _value; }
            set { lock (_gate) _value = value; }
        }

        public void Add(double by)
        {
            lock (_gate) _value += by;
        }
    }
}
