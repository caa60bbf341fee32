using System.Globalization;
using System.Text.Json;
using OpenClaw.Actors.Gateways;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Journal;

/// <summary>Where versions before the book kept a ledger of restarts: <c>HOME/gateways/ID/restarts.json</c>.</summary>
internal sealed class OldLedgerFile(string home, GatewayId gateway, TimeProvider time, ILogger log)
{
    // A ledger is bounded by its writer to some kilobytes; what is larger than this is something else.
    private const long Largest = 1024 * 1024;

    private readonly string _path = Path.Combine(home, "gateways", gateway.Value, "restarts.json");

    /// <summary>Its text when it is a ledger; null when there is none. What is no ledger is moved aside and told.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public string? Read()
    {
        if (!File.Exists(_path)) return null;
        try
        {
            if (new FileInfo(_path).Length > Largest) throw new JsonException("it is too large to be a ledger");
            var text = File.ReadAllText(_path);
            _ = RestartBook.Parse(text);
            return text;
        }
        catch (JsonException foreign)
        {
            var aside = string.Create(CultureInfo.InvariantCulture, $"{_path}.unreadable-{time.GetUtcNow().UtcDateTime:yyyyMMdd'T'HHmmssfff'Z'}");
            log.LogWarning("{File} is no ledger of restarts ({Trouble}) and is not used: it is moved to {Aside}", _path, UntrustedText.OneLine(foreign.Message, 200), aside);
            Move(aside);
            return null;
        }
    }

    /// <summary>It is in the book now, or the book knows better.</summary>
    public void PutAway()
    {
        if (File.Exists(_path)) Move(_path + ".imported");
    }

    private void Move(string to)
    {
        try
        {
            File.Move(_path, to, overwrite: true);
        }
        catch (Exception stuck) when (stuck is IOException or UnauthorizedAccessException)
        {
            log.LogWarning("{File} cannot be moved ({Reason})", _path, stuck.GetType().Name);
        }
    }
}
