namespace OpenClaw.Host.Cli;

/// <summary>The program's exit codes, the same for every verb.</summary>
public static class ExitCodes
{
    /// <summary>All well.</summary>
    public const int Ok = 0;

    /// <summary>A gateway is not healthy, or a demo or check did not go as it should.</summary>
    public const int Unhealthy = 1;

    /// <summary>Wrong usage or wrong configuration; one line on standard error says what, where and how to mend it.</summary>
    public const int Usage = 2;

    /// <summary>Another daemon already runs on the same state folder.</summary>
    public const int AlreadyRunning = 3;

    /// <summary>No daemon runs on the state folder, or no doctor is at work that could be looked at.</summary>
    public const int NotReachable = 4;

    /// <summary>EX_IOERR: the state folder could not be used; a service manager should try again, the disk may come back.</summary>
    public const int StateUnusable = 74;

    /// <summary>EX_SOFTWARE: the healer itself was lost; launchd or systemd should start a new one.</summary>
    public const int HealerLost = OpenClaw.Actors.Hosting.OpenClawHosting.RootLostExitCode;
}
