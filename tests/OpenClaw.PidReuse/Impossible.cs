namespace OpenClaw.PidReuse;

/// <summary>This machine does not let pids be forced.</summary>
internal sealed class Impossible(string why) : Exception(why)
{
    public const int ExitCode = 77;
}
