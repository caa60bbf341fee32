using System.Text;

namespace OpenClaw.Host.Configuration;

/// <summary>
/// Reads a HOCON text once before Akka's parser does. That parser forgives a missing brace or quote, drops a substitution, dies of an include
/// and tells no line numbers; so what it would misread is refused here, and the line of every key is kept for the messages.
/// </summary>
internal sealed class HoconText
{
    private readonly string _text;
    private readonly string _file;
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);
    private readonly Stack<(string Prefix, int Line)> _open = new();
    private readonly StringBuilder _key = new();
    private int _at;
    private int _line = 1;
    private int _keyLine;
    private bool _inValue;
    private bool _valueSeen;

    private HoconText(string text, string file) => (_text, _file) = (text, file);

    /// <summary>The line of every key.</summary>
    /// <exception cref="ConfigurationException">The text is not plain HOCON.</exception>
    public static IReadOnlyDictionary<string, int> LinesOf(string text, string file)
    {
        var scan = new HoconText(text, file);
        scan.Run();
        return scan._lines;
    }

    private void Run()
    {
        while (_at < _text.Length)
            Step(_text[_at]);
        EndOfValue();
        RequireNoKey();
        if (_open.TryPeek(out var left))
            throw Wrong(left.Line, "a '{' is never closed. Add the missing '}'");
    }

    private void Step(char c)
    {
        switch (c)
        {
            case '\n':
                EndOfValue();
                _line++;
                _at++;
                break;
            case '#':
            case '/' when Next(1) == '/':
                SkipComment();
                break;
            case '"':
                Quoted();
                break;
            case '$' when Next(1) == '{':
                throw Wrong(_line, "${...} is not supported. Write the value itself, or set the key's environment variable");
            case '{':
                OpenBrace();
                break;
            case '}':
                EndOfValue();
                RequireNoKey();
                if (!_open.TryPop(out _))
                    throw Wrong(_line, "a '}' closes nothing. Remove it");
                _at++;
                break;
            case '[' when _inValue:
                List();
                break;
            case ',':
                EndOfValue();
                RequireNoKey();
                _at++;
                break;
            case '=' or ':':
                Assignment(c);
                break;
            default:
                Plain(c);
                break;
        }
    }

    private void OpenBrace()
    {
        var name = _key.ToString().Trim();
        if (_inValue && _valueSeen)
            throw Wrong(_line, "a '{' follows a value. Put the value in quotes");
        if (name.Length == 0 && _open.Count > 0)
            throw Wrong(_line, "a '{' has no name before it");
        _open.Push((Full(name), _line));
        ResetKey();
        _at++;
    }

    private void Assignment(char c)
    {
        if (_inValue)
            throw Wrong(_line, $"a second '{c}' on one line. Put a value that holds ':' or '=' in quotes");
        var name = _key.ToString().Trim();
        if (name.Length == 0)
            throw Wrong(_line, $"a '{c}' has no name before it");
        if (name.EndsWith('+'))
            throw Wrong(_line, "'+=' is not supported. Write the whole list with '='");
        _lines[Full(name)] = _line;
        _inValue = true;
        _valueSeen = false;
        _at++;
    }

    private void Plain(char c)
    {
        if (_inValue)
            _valueSeen |= !char.IsWhiteSpace(c);
        else if (!char.IsWhiteSpace(c) || _key.Length > 0)
        {
            if (_key.Length == 0)
                _keyLine = _line;
            else if (_keyLine != _line && !char.IsWhiteSpace(c))
                RequireNoKey();
            _key.Append(c);
        }
        _at++;
    }

    private void Quoted()
    {
        var opened = _line;
        if (!_inValue && _key.ToString().Trim() == "include")
            throw Wrong(_line, "include is not supported. Put the keys into this file");
        var triple = Next(1) == '"' && Next(2) == '"';
        var start = _at += triple ? 3 : 1;
        while (true)
        {
            if (_at >= _text.Length || (!triple && _text[_at] == '\n'))
                throw Wrong(opened, "a quote is never closed. Add the missing '\"'");
            if (_text[_at] == '\n')
                _line++;
            if (!triple && _text[_at] == '\\')
                _at++;
            else if (_text[_at] == '"' && (!triple || (Next(1) == '"' && Next(2) == '"')))
                break;
            _at++;
        }
        if (_inValue)
            _valueSeen = true;
        else
        {
            _keyLine = opened;
            _key.Append(_text, start, _at - start);
        }
        _at += triple ? 3 : 1;
    }

    private void List()
    {
        var opened = _line;
        _at++;
        _valueSeen = true;
        while (true)
        {
            if (_at >= _text.Length)
                throw Wrong(opened, "a '[' is never closed. Add the missing ']'");
            switch (_text[_at])
            {
                case ']':
                    _at++;
                    return;
                case '"':
                    Quoted();
                    break;
                case '#':
                case '/' when Next(1) == '/':
                    SkipComment();
                    break;
                case '[' or '{' or '}' or '=' or ':':
                    throw Wrong(_line, "a list may hold plain values only. Put a value that holds ':' or '=' in quotes");
                case '$' when Next(1) == '{':
                    throw Wrong(_line, "${...} is not supported. Write the value itself");
                case '\n':
                    _line++;
                    _at++;
                    break;
                default:
                    _at++;
                    break;
            }
        }
    }

    private void SkipComment()
    {
        while (_at < _text.Length && _text[_at] != '\n')
            _at++;
    }

    private void EndOfValue()
    {
        if (!_inValue)
            return;
        if (!_valueSeen)
            throw Wrong(_line, $"'{_key.ToString().Trim()}' has no value. Write one after '=', or remove the line");
        ResetKey();
    }

    private void RequireNoKey()
    {
        var name = _key.ToString().Trim();
        if (name.Length > 0)
            throw Wrong(_keyLine, $"'{UntrustedName(name)}' has no value. Write '{UntrustedName(name)} = ...', or remove it");
    }

    private void ResetKey()
    {
        _key.Clear();
        _inValue = false;
        _valueSeen = false;
    }

    private string Full(string name)
    {
        var prefix = _open.TryPeek(out var top) ? top.Prefix : "";
        return prefix.Length == 0 ? name : name.Length == 0 ? prefix : prefix + "." + name;
    }

    private char Next(int ahead) => _at + ahead < _text.Length ? _text[_at + ahead] : '\0';

    private ConfigurationException Wrong(int line, string what) => new($"{_file}:{line}: {what}.");

    private static string UntrustedName(string name) => name.Length > 40 ? name[..40] + "..." : name.ReplaceLineEndings(" ");
}
