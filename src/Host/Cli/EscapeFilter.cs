using System.Text;
using Spectre.Console;

namespace OpenClaw.Host.Cli;

/// <summary>A terminal that is written to without any escape: what would paint is left out, its width still counts.</summary>
/// <param name="terminal">The terminal.</param>
internal sealed class EscapeFilter(IAnsiConsoleOutput terminal) : TextWriter, IAnsiConsoleOutput
{
    private const char Escape = '\u001b';

    private State _state;

    private enum State
    {
        Text,
        Escaped,
        Sequence,
    }

    /// <inheritdoc/>
    public TextWriter Writer => this;

    /// <inheritdoc/>
    public bool IsTerminal => true;

    /// <inheritdoc/>
    public int Width => terminal.Width;

    /// <inheritdoc/>
    public int Height => terminal.Height;

    /// <inheritdoc/>
    public override Encoding Encoding => terminal.Writer.Encoding;

    /// <inheritdoc/>
    public void SetEncoding(Encoding encoding) => terminal.SetEncoding(encoding);

    /// <inheritdoc/>
    public override void Write(char value)
    {
        switch (_state)
        {
            case State.Text when value == Escape: _state = State.Escaped; break;
            case State.Text: terminal.Writer.Write(value); break;
            case State.Escaped: _state = value == '[' ? State.Sequence : State.Text; break;
            // ECMA-48: a control sequence ends with a character from @ to ~.
            case State.Sequence when value is >= '@' and <= '~': _state = State.Text; break;
            default: break;
        }
    }

    /// <inheritdoc/>
    public override void Write(string? value)
    {
        if (_state == State.Text && value?.Contains(Escape, StringComparison.Ordinal) != true) terminal.Writer.Write(value);
        else foreach (var c in value ?? "") Write(c);
    }

    /// <inheritdoc/>
    public override void Flush() => terminal.Writer.Flush();
}
