using System.Reflection;

namespace OpenClaw.Host.Daemon;

/// <summary>The program's version, as its assembly carries it.</summary>
public static class ProductVersion
{
    /// <summary>The version without build metadata, e.g. <c>0.1.0</c>.</summary>
    public static string Text { get; } =
        (typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0").Split('+')[0];
}
