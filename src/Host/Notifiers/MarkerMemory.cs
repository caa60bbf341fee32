using System.Text.Json;
using System.Text.Json.Serialization;

namespace OpenClaw.Host.Notifiers;

/// <summary>The recovery logs that people were told about, kept in <c>marker-alerts.json</c>.</summary>
internal sealed class MarkerMemory(string path, ILogger log)
{
    private readonly HashSet<string> _files = Read(path, log);

    public bool Holds(string file) => _files.Contains(file);

    /// <summary>Adds a file and forgets those that are gone. A book that cannot be written costs a second alert after a restart, no more.</summary>
    public void Add(string file)
    {
        _files.RemoveWhere(static f => !File.Exists(f));
        _files.Add(file);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var temporary = path + ".new";
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var stream = new FileStream(temporary, options))
                JsonSerializer.Serialize(stream, new MarkerBook([.. _files.Order(StringComparer.Ordinal)]), MarkerJson.Default.MarkerBook);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            log.LogWarning("{File} cannot be written ({Reason}): after a restart an alert may come a second time.", path, fault.GetType().Name);
        }
    }

    private static HashSet<string> Read(string path, ILogger log)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return JsonSerializer.Deserialize(stream, MarkerJson.Default.MarkerBook)?.Files.ToHashSet(StringComparer.Ordinal) ?? [];
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException or ArgumentNullException)
        {
            log.LogWarning("{File} cannot be read ({Reason}): an alert may come a second time.", path, fault.GetType().Name);
            return [];
        }
    }
}

/// <summary>The file's content.</summary>
internal sealed record MarkerBook([property: JsonPropertyName("files")] IReadOnlyList<string> Files);

[JsonSourceGenerationOptions(WriteIndented = true)]
[JsonSerializable(typeof(MarkerBook))]
internal sealed partial class MarkerJson : JsonSerializerContext;
