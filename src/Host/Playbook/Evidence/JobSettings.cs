using System.Xml;
using System.Xml.Linq;
using OpenClaw.Host.Updates;

namespace OpenClaw.Host.Playbook.Evidence;

/// <summary>One line of a job's file or of a drop-in.</summary>
/// <param name="File">Where it is written.</param>
/// <param name="Key">The setting.</param>
/// <param name="Value">Its value.</param>
internal sealed record JobSetting(string File, string Key, string Value);

/// <summary>What is written in a job: the unit and its drop-ins in the order in which systemd reads them, or a property list.</summary>
internal static class JobSettings
{
    private const int LargestFile = 1024 * 1024;

    /// <summary>All settings of the section <c>[Service]</c>; of a property list its environment, its working folder and its program. Empty when there is no file.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static IReadOnlyList<JobSetting> Read(GatewayJob job)
    {
        if (job.File is not { } file) return [];
        if (file.EndsWith(".plist", StringComparison.Ordinal)) return File.Exists(file) ? PropertyList(file) : [];
        return [.. job.DropInFiles().Prepend(file).Where(File.Exists).SelectMany(Unit)];
    }

    /// <summary>The environment that the job sets, each variable with the place where it is set last.</summary>
    public static IReadOnlyDictionary<string, JobSetting> Environment(IReadOnlyList<JobSetting> settings)
    {
        var variables = new Dictionary<string, JobSetting>(StringComparer.Ordinal);
        foreach (var setting in settings.Where(static s => s.Key == "Environment"))
        {
            if (setting.Value.Length == 0) variables.Clear();
            foreach (var word in UnitWords.Split(setting.Value))
            {
                if (word.IndexOf('=') is > 0 and var border) variables[word[..border]] = new(setting.File, word[..border], word[(border + 1)..]);
            }
        }

        return variables;
    }

    private static IEnumerable<JobSetting> Unit(string file)
    {
        var section = "";
        foreach (var line in Text(file).Replace("\\\n", " ", StringComparison.Ordinal).Split('\n').Select(static l => l.Trim()).Where(static l => l.Length > 0 && l[0] is not ('#' or ';')))
        {
            if (line.StartsWith('[')) section = line;
            else if (section == "[Service]" && line.IndexOf('=') is > 0 and var border) yield return new(file, line[..border].Trim(), line[(border + 1)..].Trim());
        }
    }

    private static IReadOnlyList<JobSetting> PropertyList(string file)
    {
        try
        {
            var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null, MaxCharactersInDocument = LargestFile };
            using var reader = XmlReader.Create(new StringReader(Text(file)), settings);
            var keys = XDocument.Load(reader).Descendants("key").ToArray();
            var variables = After(keys, "EnvironmentVariables")?.Elements("key").Select(key => new JobSetting(file, "Environment", $"\"{key.Value}={key.ElementsAfterSelf().FirstOrDefault()?.Value.Replace("\"", "\\\"", StringComparison.Ordinal)}\"")) ?? [];
            return After(keys, "WorkingDirectory") is { } folder ? [.. variables, new(file, "WorkingDirectory", folder.Value)] : [.. variables];
        }
        catch (XmlException broken)
        {
            throw new IOException($"{file} is no property list: {broken.Message}", broken);
        }
    }

    private static XElement? After(XElement[] keys, string name) => keys.FirstOrDefault(key => key.Value == name)?.ElementsAfterSelf().FirstOrDefault();

    private static string Text(string file) => new FileInfo(file).Length <= LargestFile ? File.ReadAllText(file) : throw new IOException($"{file} is too large to be a job");
}
