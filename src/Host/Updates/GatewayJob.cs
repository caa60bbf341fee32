using System.Xml;
using System.Xml.Linq;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Updates;

/// <summary>Where it is written how a gateway is started, and what is written there.</summary>
/// <param name="File">The manager's file (a systemd unit or a launchd property list); null when this daemon starts the gateway itself.</param>
/// <param name="DropIns">The folder of files that change the unit; null where there are none by nature.</param>
/// <param name="Command">The command as configured: what is run when there is no file.</param>
/// <param name="SearchPath">The PATH in which programs without a folder are looked up.</param>
public sealed record GatewayJob(string? File, string? DropIns, IReadOnlyList<string> Command, string SearchPath)
{
    private const int LargestFile = 1024 * 1024;

    /// <summary>The job of a gateway.</summary>
    /// <param name="gateway">The gateway.</param>
    /// <param name="manager">Who keeps it.</param>
    /// <param name="searchPath">The owner's PATH.</param>
    public static GatewayJob Of(GatewaySettings gateway, ManagerKind manager, string searchPath)
    {
        var unit = Path.Combine(gateway.Home, ".config", "systemd", "user", gateway.Unit);
        return manager switch
        {
            ManagerKind.Systemd => new(unit, unit + ".d", gateway.Command, searchPath),
            ManagerKind.Launchd => new(Path.Combine(gateway.Home, "Library", "LaunchAgents", $"{gateway.Label}.plist"), null, gateway.Command, searchPath),
            _ => new(null, null, gateway.Command, searchPath),
        };
    }

    /// <summary>The command and its arguments; empty when they cannot be read.</summary>
    public IReadOnlyList<string> CommandLine()
    {
        try
        {
            if (File is null) return Command;
            return File.EndsWith(".plist", StringComparison.Ordinal) ? PropertyList(File) : Unit();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or XmlException)
        {
            return [];
        }
    }

    /// <summary>The files that change the unit, in the order in which they do.</summary>
    /// <exception cref="IOException">They cannot be listed.</exception>
    public IReadOnlyList<string> DropInFiles() =>
        DropIns is not null && Directory.Exists(DropIns) ? [.. Directory.EnumerateFiles(DropIns, "*.conf").Order(StringComparer.Ordinal)] : [];

    // An ExecStart in a drop-in comes after an empty one, which takes the first one back; so the last one that is not empty counts.
    private IReadOnlyList<string> Unit()
    {
        IReadOnlyList<string> command = [];
        foreach (var file in DropInFiles().Prepend(File!).Where(System.IO.File.Exists))
        {
            foreach (var line in Text(file).Replace("\\\n", " ", StringComparison.Ordinal).Split('\n').Select(static l => l.Trim()))
            {
                if (line.StartsWith("ExecStart=", StringComparison.Ordinal) && UnitWords.Split(line["ExecStart=".Length..]) is { Count: > 0 } words)
                    command = words;
            }
        }

        return command;
    }

    private static IReadOnlyList<string> PropertyList(string file)
    {
        // The type's address on Apple's server is not asked for.
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null, MaxCharactersInDocument = LargestFile };
        using var reader = XmlReader.Create(new StringReader(Text(file)), settings);
        var arguments = XDocument.Load(reader).Descendants("key").FirstOrDefault(static key => key.Value == "ProgramArguments")?.ElementsAfterSelf().FirstOrDefault();
        return arguments is { Name.LocalName: "array" } ? [.. arguments.Elements("string").Select(static argument => argument.Value)] : [];
    }

    private static string Text(string file) =>
        new FileInfo(file).Length <= LargestFile ? System.IO.File.ReadAllText(file) : throw new IOException($"{file} is too large to be a job");
}
