using System.Globalization;
using Microsoft.Data.Sqlite;

namespace OpenClaw.Host.Journal;

/// <summary>
/// The tables of the book, as the steps by which they came to be: step n brings a book of schema n-1 to n. A step that was shipped is never changed. Only add
/// to what <see cref="SqliteIncidentHistory"/> reads: it also reads books that are older than itself.
/// </summary>
/// <param name="Steps">The steps, the oldest first.</param>
internal sealed record BookSchema(IReadOnlyList<string> Steps)
{
    /// <summary>"OCAb" in the file's header: by it our book is known from other SQLite files.</summary>
    public const int ApplicationId = 0x4F434162;

    // Times are text in UTC with seven digits, so that they sort, lose nothing and can be read in sqlite3. A length is in ticks of 100 ns.
    private const string Incidents =
        """
        CREATE TABLE events (
            seq INTEGER PRIMARY KEY AUTOINCREMENT, gateway TEXT NOT NULL, incident TEXT NOT NULL, number INTEGER NOT NULL,
            at TEXT NOT NULL, kind TEXT NOT NULL, json TEXT NOT NULL, UNIQUE (incident, number)) STRICT;
        CREATE TABLE incidents (
            seq INTEGER PRIMARY KEY AUTOINCREMENT, incident TEXT NOT NULL UNIQUE, gateway TEXT NOT NULL, opened_at TEXT NOT NULL, since TEXT NOT NULL,
            cause TEXT NOT NULL, tier TEXT NOT NULL, restarts INTEGER NOT NULL, treatments INTEGER NOT NULL, calls INTEGER NOT NULL, tried TEXT NOT NULL,
            remedy TEXT, outcome TEXT, healthy_since TEXT, resolved_at TEXT, lasted INTEGER) STRICT;
        CREATE INDEX incidents_by_time ON incidents (gateway, opened_at);
        CREATE TABLE news (
            seq INTEGER PRIMARY KEY AUTOINCREMENT, gateway TEXT NOT NULL, key TEXT NOT NULL, at TEXT NOT NULL, json TEXT NOT NULL, UNIQUE (gateway, key)) STRICT;
        CREATE TABLE deliveries (
            gateway TEXT NOT NULL, key TEXT NOT NULL, channel TEXT NOT NULL, mark TEXT NOT NULL, PRIMARY KEY (gateway, key, channel)) STRICT, WITHOUT ROWID;
        CREATE TABLE channels (
            gateway TEXT NOT NULL, channel TEXT NOT NULL, since INTEGER NOT NULL, PRIMARY KEY (gateway, channel)) STRICT, WITHOUT ROWID;
        CREATE TABLE ledgers (gateway TEXT NOT NULL PRIMARY KEY, json TEXT NOT NULL) STRICT, WITHOUT ROWID;
        """;

    private const string Configs =
        """
        CREATE TABLE config_versions (
            gateway TEXT NOT NULL, path TEXT NOT NULL, hash TEXT NOT NULL, first_seen TEXT NOT NULL, last_seen TEXT NOT NULL, healthy_seconds REAL NOT NULL,
            PRIMARY KEY (gateway, path, hash)) STRICT, WITHOUT ROWID;
        """;

    /// <summary>The first schema that knows which configs were seen.</summary>
    public const int WithConfigs = 2;

    // What was counted as served so far was seen last while it served.
    private const string Playbook =
        """
        ALTER TABLE config_versions ADD COLUMN last_served TEXT;
        UPDATE config_versions SET last_served = last_seen WHERE healthy_seconds > 0;
        CREATE TABLE served_sets (gateway TEXT NOT NULL PRIMARY KEY, at TEXT NOT NULL, paths TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE remedy_trials (
            incident TEXT NOT NULL, number INTEGER NOT NULL, gateway TEXT NOT NULL, signature TEXT NOT NULL, remedy TEXT NOT NULL, at TEXT NOT NULL, healed INTEGER NOT NULL,
            PRIMARY KEY (incident, number)) STRICT, WITHOUT ROWID;
        """;

