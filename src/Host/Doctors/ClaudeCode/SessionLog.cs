using System.Text;
using OpenClaw.Host.Doctors.Agents;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Doctors.ClaudeCode;

/// <summary>Keeps a session's stream, without the secrets that went through it, and tells it to people in the session log and on the terminal.</summary>
internal sealed class SessionLog : IDisposable
{
    private readonly Lock _lock = new();
    private readonly FileStream _events;
    private readonly FileStream _errors;
    private readonly FileStream _log;
    private readonly IAgentCli _cli;
    private bool _toTerminal;

    public SessionLog(IncidentFolder folder, bool toTerminal, string cli = "claude-code")
    {
        _events = PrivateFiles.Append(folder.Events);
        _errors = PrivateFiles.Append(folder.Errors);
        _log = PrivateFiles.Append(folder.Log);
        _toTerminal = toTerminal;
        _cli = AgentClis.Of(cli);
    }

    /// <summary>A line of the stream.</summary>
    public void Event(string line)
    {
        lock (_lock)
        {
            Append(_events, StreamRedaction.Of(line));
            foreach (var text in _cli.Parse(Encoding.UTF8.GetBytes(line)).Select(seen => ReadableLine.Of(seen, _cli.Name.Split('-')[0])).OfType<string>()) Tell(text);
        }
    }

    /// <summary>A line of standard error.</summary>
    public void Error(string line)
    {
        lock (_lock)
        {
            Append(_errors, StreamRedaction.Plain(line));
            Tell($"!! {Redactor.Redact(PlainText.Line(line, 2000))}");
        }
    }

    /// <summary>A line of our own.</summary>
    public void Say(string line)
    {
        lock (_lock) Tell(line);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _events.Dispose();
        _errors.Dispose();
        _log.Dispose();
    }

    private void Tell(string text)
    {
        var line = $"{TimeProvider.System.GetLocalNow():HH:mm:ss} {text}";
        Append(_log, line);
        if (!_toTerminal) return;
        try
        {
            Console.Out.WriteLine(line);
        }
        catch (IOException gone)
        {
            _toTerminal = false; // The terminal is only for onlookers; the file is the record.
            Append(_log, $"-- the terminal is gone: {gone.Message}");
        }
    }

    private static void Append(FileStream file, string line)
    {
        file.Write(Encoding.UTF8.GetBytes(line + "\n"));
        file.Flush();
    }
}
