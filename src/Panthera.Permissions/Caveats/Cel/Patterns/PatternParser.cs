namespace Panthera.Permissions.Caveats.Cel.Patterns;

/// <summary>Reads a regular expression and emits its instructions.</summary>
/// <remarks>Recursive descent over groups, whose nesting is bounded. Confined to its caller.</remarks>
internal sealed class PatternParser
{
    private const int MaxNesting = 100;
    private const int MaxRepeats = 1_000;

    private readonly PatternReader _reader;
    private readonly PatternEmitter _emitter = new();
    private PatternFlags _flags;
    private int _nesting;

    public PatternParser(string pattern) => _reader = new PatternReader(pattern);

    /// <summary>What reading it cost so far, in instructions.</summary>
    public int Cost => _emitter.Added;

    public PatternInstruction[] Parse()
    {
        ParseAlternatives();
        return _reader.IsAtEnd ? _emitter.Finish() : throw new PatternException("there is a `)` without `(`");
    }

    private void ParseAlternatives()
    {
        var start = _emitter.Count;
        ParseSequence();
        if (!_reader.TryTake('|'))
        {
            return;
        }

        var alternatives = new List<PatternInstruction[]> { _emitter.Cut(start) };
        var total = alternatives[0].Length;
        do
        {
            ParseSequence();
            alternatives.Add(_emitter.Cut(start));
            total += alternatives[^1].Length + 2;
            if (total > PatternCompiler.MaxInstructions)
            {
                throw new PatternException($"it has more than {PatternCompiler.MaxInstructions} steps; repeat less");
            }
        }
        while (_reader.TryTake('|'));

        EmitAlternatives(alternatives);
    }

    // Each but the last begins with a choice between it and the next, and ends by jumping over what follows.
    private void EmitAlternatives(List<PatternInstruction[]> alternatives)
    {
        var rest = 0;
        foreach (var alternative in alternatives)
        {
            rest += alternative.Length + 2;
        }

        rest -= 2;
        for (var i = 0; i < alternatives.Count - 1; i++)
        {
            var piece = alternatives[i];
            _emitter.Split(1, piece.Length + 2);
            _emitter.Append(piece);
            rest -= piece.Length + 2;
            _emitter.Jump(rest + 1);
        }

        _emitter.Append(alternatives[^1]);
    }

    private void ParseSequence()
    {
        while (!_reader.IsAtEnd && !_reader.IsAt('|') && !_reader.IsAt(')'))
        {
            var start = _emitter.Count;
            var canRepeat = ParseAtom(ref start);
            ParseRepetition(start, canRepeat);
        }
    }

    private void ParseRepetition(int start, bool canRepeat)
    {
        if (!TryReadRepetition(out var least, out var most))
        {
            return;
        }

        if (!canRepeat)
        {
            throw new PatternException("there is nothing to repeat before a repetition");
        }

        _reader.TryTake('?'); // the shortest match rather than the longest: whether there is one stays the same
        var piece = _emitter.Cut(start);
        _emitter.Repeat(piece, least, most);
        if (TryReadRepetition(out _, out _))
        {
            throw new PatternException("a repetition cannot be repeated; put it into `(...)`");
        }
    }

    private bool TryReadRepetition(out int least, out int? most)
    {
        (least, most) = (0, null);
        if (_reader.TryTake('*'))
        {
            return true;
        }

        if (_reader.TryTake('+'))
        {
            least = 1;
            return true;
        }

        if (_reader.TryTake('?'))
        {
            most = 1;
            return true;
        }

        if (!_reader.TryTakeCounts(out least, out most))
        {
            return false;
        }

        return least <= MaxRepeats && most is null or <= MaxRepeats && (most is null || least <= most)
            ? true
            : throw new PatternException($"a repetition counts up to {MaxRepeats}, the smaller number first");
    }