    /// <summary>The first schema that knows what has served and how remedies have done.</summary>
    public const int WithPlaybook = 3;

    private const string Treatments =
        """
        CREATE TABLE treatments (
            gateway TEXT NOT NULL, incident TEXT NOT NULL, doctor TEXT NOT NULL, signature TEXT NOT NULL, started_at TEXT NOT NULL, ended_at TEXT, session TEXT, cost_usd REAL NOT NULL,
            turns INTEGER NOT NULL, tool_calls INTEGER NOT NULL, denials INTEGER NOT NULL, healed INTEGER, actions TEXT NOT NULL, diff TEXT NOT NULL,
            PRIMARY KEY (incident, doctor, started_at)) STRICT, WITHOUT ROWID;
        CREATE INDEX treatments_by_time ON treatments (started_at);
        """;

    /// <summary>The first schema that knows what doctors did and what it cost.</summary>
    public const int WithTreatments = 4;

    // How a channel finds its message again, to bring it up to date.
    private const string Handles = "ALTER TABLE deliveries ADD COLUMN handle TEXT;";

    private const string Remote =
        """
        CREATE TABLE remote_commands (
            seq INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, service TEXT NOT NULL, chat TEXT NOT NULL, user TEXT NOT NULL, command TEXT NOT NULL, outcome TEXT NOT NULL,
            incident TEXT) STRICT;
        CREATE INDEX remote_commands_by_incident ON remote_commands (incident);
        """;

    /// <summary>The first schema that knows what was ordered from chats.</summary>
    public const int WithRemote = 6;

    // A page of a book of a million is found and not looked for, with and without a gateway; so is what is open, and what ended lately.
    private const string Pages =
        """
        CREATE INDEX incidents_by_opening ON incidents (opened_at);
        CREATE INDEX incidents_that_are_open ON incidents (gateway, opened_at) WHERE resolved_at IS NULL;
        CREATE INDEX incidents_by_end ON incidents (healthy_since);
        """;

    private static readonly string[] Tables = ["events", "incidents", "news", "deliveries", "channels", "ledgers", "config_versions", "served_sets", "remedy_trials", "treatments", "remote_commands"];

    /// <summary>The one that is written today.</summary>
    public static BookSchema Ours { get; } = new([Incidents, Configs, Playbook, Treatments, Handles, Remote, Pages]);

    /// <summary>The schema that the last step leads to.</summary>
    public int Version => Steps.Count;

    /// <summary>Which schema a file says it has.</summary>
    /// <returns>0 for a book that was not begun yet.</returns>
    /// <exception cref="BookUnreadableException">It is no book of ours.</exception>
    /// <exception cref="SqliteException">It cannot be read.</exception>
    public static int VersionOf(SqliteConnection db)
    {
        var application = db.Number("PRAGMA application_id");
        var version = db.Number("PRAGMA user_version");
        if (application == ApplicationId) return version is >= 1 and < int.MaxValue ? (int)version : throw new BookUnreadableException($"its schema is {version}");
        // A daemon that was killed at its very first step leaves a file without a table and without a mark.
        return application == 0 && version == 0 && db.Number("SELECT count(*) FROM sqlite_schema") == 0 ? 0 : throw new BookUnreadableException("it belongs to another program");
    }

    /// <summary>Brings a book forward, each step with its mark in one transaction: whatever ends it in between, the next one goes on from there.</summary>
    /// <exception cref="BookUnreadableException">It says that it is ours and lacks a table.</exception>
    /// <exception cref="SqliteException">It cannot be written.</exception>
    public void Bring(SqliteConnection db)
    {
        for (var version = VersionOf(db); version < Version; version++)
        {
            using var step = db.BeginTransaction();
            db.Run(Steps[version]);
            db.Run(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {version + 1}"));
            step.Commit();
        }

        if (ReferenceEquals(this, Ours) && Tables.Except(db.Rows("SELECT name FROM sqlite_schema WHERE type = 'table'", static r => r.GetString(0))).FirstOrDefault() is { } missing)
            throw new BookUnreadableException($"it has no table {missing}");
    }
}
