using System.Collections.Immutable;

namespace Panthera.Permissions.Schema.Syntax;

/// <summary>Reads a schema's text into its syntax tree.</summary>
/// <remarks>It stops at the first error: what follows one tends to mislead. Time and memory are linear in the text.</remarks>
internal sealed class SchemaParser
{
    private readonly TokenReader _reader;
    private readonly ImmutableArray<UseSyntax>.Builder _uses = ImmutableArray.CreateBuilder<UseSyntax>();
    private readonly ImmutableArray<ImportSyntax>.Builder _imports = ImmutableArray.CreateBuilder<ImportSyntax>();
    private readonly ImmutableArray<DefinitionSyntax>.Builder _definitions = ImmutableArray.CreateBuilder<DefinitionSyntax>();
    private readonly ImmutableArray<PartialSyntax>.Builder _partials = ImmutableArray.CreateBuilder<PartialSyntax>();
    private readonly ImmutableArray<CaveatSyntax>.Builder _caveats = ImmutableArray.CreateBuilder<CaveatSyntax>();

    private SchemaParser(SourceText source) => _reader = new TokenReader(source);

    /// <summary>Parses a text.</summary>
    /// <exception cref="SchemaException">The text does not follow the grammar, or is longer than a schema may be.</exception>
    public static SchemaSyntax Parse(SourceText source)
    {
        if (SourceText.IsTooLong(source.Text))
        {
            const int Mebibyte = 1024 * 1024;
            throw new SchemaException(
                [new SchemaError(SchemaErrorKind.Parse, $"the schema is longer than {SchemaLimits.MaxTextBytes / Mebibyte} MiB", 1, 1)]);
        }

        return new SchemaParser(source).ParseSchema();
    }

    private SchemaSyntax ParseSchema()
    {
        _reader.SkipEndsOfStatements();
        while (_reader.AtWord("use"))
        {
            var start = _reader.Current.Start;
            _reader.Advance();
            ParseUse(start);
            _reader.SkipEndsOfStatements();
        }

        while (!_reader.At(TokenKind.EndOfText))
        {
            ParseTopLevel();
            _reader.SkipEndsOfStatements();
        }

        return new SchemaSyntax(
            _uses.ToImmutable(), _imports.ToImmutable(), _definitions.ToImmutable(), _partials.ToImmutable(), _caveats.ToImmutable());
    }

    private void ParseUse(int start)
    {
        if (!_reader.At(TokenKind.Name))
        {
            throw _reader.Expected("a flag's name");
        }

        var token = _reader.Current;
        var flag = _reader.TextOf(token) switch
        {
            "expiration" => SchemaFlag.Expiration,
            "self" => SchemaFlag.Self,
            "typechecking" => SchemaFlag.Typechecking,
            "partial" => SchemaFlag.Partial,
            "import" => SchemaFlag.Import,
            _ => throw _reader.Expected("a flag (`expiration`, `self`, `typechecking`, `partial` or `import`)"),
        };
        _reader.Flags |= flag;
        _uses.Add(new UseSyntax(flag, token.Start, new TextSpan(start, token.End)));
        _reader.Advance();
        _reader.ExpectEndOfStatement();
    }

    private void ParseTopLevel()
    {
        var comment = _reader.TakeComment();
        var (start, commentStart) = (_reader.Current.Start, _reader.Current.DocStart);
        if (_reader.TryTakeWord("definition"))
        {
            var name = _reader.ExpectName("the definition's name");
            _definitions.Add(new DefinitionSyntax(name, comment, new MemberParser(_reader).ParseBlock()));
        }
        else if (_reader.TryTakeWord("caveat"))
        {
            _caveats.Add(ParseCaveat(comment));
        }
        else if (_reader.Flags.HasFlag(SchemaFlag.Partial) && _reader.TryTakeWord("partial"))
        {
            _partials.Add(ParsePartial(comment, commentStart < 0 ? start : commentStart));
        }
        else if (_reader.Flags.HasFlag(SchemaFlag.Import) && _reader.TryTakeWord("import"))
        {
            ParseImport(start);
        }
        else
        {
            throw _reader.Expected(Hint());
        }
    }

    private string Hint() => _reader switch
    {
        _ when _reader.AtWord("use") => "`definition` or `caveat` (`use` lines come first)",
        _ when _reader.AtWord("partial") => "`definition` or `caveat` (partials need the line `use partial` at the top)",
        _ when _reader.AtWord("import") => "`definition` or `caveat` (imports need the line `use import` at the top)",
        _ => "`definition` or `caveat`",
    };

    private PartialSyntax ParsePartial(string? comment, int start)
    {
        var name = _reader.ExpectName("the partial's name");
        var open = _reader.Current.End;
        var members = new MemberParser(_reader).ParseBlock();
        var close = _reader.LastEnd;
        return new PartialSyntax(name, comment, new TextSpan(start, close), new TextSpan(open, close - 1), members);
    }

    private void ParseImport(int start)
    {
        var token = _reader.Current;
        _reader.Expect(TokenKind.String, "a path in quotes");
        _imports.Add(new ImportSyntax(_reader.TextOf(token)[1..^1], token.Start, new TextSpan(start, token.End)));
        _reader.ExpectEndOfStatement();
    }

    private CaveatSyntax ParseCaveat(string? comment)
    {
        var name = _reader.ExpectName("the caveat's name");
        _reader.Expect(TokenKind.LeftParen, "`(` and the caveat's parameters");
        var parameters = ImmutableArray.CreateBuilder<CaveatParameterSyntax>();
        do
        {
            var parameter = _reader.ExpectSimpleName("a parameter's name");
            parameters.Add(new CaveatParameterSyntax(parameter, ParseCaveatType(0)));
        }
        while (_reader.TryTake(TokenKind.Comma));

        _reader.Expect(TokenKind.RightParen, "`,` or `)`");
        var (start, end) = _reader.TakeCaveatBody(name.Text);
        return new CaveatSyntax(name, comment, parameters.ToImmutable(), start, end);
    }

    private CaveatTypeSyntax ParseCaveatType(int depth)
    {
        var name = _reader.ExpectSimpleName("the parameter's type");
        if (depth > SchemaLimits.MaxNesting)
        {
            throw _reader.Failure(name.Start, $"the type is nested more than {SchemaLimits.MaxNesting} deep");
        }

        if (!_reader.TryTake(TokenKind.Less))
        {
            return new CaveatTypeSyntax(name, null);
        }

        var argument = ParseCaveatType(depth + 1);
        _reader.Expect(TokenKind.Greater, "`>`");
        return new CaveatTypeSyntax(name, argument);
    }
}