    // Returns whether what was read can be repeated, and where that begins.
    private bool ParseAtom(ref int start)
    {
        var foldsCase = (_flags & PatternFlags.IgnoreCase) != 0;
        if (_reader.TryTake('('))
        {
            return ParseGroup();
        }

        if (_reader.TryTake('['))
        {
            _emitter.Take(ClassParser.Parse(_reader, foldsCase));
        }
        else if (_reader.TryTake('.'))
        {
            _emitter.Take((_flags & PatternFlags.DotAll) != 0 ? CharacterClass.Any : CharacterClass.AnyButNewline);
        }
        else if (_reader.TryTake('^'))
        {
            _emitter.Assert((_flags & PatternFlags.MultiLine) != 0 ? PatternAssertion.LineStart : PatternAssertion.TextStart);
        }
        else if (_reader.TryTake('$'))
        {
            _emitter.Assert((_flags & PatternFlags.MultiLine) != 0 ? PatternAssertion.LineEnd : PatternAssertion.TextEnd);
        }
        else if (_reader.TryTake('\\'))
        {
            ParseEscape(foldsCase, ref start);
        }
        else if (_reader.IsAt('*') || _reader.IsAt('+') || _reader.IsAt('?'))
        {
            return false;
        }
        else
        {
            _emitter.Take(CharacterClass.Single(_reader.Next(), foldsCase));
        }

        return true;
    }

    private void ParseEscape(bool foldsCase, ref int start)
    {
        if (_reader.TryTake('Q'))
        {
            while (!_reader.IsAtEnd && !_reader.TryTake("\\E"))
            {
                start = _emitter.Count; // a repetition takes only the last of the characters
                _emitter.Take(CharacterClass.Single(_reader.Next(), foldsCase));
            }

            return;
        }

        PatternAssertion? assertion = _reader.TryTake('A') ? PatternAssertion.TextStart
            : _reader.TryTake('z') ? PatternAssertion.TextEnd
            : _reader.TryTake('b') ? PatternAssertion.WordBoundary
            : _reader.TryTake('B') ? PatternAssertion.NoWordBoundary
            : null;
        if (assertion is { } place)
        {
            _emitter.Assert(place);
        }
        else if (ClassEscapes.TryRead(_reader, out var ranges, out var categories, out var isNegated))
        {
            _emitter.Take(new CharacterClass(ranges, categories, isNegated, foldsCase));
        }
        else
        {
            _emitter.Take(CharacterClass.Single(_reader.EscapedCharacter(), foldsCase));
        }
    }

    private bool ParseGroup()
    {
        if (++_nesting > MaxNesting)
        {
            throw new PatternException($"it nests more than {MaxNesting} groups");
        }

        var outer = _flags;
        var isGroup = true;
        if (_reader.TryTake('?'))
        {
            isGroup = _reader.TryTakeGroupName() || ParseFlags();
        }

        if (isGroup)
        {
            ParseAlternatives();
            if (!_reader.TryTake(')'))
            {
                throw new PatternException("there is a `(` without `)`");
            }

            _flags = outer;
        }

        _nesting--;
        return isGroup;
    }

    // Returns whether a group follows, `(?i:...)`, or the flags hold for the rest of the group they stand in, `(?i)`.
    private bool ParseFlags()
    {
        var isOff = false;
        while (!_reader.IsAtEnd)
        {
            var c = _reader.Next();
            switch (c)
            {
                case ':':
                    return true;
                case ')':
                    return false;
                case '-' when !isOff:
                    isOff = true;
                    break;
                case 'U': // swaps shortest and longest matches, which is all the same here
                    break;
                default:
                    var flag = c switch
                    {
                        'i' => PatternFlags.IgnoreCase,
                        'm' => PatternFlags.MultiLine,
                        's' => PatternFlags.DotAll,
                        _ => throw new PatternException("after `(?` there can be `:`, `P<name>`, `<name>` or the flags i, m, s and U"),
                    };
                    _flags = isOff ? _flags & ~flag : _flags | flag;
                    break;
            }
        }

        throw new PatternException("there is a `(` without `)`");
    }
}
