namespace OpenClaw.Host.Playbook.Config;

/// <summary>Reads JSON5 (spec.json5.org) into a tree of positions. Written for texts of anybody: bounded in size and depth, and every mistake has its place.</summary>
internal sealed class Json5Parser(string text)
{
    private readonly Json5Lexer _lexer = new(text);
    private readonly List<int> _open = [];

    /// <summary>The whole text as one value.</summary>
    /// <exception cref="Json5Exception">It is no JSON5.</exception>
    public Json5Value Parse()
    {
        if (text.Length > Json5Document.LargestText) throw _lexer.Fault(Json5Fault.Other, 0, "the text is too large for a config");
        try
        {
            _lexer.SkipBlank();
            var root = Value();
            _lexer.SkipBlank();
            if (!_lexer.IsAtEnd) throw _lexer.Fault(Json5Fault.Rest, _lexer.At, "there is something after the end of the config");
            return root;
        }
        catch (Json5Exception broken)
        {
            throw new Json5Exception(broken.Error with { Open = [.. _open] });
        }
    }

    private Json5Value Value()
    {
        if (_lexer.IsAtEnd) throw _lexer.Fault(Json5Fault.End, _lexer.At, "the text ends where a value is expected");
        return _lexer.Peek switch
        {
            '{' => Container('}'),
            '[' => Container(']'),
            '"' or '\'' => _lexer.String(),
            _ => _lexer.Literal(),
        };
    }

    private Json5Value Container(char closing)
    {
        var start = _lexer.At;
        if (_open.Count == Json5Document.DeepestNesting) throw _lexer.Fault(Json5Fault.Other, start, "the values are nested too deeply");
        _open.Add(start);
        _lexer.Take();
        var slots = new List<Json5Slot>();
        while (true)
        {
            _lexer.SkipBlank();
            if (_lexer.TryTake(closing)) break;
            var slot = closing == '}' ? Member() : Item();
            _lexer.SkipBlank();
            var comma = _lexer.At;
            if (_lexer.TryTake(','))
            {
                slots.Add(slot with { Comma = comma });
                continue;
            }

            slots.Add(slot);
            if (_lexer.TryTake(closing)) break;
            throw _lexer.IsAtEnd
                ? _lexer.Fault(Json5Fault.End, comma, $"the text ends before the closing {closing}")
                : _lexer.Fault(Json5Fault.Comma, comma, $"a comma or a closing {closing} is expected here");
        }

        _open.RemoveAt(_open.Count - 1);
        return closing == '}' ? new Json5Object(start, _lexer.At, slots) : new Json5Array(start, _lexer.At, slots);
    }

    private Json5Slot Item()
    {
        var value = Value();
        return new(null, value.Start, value.Start, value, null);
    }

    private Json5Slot Member()
    {
        if (_lexer.IsAtEnd) throw _lexer.Fault(Json5Fault.End, _lexer.At, "the text ends before the closing }");
        var start = _lexer.At;
        var name = _lexer.Peek is '"' or '\'' ? (string)_lexer.String().Value! : _lexer.Name();
        var nameEnd = _lexer.At;
        _lexer.SkipBlank();
        if (_lexer.IsAtEnd) throw _lexer.Fault(Json5Fault.End, _lexer.At, "the text ends after a key");
        if (!_lexer.TryTake(':')) throw _lexer.Fault(Json5Fault.Colon, _lexer.At, "a colon is expected after the key");
        _lexer.SkipBlank();
        return new(name, start, nameEnd, Value(), null);
    }
}
