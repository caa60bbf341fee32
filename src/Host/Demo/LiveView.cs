using Spectre.Console;

namespace OpenClaw.Host.Demo;

/// <summary>A picture on the terminal that is drawn anew a few times a second.</summary>
internal sealed class LiveView : IDemoView
{
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _end = new();
    private readonly Task _drawing;
    private volatile DemoPicture _picture;

    /// <summary>Begins to draw.</summary>
    public LiveView(IAnsiConsole console, DateTimeOffset start, TimeProvider time)
    {
        _picture = new DemoPicture(start);
        _drawing = console.Live(Draw()).Overflow(VerticalOverflow.Crop).StartAsync(async live =>
        {
            using var timer = new PeriodicTimer(Frame, time);
            while (!_end.IsCancellationRequested)
            {
                live.UpdateTarget(Draw());
                await Next(timer);
            }

            live.UpdateTarget(Draw());
        });

        Spectre.Console.Rendering.IRenderable Draw() =>
            DemoScreen.Draw(_picture, time.GetUtcNow() - start, console.Profile.Width, console.Profile.Height);
    }

    /// <inheritdoc/>
    public void Show(DemoEvent e) => _picture = _picture.Apply(e);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _drawing;
        _end.Dispose();
    }

    private async Task Next(PeriodicTimer timer)
    {
        try
        {
            await timer.WaitForNextTickAsync(_end.Token);
        }
        catch (OperationCanceledException)
        {
            // The end: one last frame is still drawn.
        }
    }
}
