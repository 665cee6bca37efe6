using System.Collections.Immutable;

namespace Panthera.Permissions.Schema.Syntax;

/// <summary>Reads what stands between the braces of a definition or a partial.</summary>
internal sealed class MemberParser
{
    private readonly TokenReader _reader;

    public MemberParser(TokenReader reader) => _reader = reader;

    public ImmutableArray<MemberSyntax> ParseBlock()
    {
        _reader.Expect(TokenKind.LeftBrace, "`{`");
        var members = ImmutableArray.CreateBuilder<MemberSyntax>();
        _reader.SkipEndsOfStatements();
        while (!_reader.TryTake(TokenKind.RightBrace))
        {
            members.Add(ParseMember());
            _reader.ExpectEndOfStatement();
            _reader.SkipEndsOfStatements();
        }

        return members.ToImmutable();
    }

    private MemberSyntax ParseMember()
    {
        var comment = _reader.TakeComment();
        var start = _reader.Current.Start;
        if (_reader.TryTakeWord("relation"))
        {
            var name = _reader.ExpectSimpleName("the relation's name");
            _reader.Expect(TokenKind.Colon, "`:` and the relation's types");
            var subjects = ParseAllowedSubjects(name);
            return new RelationSyntax(name, comment, new TextSpan(start, _reader.LastEnd), subjects);
        }

        if (_reader.TryTakeWord("permission"))
        {
            return ParsePermission(comment, start);
        }

        if (_reader.Flags.HasFlag(SchemaFlag.Partial) && _reader.TryTake(TokenKind.Ellipsis))
        {
            var name = _reader.ExpectName("the partial's name");
            return new PartialReferenceSyntax(name, new TextSpan(start, _reader.LastEnd));
        }

        throw _reader.Expected(Hint());
    }

    private string Hint() => _reader.Current.Kind switch
    {
        TokenKind.Plus or TokenKind.Minus or TokenKind.And or TokenKind.Pipe or TokenKind.Arrow or TokenKind.Dot =>
            "`relation`, `permission` or `}` (a statement goes on only after an operator at its line's end)",
        TokenKind.Ellipsis => "`relation`, `permission` or `}` (including a partial needs `use partial` at the top)",
        _ => "`relation`, `permission` or `}`",
    };

    private PermissionSyntax ParsePermission(string? comment, int start)
    {
        var name = _reader.ExpectSimpleName("the permission's name");
        ImmutableArray<NameSyntax> types = _reader.TryTake(TokenKind.Colon) ? ParseAnnotation() : [];
        _reader.Expect(TokenKind.Equal, types.IsEmpty ? "`=` or `:`" : "`|` or `=`");
        var body = new ExpressionParser(_reader).Parse();
        return new PermissionSyntax(name, comment, new TextSpan(start, _reader.LastEnd), types, body);
    }

    private ImmutableArray<NameSyntax> ParseAnnotation()
    {
        var types = ImmutableArray.CreateBuilder<NameSyntax>();
        do
        {
            types.Add(_reader.ExpectName("a type's name"));
        }
        while (_reader.TryTake(TokenKind.Pipe));

        return types.ToImmutable();
    }

    private ImmutableArray<AllowedSubjectSyntax> ParseAllowedSubjects(NameSyntax relation)
    {
        var subjects = ImmutableArray.CreateBuilder<AllowedSubjectSyntax>();
        do
        {
            if (subjects.Count == SchemaLimits.MaxAllowedSubjects)
            {
                throw _reader.Failure(
                    _reader.Current.Start,
                    $"relation {SourceText.Quote(relation.Text)} allows more than {SchemaLimits.MaxAllowedSubjects} forms of subject");
            }

            subjects.Add(ParseAllowedSubject());
        }
        while (_reader.TryTake(TokenKind.Pipe));

        return subjects.ToImmutable();
    }

    private AllowedSubjectSyntax ParseAllowedSubject()
    {
        var type = _reader.ExpectName("a type's name");
        NameSyntax? relation = null;
        var isWildcard = false;
        if (_reader.TryTake(TokenKind.Hash))
        {
            // `user#...` is the subject itself, as `user` is.
            relation = _reader.TryTake(TokenKind.Ellipsis) ? null : _reader.ExpectSimpleName("the userset's relation or `...`");
        }
        else if (_reader.TryTake(TokenKind.Colon))
        {
            _reader.Expect(TokenKind.Star, "`*`");
            isWildcard = true;
        }

        var (caveat, expires) = _reader.TryTakeWord("with") ? ParseTraits() : (null, false);
        return new AllowedSubjectSyntax(type, relation, isWildcard, caveat, expires);
    }

    private (NameSyntax? Caveat, bool Expires) ParseTraits()
    {
        var canExpire = _reader.Flags.HasFlag(SchemaFlag.Expiration);
        if (canExpire && _reader.TryTakeWord("expiration"))
        {
            return _reader.AtWord("and")
                ? throw _reader.Failure(_reader.Current.Start, "the caveat comes first: write `with caveat and expiration`")
                : (null, true);
        }

        var caveat = _reader.ExpectName(canExpire ? "a caveat's name or `expiration`" : "a caveat's name");
        if (!_reader.AtWord("and"))
        {
            return (caveat, false);
        }

        if (!canExpire)
        {
            throw _reader.Failure(_reader.Current.Start, "`and expiration` needs the line `use expiration` at the schema's top");
        }

        _reader.Advance();
        return _reader.TryTakeWord("expiration") ? (caveat, true) : throw _reader.Expected("`expiration`");
    }
}
