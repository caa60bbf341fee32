namespace OpenClaw.Simulation.Tests.Worlds;

/// <summary>The ports of a healer.</summary>
public enum Port
{
    /// <summary>A look at the process.</summary>
    Look,

    /// <summary>A look by HTTP.</summary>
    Probe,

    /// <summary>The book is read.</summary>
    Load,

    /// <summary>The book is written.</summary>
    Append,

    /// <summary>The ledger is read.</summary>
    LoadLedger,

    /// <summary>The ledger is written.</summary>
    SaveLedger,

    /// <summary>The outbox is read.</summary>
    LoadOutbox,

    /// <summary>News is kept.</summary>
    Keep,

    /// <summary>What became of news is written down.</summary>
    Mark,

    /// <summary>The gateway is restarted.</summary>
    Restart,

    /// <summary>A doctor treats it.</summary>
    Treat,

    /// <summary>A doctor closes a case.</summary>
    Discharge,

    /// <summary>A channel is to tell news.</summary>
    Deliver,
}

/// <summary>How a call ends for its caller.</summary>
public enum Ending
{
    /// <summary>With the answer.</summary>
    Answered,

    /// <summary>With an exception.</summary>
    Failed,

    /// <summary>Not at all, until it is called off.</summary>
    Silent,
}

/// <summary>How a call goes.</summary>
/// <param name="Before">How long until it takes effect.</param>
/// <param name="Happens">Whether it takes effect at all.</param>
/// <param name="Ending">How it ends for its caller.</param>
/// <param name="After">How long from the effect to the end.</param>
/// <param name="Outlives">Whether it takes effect although the daemon that made it was killed meanwhile.</param>
public readonly record struct Conduct(TimeSpan Before, bool Happens, Ending Ending, TimeSpan After, bool Outlives = false)
{
    /// <summary>At once and well.</summary>
    public static Conduct Well { get; } = new(TimeSpan.Zero, true, Ending.Answered, TimeSpan.Zero);

    /// <summary>It fails at once and does nothing.</summary>
    public static Conduct Fails { get; } = new(TimeSpan.Zero, false, Ending.Failed, TimeSpan.Zero);

    /// <summary>It does nothing until it is called off.</summary>
    public static Conduct Hangs { get; } = new(TimeSpan.Zero, false, Ending.Silent, TimeSpan.Zero);

    /// <summary>It happens, and fails all the same.</summary>
    public static Conduct Lies { get; } = new(TimeSpan.Zero, true, Ending.Failed, TimeSpan.Zero);

    /// <summary>It takes a while, and then goes well.</summary>
    public static Conduct Slow(double seconds) => new(TimeSpan.FromSeconds(seconds), true, Ending.Answered, TimeSpan.Zero);
}

/// <summary>A call of a port under way, whatever its answer is.</summary>
public abstract class Call(Daemon daemon, Port port)
{
    /// <summary>Who made it.</summary>
    public Daemon Daemon { get; } = daemon;

    /// <summary>Which port.</summary>
    public Port Port { get; } = port;

    /// <summary>Whether it has neither ended nor been called off.</summary>
    public bool IsOpen { get; protected set; } = true;

    /// <summary>Its number among the points at which the daemon can be killed.</summary>
    public int Point { get; set; }

    /// <summary>Makes a call.</summary>
    /// <param name="world">The world.</param>
    /// <param name="daemon">Who makes it.</param>
    /// <param name="port">Of which port.</param>
    /// <param name="conduct">How it goes.</param>
    /// <param name="effect">What it does in the world.</param>
    /// <param name="heard">Told of its end, and whether that was an answer, just before its caller is; not when the caller is dead.</param>
    /// <param name="cancel">Calls it off.</param>
    public static Task<T> Make<T>(World world, Daemon daemon, Port port, Conduct conduct, Func<T> effect, Action<bool, T>? heard, CancellationToken cancel) =>
        new Call<T>(world, daemon, port, conduct, effect, heard).Begin(cancel);

    /// <summary>Whether the book has the order that it carries out.</summary>
    public bool IsInBook { get; set; }

    /// <summary>It is over.</summary>
    public void Close() => IsOpen = false;

    /// <summary>The daemon that made it was killed.</summary>
    public abstract void Orphan();
}

/// <summary>A call of a port: takes effect and ends as its conduct says, and touches nothing any more once its daemon is dead.</summary>
/// <typeparam name="T">The answer.</typeparam>
public sealed class Call<T> : Call
{
    // Continuations run inline: the answer is in a mailbox when the call has ended.
    private readonly TaskCompletionSource<T> _answer = new();
    private readonly World _world;
    private readonly Conduct _conduct;
    private readonly Func<T> _effect;
    private readonly Action<bool, T>? _heard;
    private T _value = default!;

    internal Call(World world, Daemon daemon, Port port, Conduct conduct, Func<T> effect, Action<bool, T>? heard)
        : base(daemon, port) => (_world, _conduct, _effect, _heard) = (world, conduct, effect, heard);

    /// <summary>Makes it.</summary>
    internal Task<T> Begin(CancellationToken cancel)
    {
        if (!Daemon.IsAlive || !_world.Healer.Begin(this)) return _answer.Task;
        cancel.Register(CallOff);
        if (_conduct.Before > TimeSpan.Zero) _world.Clock.In(_conduct.Before, Happen);
        else Happen();
        return _answer.Task;
    }

    /// <inheritdoc/>
    public override void Orphan() => IsOpen &= _conduct is { Outlives: true, Happens: true };

    private void CallOff()
    {
        if (!IsOpen || !Daemon.IsAlive) return;
        End();
        _heard?.Invoke(false, _value);
        _answer.TrySetCanceled(CancellationToken.None);
    }

    private void Happen()
    {
        if (!IsOpen) return;
        if (_conduct.Happens) _value = _effect();
        if (!Daemon.IsAlive)
        {
            End();
            return;
        }

        if (!_world.Healer.Happened(this)) return;
        if (_conduct.Ending == Ending.Silent) return;
        if (_conduct.After > TimeSpan.Zero) _world.Clock.In(_conduct.After, Answer);
        else Answer();
    }

    private void Answer()
    {
        if (!IsOpen || !Daemon.IsAlive) return;
        End();
        _heard?.Invoke(_conduct.Ending == Ending.Answered, _value);
        if (_conduct.Ending == Ending.Answered) _answer.TrySetResult(_value);
        else _answer.TrySetException(new IOException("the simulated world said no"));
    }

    private void End()
    {
        IsOpen = false;
        _world.Healer.Ended(this);
    }
}
