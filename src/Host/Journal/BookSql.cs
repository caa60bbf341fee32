using System.Globalization;
using Microsoft.Data.Sqlite;

namespace OpenClaw.Host.Journal;

/// <summary>The few ways in which the book is asked and written. Values are always parameters.</summary>
internal static class BookSql
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    /// <summary>Runs statements and returns how many rows they changed.</summary>
    public static int Run(this SqliteConnection db, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(db, sql, values);
        return command.ExecuteNonQuery();
    }

    /// <summary>The one number that is asked for; 0 when there is none.</summary>
    public static long Number(this SqliteConnection db, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(db, sql, values);
        return command.ExecuteScalar() is long number ? number : 0;
    }

    /// <summary>The one text that is asked for; null when there is none.</summary>
    public static string? Text(this SqliteConnection db, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(db, sql, values);
        return command.ExecuteScalar() as string;
    }

    /// <summary>All rows.</summary>
    public static List<T> Rows<T>(this SqliteConnection db, string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(db, sql, values);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    }

    /// <summary>Looks at all rows, one after the other; none is kept.</summary>
    public static void Each(this SqliteConnection db, string sql, Action<SqliteDataReader> look, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(db, sql, values);
        using var reader = command.ExecuteReader();
        while (reader.Read()) look(reader);
    }

    /// <summary>A time as the book has it.</summary>
    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>A time of the book.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static DateTimeOffset Time(string text) =>
        DateTimeOffset.ParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    /// <summary>A text that may be missing.</summary>
    public static string? TextOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static SqliteCommand Command(SqliteConnection db, string sql, ReadOnlySpan<(string Name, object? Value)> values)
    {
        var command = db.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values) command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        return command;
    }
}
