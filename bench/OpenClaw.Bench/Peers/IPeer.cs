using OpenClaw.Bench.Measuring;

namespace OpenClaw.Bench.Peers;

/// <summary>A supervisor, as it is configured to keep one child alive.</summary>
internal interface IPeer
{
    /// <summary>Its name in tables and on the command line.</summary>
    string Name { get; }

    /// <summary>How it is configured, one line for people.</summary>
    string Configuration { get; }

    /// <summary>It is ours; the others are told of and never judged.</summary>
    bool IsOurs => false;

    /// <summary>The measures that are taken of it where it is not asked for by name; null for all.</summary>
    IReadOnlyList<string>? Measures => null;

    /// <summary>What the program of ours is made of; null of the others.</summary>
    ProgramForm? Form => null;

    /// <summary>How long it is left alone before its use at rest is measured.</summary>
    TimeSpan Settle => TimeSpan.FromSeconds(20);

    /// <summary>The faults, by their rows, that it cannot see by its own documentation: each is put to it once, and waited for a while only.</summary>
    IReadOnlyList<string> NeverMends => [];

    /// <summary>By its own documentation it gives a child up that dies at once, and starts it no more.</summary>
    bool GivesUp => false;

    /// <summary>A measure of it takes minutes: it is taken as seldom as the long ones.</summary>
    bool IsSlow => Cycle >= TimeSpan.FromMinutes(1);

    /// <summary>About how long a hang lasts under it: for the estimate of the time only.</summary>
    TimeSpan Mending => Cycle + TimeSpan.FromSeconds(3);

    /// <summary>How long a child must have been up before it is made to hang or to answer 503: some do not look at a young one.</summary>
    TimeSpan Warmup => TimeSpan.FromSeconds(5);

    /// <summary>The longest of its pauses between looks: a fault comes at any moment of one.</summary>
    TimeSpan Cycle => TimeSpan.FromSeconds(1);

    /// <summary>After this a fault that is not mended yet is taken to be never mended.</summary>
    TimeSpan Patience => TimeSpan.FromSeconds(60);

    /// <summary>Why it cannot be had on this machine; null when it can.</summary>
    Task<string?> Lack();

    /// <summary>Starts it with its child, in a world of its own.</summary>
    Task<IRunningPeer> Start(CancellationToken cancel);
}

/// <summary>A supervisor at work. Everything of it is ended with this.</summary>
internal interface IRunningPeer : IAsyncDisposable
{
    /// <summary>Its child.</summary>
    ChildFiles Child { get; }

    /// <summary>The supervisor's own processes.</summary>
    IReadOnlyList<ProcessRef> Own();

    /// <summary>A process of its child by the pid that the child knows of itself; null when it is gone.</summary>
    ProcessRef? Process(int pid);

    /// <summary>Waits until it does all that it does at rest.</summary>
    Task SeeRest(CancellationToken cancel) => Task.CompletedTask;

    /// <summary>Ends what looks after the child with SIGKILL.</summary>
    Task KillSupervisor(CancellationToken cancel);

    /// <summary>Starts the supervisor again as its owner would, when it has not come back by itself.</summary>
    Task StartAgain(CancellationToken cancel);
}
