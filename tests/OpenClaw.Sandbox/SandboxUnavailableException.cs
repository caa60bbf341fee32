namespace OpenClaw.Sandbox;

/// <summary>No sandbox can be had on this machine.</summary>
/// <param name="message">Why, in one line for people.</param>
/// <param name="canBeInstalled">What is missing is a package; otherwise the kernel or our rights do not allow it.</param>
public sealed class SandboxUnavailableException(string message, bool canBeInstalled) : Exception(message)
{
    /// <summary>A package would help.</summary>
    public bool CanBeInstalled { get; } = canBeInstalled;
}
