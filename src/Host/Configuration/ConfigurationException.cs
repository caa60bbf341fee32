namespace OpenClaw.Host.Configuration;

/// <summary>The configuration cannot be used. The message is one line that names the key, the source and the remedy, and never a secret's value.</summary>
public sealed class ConfigurationException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="line">The line for the owner.</param>
    public ConfigurationException(string line) : base(line) { }
}
