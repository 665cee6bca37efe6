namespace Panthera.Permissions.Schema.Syntax;

/// <summary>The token that the parser looks at, and the ways to take it or to say what was expected instead.</summary>
/// <remarks>One token of look-ahead is all that the language needs. Confined to one parse.</remarks>
internal sealed class TokenReader
{
    private readonly SourceText _source;
    private readonly Lexer _lexer;

    public TokenReader(SourceText source)
    {
        _source = source;
        _lexer = new Lexer(source);
        Current = _lexer.Next();
    }

    public Token Current { get; private set; }

    /// <summary>Where the token that was taken last ends.</summary>
    public int LastEnd { get; private set; }

    public SchemaFlag Flags { get; set; }

    public void Advance()
    {
        LastEnd = Current.End;
        Current = _lexer.Next();
    }

    public bool At(TokenKind kind) => Current.Kind == kind;

    /// <summary>Whether the token is this name, as a keyword or as a name.</summary>
    public bool AtWord(string word) => At(TokenKind.Name) && Slice(Current).SequenceEqual(word);

    public bool TryTake(TokenKind kind)
    {
        var taken = At(kind);
        if (taken)
        {
            Advance();
        }

        return taken;
    }

    public bool TryTakeWord(string word)
    {
        var taken = AtWord(word);
        if (taken)
        {
            Advance();
        }

        return taken;
    }

    public void Expect(TokenKind kind, string expected)
    {
        if (!TryTake(kind))
        {
            throw Expected(expected);
        }
    }

    /// <summary>Takes a type's or caveat's name, which may have prefixes.</summary>
    public NameSyntax ExpectName(string expected)
    {
        if (!At(TokenKind.Name))
        {
            throw Expected(expected);
        }

        var text = Slice(Current).ToString();
        if (IsKeyword(text))
        {
            throw Failure(Current.Start, $"expected {expected}, found the keyword `{text}`");
        }

        var name = new NameSyntax(text, Current.Start);
        Advance();
        return name;
    }

    /// <summary>Takes the name of a relation, permission or parameter, which has no prefix.</summary>
    public NameSyntax ExpectSimpleName(string expected)
    {
        var name = ExpectName(expected);
        return name.Text.Contains('/', StringComparison.Ordinal)
            ? throw Failure(name.Start, $"expected {expected}, found {SourceText.Quote(name.Text)}; only types and caveats have prefixes")
            : name;
    }

    /// <summary>Takes the end of a statement: a line's end or `;`, or nothing before a brace that closes the block.</summary>
    public void ExpectEndOfStatement()
    {
        if (!TryTake(TokenKind.EndOfLine) && !TryTake(TokenKind.Semicolon) && !At(TokenKind.RightBrace) && !At(TokenKind.EndOfText))
        {
            throw Expected("the end of the statement (a new line or `;`)");
        }
    }

    public void SkipEndsOfStatements()
    {
        while (At(TokenKind.EndOfLine) || At(TokenKind.Semicolon))
        {
            Advance();
        }
    }

    /// <summary>The documentation comment before the current token, without its marks.</summary>
    public string? TakeComment() =>
        Current.DocStart < 0 ? null : DocComment.Clean(_source.Text[Current.DocStart..Current.DocEnd]);

    /// <summary>Takes a caveat's body, from its opening brace to its closing one.</summary>
    public (int Start, int End) TakeCaveatBody(string caveat)
    {
        if (!At(TokenKind.LeftBrace))
        {
            throw Expected("`{` and the caveat's expression");
        }

        var start = Current.End;
        var end = _lexer.ReadCaveatBody(out var hasContent);
        if (end < 0)
        {
            throw Failure(start - 1, $"the body of caveat {SourceText.Quote(caveat)} is not closed: expected `}}`");
        }

        if (!hasContent)
        {
            throw Failure(start - 1, $"the body of caveat {SourceText.Quote(caveat)} is empty; it needs an expression");
        }

        Advance();
        LastEnd = end + 1;
        return (start, end);
    }

    public string TextOf(Token token) => Slice(token).ToString();

    public SchemaException Expected(string expected) => Failure(Current.Start, $"expected {expected}, found {Describe()}");

    public SchemaException Failure(int offset, string message) => new([_source.Error(SchemaErrorKind.Parse, offset, message)]);

    private ReadOnlySpan<char> Slice(Token token) => _source.Text.AsSpan(token.Start, token.Length);

    // The words that `use` makes keywords; all others name their statement only in its place.
    private bool IsKeyword(string text) => text switch
    {
        "definition" or "caveat" or "relation" or "permission" or "nil" or "with" => true,
        "expiration" or "and" => Flags.HasFlag(SchemaFlag.Expiration),
        "self" => Flags.HasFlag(SchemaFlag.Self),
        "typechecking" => Flags.HasFlag(SchemaFlag.Typechecking),
        "partial" => Flags.HasFlag(SchemaFlag.Partial),
        "import" => Flags.HasFlag(SchemaFlag.Import),
        _ => false,
    };

    private string Describe() => Current.Kind switch
    {
        TokenKind.EndOfText => "the end of the schema",
        TokenKind.EndOfLine => "the end of the line",
        _ => SourceText.Quote(TextOf(Current)),
    };
}
