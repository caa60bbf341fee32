namespace OpenClaw.StandIns;

/// <summary>What all stand-ins of remote services share: they listen on 127.0.0.1 only.</summary>
public static class StandInDefaults
{
    /// <summary>The only address a stand-in binds to; port 0 lets the system choose.</summary>
    public const string LoopbackUrl = "http://127.0.0.1:0";
}
