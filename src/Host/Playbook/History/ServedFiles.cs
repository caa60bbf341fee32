using System.Security.Cryptography;
using OpenClaw.Actors.Gateways;
using OpenClaw.Host.Doctors;
using OpenClaw.Host.Journal;

namespace OpenClaw.Host.Playbook.History;

/// <summary>What has served, in the book, and the contents themselves in <c>HOME/gateways/ID/served/SHA256</c>: 0600 in a folder of 0700, as a config holds secrets.</summary>
public sealed class ServedFiles : IServedFiles
{
    private readonly IBookQuestions _questions;
    private readonly Book? _book;
    private readonly GatewayId _gateway;

    private ServedFiles(IBookQuestions questions, Book? book, string home, GatewayId gateway) =>
        (_questions, _book, _gateway, Folder) = (questions, book, gateway, Path.Combine(home, "gateways", gateway.Value, "served"));

    /// <summary>The daemon's own.</summary>
    public ServedFiles(Book book, string home, GatewayId gateway) : this(book, book, home, gateway) { }

    /// <summary>What a daemon has kept, to be read only: beside it, or without one.</summary>
    public static ServedFiles OnDisk(string home, GatewayId gateway) => new(new BookReader(home), null, home, gateway);

    /// <summary>Where the contents are.</summary>
    public string Folder { get; }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ServedVersion>> Served(string path, CancellationToken cancel) => [.. (await All(path, cancel)).Where(v => File.Exists(At(v.Hash)))];

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> LastFiles(CancellationToken cancel) => _questions.Ask<IReadOnlyList<string>>(
        db => db.Text("SELECT paths FROM served_sets WHERE gateway = $gateway", ("$gateway", _gateway.Value))?.Split('\n') ?? [], BookSchema.WithPlaybook, [], cancel);

    /// <inheritdoc/>
    public async Task<byte[]> Read(ServedVersion version, CancellationToken cancel)
    {
        try
        {
            var bytes = await File.ReadAllBytesAsync(At(version.Hash), cancel);
            return HashOf(bytes) == version.Hash ? bytes : throw new IOException($"the version {version.Hash[..12]} of {version.Path} is no longer what it was");
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new IOException(denied.Message, denied);
        }
    }

    /// <summary>The gateway has served for so long with this content.</summary>
    /// <exception cref="IOException">It cannot be kept.</exception>
    internal async Task Keep(string path, string hash, byte[] content, TimeSpan healthy, DateTimeOffset at, CancellationToken cancel)
    {
        // The content first: an index that names what is not there would be a promise.
        if (!File.Exists(At(hash)))
        {
            PrivateFiles.Folder(Folder);
            await PrivateFiles.Write(At(hash), content, cancel);
        }

        await new ConfigVersions(Own).Served(_gateway, path, hash, healthy, at, cancel);
    }

    /// <summary>These were the files that the gateway lived by.</summary>
    internal Task KeepSet(IReadOnlyList<string> paths, DateTimeOffset at, CancellationToken cancel) => Own.Do(
        db => db.Run(
            "INSERT INTO served_sets (gateway, at, paths) VALUES ($gateway, $at, $paths) ON CONFLICT (gateway) DO UPDATE SET at = $at, paths = $paths",
            ("$gateway", _gateway.Value), ("$at", BookSql.Time(at)), ("$paths", string.Join('\n', paths))), cancel);

    /// <summary>All versions of all files that have served, the one that served last first, whether their contents are there or not. Null for all files.</summary>
    internal Task<IReadOnlyList<ServedVersion>> All(string? path, CancellationToken cancel) => _questions.Ask<IReadOnlyList<ServedVersion>>(
        db => db.Rows(
            """
            SELECT path, hash, last_served, healthy_seconds FROM config_versions
            WHERE gateway = $gateway AND ($path IS NULL OR path = $path) AND last_served IS NOT NULL ORDER BY last_served DESC, first_seen DESC
            """,
            static row => new ServedVersion(row.GetString(0), row.GetString(1), BookSql.Time(row.GetString(2)), TimeSpan.FromSeconds(row.GetDouble(3))),
            ("$gateway", _gateway.Value), ("$path", path)), BookSchema.WithPlaybook, [], cancel);

    /// <summary>Forgets a version.</summary>
    internal Task Forget(ServedVersion version, CancellationToken cancel) => Own.Do(
        db => db.Run(
            "DELETE FROM config_versions WHERE gateway = $gateway AND path = $path AND hash = $hash",
            ("$gateway", _gateway.Value), ("$path", version.Path), ("$hash", version.Hash)), cancel);

    /// <summary>The name of a content.</summary>
    internal static string HashOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private Book Own => _book ?? throw new InvalidOperationException("only the daemon keeps what has served");

    private string At(string hash) => Path.Combine(Folder, hash);
}
