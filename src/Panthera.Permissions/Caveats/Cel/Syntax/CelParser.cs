using System.Collections.Immutable;

namespace Panthera.Permissions.Caveats.Cel.Syntax;

/// <summary>Reads an expression.</summary>
/// <remarks>
/// Recursive descent; the nesting of brackets and the height of the tree are bounded, so no text overflows the stack here or in what
/// walks the tree. Confined to its caller.
/// </remarks>
internal sealed class CelParser
{
    private readonly string _text;
    private readonly CaveatLimits _limits;
    private readonly CelLexer _lexer;
    private CelToken _token;
    private int _nesting;
    private int _nodes;

    private CelParser(string text, CaveatLimits limits)
    {
        _text = text;
        _limits = limits;
        _lexer = new CelLexer(text);
        _token = _lexer.Next();
    }

    /// <summary>Reads an expression.</summary>
    /// <exception cref="CelSyntaxException">It cannot be read, or is over a limit.</exception>
    public static CelSyntax Parse(string text, CaveatLimits limits)
    {
        var parser = new CelParser(text, limits);
        var expression = parser.ParseExpression();
        return parser._token.Kind == CelTokenKind.End ? expression : throw parser.Unexpected("an operator or the end of the expression");
    }

    private CelSyntax ParseExpression()
    {
        if (++_nesting > _limits.MaxDepth)
        {
            throw TooDeep(_token.Start);
        }

        var condition = ParseLogic(isAnd: false);
        var start = _token.Start;
        if (TryTake(CelTokenKind.Question))
        {
            var then = ParseLogic(isAnd: false);
            Take(CelTokenKind.Colon, "`:` and the other value of the condition");
            condition = Node(new ConditionalSyntax(condition, then, ParseExpression(), start));
        }

        _nesting--;
        return condition;
    }

    private CelSyntax ParseLogic(bool isAnd)
    {
        var first = isAnd ? ParseRelation() : ParseLogic(isAnd: true);
        var kind = isAnd ? CelTokenKind.And : CelTokenKind.Or;
        if (_token.Kind != kind)
        {
            return first;
        }

        var start = _token.Start;
        var operands = ImmutableArray.CreateBuilder<CelSyntax>();
        operands.Add(first);
        var height = first.Height;
        while (TryTake(kind))
        {
            operands.Add(isAnd ? ParseRelation() : ParseLogic(isAnd: true));
            height = Math.Max(height, operands[^1].Height);
        }

        return Node(new LogicSyntax(isAnd, operands.ToImmutable(), start, height + 1));
    }

    private CelSyntax ParseRelation()
    {
        var left = ParseSum();
        while (RelationOperator() is { } relation)
        {
            var start = Advance().Start;
            left = Node(new BinarySyntax(relation, left, ParseSum(), start));
        }

        return left;
    }

    private BinaryOperator? RelationOperator() => _token.Kind switch
    {
        CelTokenKind.Equal => BinaryOperator.Equal,
        CelTokenKind.NotEqual => BinaryOperator.NotEqual,
        CelTokenKind.Less => BinaryOperator.Less,
        CelTokenKind.LessOrEqual => BinaryOperator.LessOrEqual,
        CelTokenKind.Greater => BinaryOperator.Greater,
        CelTokenKind.GreaterOrEqual => BinaryOperator.GreaterOrEqual,
        CelTokenKind.In => BinaryOperator.In,
        _ => null,
    };

    private CelSyntax ParseSum()
    {
        var left = ParseProduct();
        while (_token.Kind is CelTokenKind.Plus or CelTokenKind.Minus)
        {
            var sign = Advance();
            var operation = sign.Kind == CelTokenKind.Plus ? BinaryOperator.Add : BinaryOperator.Subtract;
            left = Node(new BinarySyntax(operation, left, ParseProduct(), sign.Start));
        }

        return left;
    }

    private CelSyntax ParseProduct()
    {
        var left = ParseUnary();
        while (_token.Kind is CelTokenKind.Star or CelTokenKind.Slash or CelTokenKind.Percent)
        {
            var sign = Advance();
            var operation = sign.Kind switch
            {
                CelTokenKind.Star => BinaryOperator.Multiply,
                CelTokenKind.Slash => BinaryOperator.Divide,
                _ => BinaryOperator.Modulo,
            };
            left = Node(new BinarySyntax(operation, left, ParseUnary(), sign.Start));
        }

        return left;
    }

    // Signs are counted, not descended into. CEL takes `!` and `-` in any number, but not mixed.
    private CelSyntax ParseUnary()
    {
        var kind = _token.Kind;
        if (kind is not (CelTokenKind.Not or CelTokenKind.Minus))
        {
            return ParseMember(ParsePrimary());
        }

        var starts = new Stack<int>();
        CelSyntax? operand = null;
        while (operand is null && _token.Kind == kind)
        {
            var start = _token.Start;
            if (kind == CelTokenKind.Minus && _lexer.TryNegativeNumber(start, out var number))
            {
                _token = _lexer.Next();
                operand = ParseMember(Node(new LiteralSyntax(number.Value, start)));
                break;
            }

            starts.Push(start);
            Advance();
        }

        operand ??= ParseMember(ParsePrimary());
        while (starts.TryPop(out var start))
        {
            operand = Node(new UnarySyntax(kind == CelTokenKind.Not, operand, start));
        }

        return operand;
    }

    private CelSyntax ParseMember(CelSyntax operand)
    {
        while (true)
        {
            var start = _token.Start;
            if (TryTake(CelTokenKind.Dot))
            {
                RefuseOptional();
                operand = ParseSelection(operand);
            }
            else if (TryTake(CelTokenKind.LeftBracket))
            {
                RefuseOptional();
                operand = Node(new IndexSyntax(operand, ParseExpression(), start));
                Take(CelTokenKind.RightBracket, "`]`");
            }
            else if (_token.Kind == CelTokenKind.LeftBrace && operand is IdentifierSyntax or SelectSyntax)
            {
                throw new CelSyntaxException(start, "building messages (`Name{...}`) is not supported; caveats know maps: `{\"key\": value}`");
            }
            else
            {
                return operand;
            }
        }
    }

    private CelSyntax ParseSelection(CelSyntax operand)
    {
        var name = _token;
        if (TryTake(CelTokenKind.QuotedIdentifier))
        {
            return Node(new SelectSyntax(operand, _text[(name.Start + 1)..(name.End - 1)], false, name.Start));
        }

        Take(CelTokenKind.Identifier, "the name of a field or a function");
        var field = _text[name.Start..name.End];
        if (!TryTake(CelTokenKind.LeftParen))
        {
            return Node(new SelectSyntax(operand, field, false, name.Start));
        }

        var arguments = ParseList(CelTokenKind.RightParen, "`,` or `)`");
        CelSyntax? macro = MacroExpander.TryExpand(operand, field, arguments, name.Start);
        return Node(macro ?? new CallSyntax(field, operand, arguments, name.Start, Math.Max(operand.Height, HeightOf(arguments)) + 1));
    }

    private CelSyntax ParsePrimary()
    {
        var token = Advance();
        switch (token.Kind)
        {
            case CelTokenKind.Literal:
                return Node(new LiteralSyntax(token.Value, token.Start));
            case CelTokenKind.LeftParen:
                var inner = ParseExpression();
                Take(CelTokenKind.RightParen, "`)`");
                return inner;
            case CelTokenKind.LeftBracket:
                var elements = ParseList(CelTokenKind.RightBracket, "`,` or `]`", allowTrailingComma: true);
                return Node(new ListSyntax(elements, token.Start, HeightOf(elements) + 1));
            case CelTokenKind.LeftBrace:
                return ParseMap(token.Start);
            case CelTokenKind.Dot when _token.Kind == CelTokenKind.Identifier: // `.name` is `name`: there are no packages
                return ParseName(Advance());
            case CelTokenKind.Identifier:
                return ParseName(token);
            default:
                _token = token;
                throw Unexpected("a value, a name or `(`");
        }
    }

    private CelSyntax ParseName(CelToken token)
    {
        var name = _text[token.Start..token.End];
        if (ReservedWords.Contains(name))
        {
            throw new CelSyntaxException(token.Start, $"`{name}` is a reserved word and cannot be a name");
        }

        if (!TryTake(CelTokenKind.LeftParen))
        {
            return Node(new IdentifierSyntax(name, token.Start));
        }

        var arguments = ParseList(CelTokenKind.RightParen, "`,` or `)`");
        return Node(
            name == "has"
                ? MacroExpander.Has(arguments, token.Start)
                : new CallSyntax(name, null, arguments, token.Start, HeightOf(arguments) + 1));
    }

    private ImmutableArray<CelSyntax> ParseList(CelTokenKind close, string expected, bool allowTrailingComma = false)
    {
        var elements = ImmutableArray.CreateBuilder<CelSyntax>();
        while (!TryTake(close))
        {
            RefuseOptional();
            elements.Add(ParseExpression());
            if (_token.Kind != close)
            {
                Take(CelTokenKind.Comma, expected);
                if (_token.Kind == close && !allowTrailingComma)
                {
                    throw Unexpected("a value");
                }
            }
        }

        return elements.ToImmutable();
    }

    private CelSyntax ParseMap(int start)
    {
        var keys = ImmutableArray.CreateBuilder<CelSyntax>();
        var values = ImmutableArray.CreateBuilder<CelSyntax>();
        while (!TryTake(CelTokenKind.RightBrace))
        {
            RefuseOptional();
            keys.Add(ParseExpression());
            Take(CelTokenKind.Colon, "`:` and the key's value");
            values.Add(ParseExpression());
            if (_token.Kind != CelTokenKind.RightBrace)
            {
                Take(CelTokenKind.Comma, "`,` or `}`");
            }
        }

        var (all, height) = (keys.ToImmutable(), HeightOf(values.ToImmutable()));
        return Node(new MapSyntax(all, values.ToImmutable(), start, Math.Max(HeightOf(all), height) + 1));
    }

    private static int HeightOf(ImmutableArray<CelSyntax> nodes)
    {
        var height = 0;
        foreach (var node in nodes)
        {
            height = Math.Max(height, node.Height);
        }

        return height;
    }

    private CelSyntax Node(CelSyntax node) =>
        node.Height > _limits.MaxDepth ? throw TooDeep(node.Start)
        : ++_nodes > _limits.MaxNodes ? throw new CelSyntaxException(node.Start, $"the expression has more than {_limits.MaxNodes} parts; split it")
        : node;

    private CelSyntaxException TooDeep(int offset) => new(offset, $"the expression nests more than {_limits.MaxDepth} levels; split it");

    private void RefuseOptional()
    {
        if (_token.Kind == CelTokenKind.Question)
        {
            throw new CelSyntaxException(_token.Start, "optional fields and elements (`.?`, `[?`) are not supported; test with `has(...)` or `in`");
        }
    }

    private CelToken Advance()
    {
        var token = _token;
        _token = token.Kind == CelTokenKind.End ? token : _lexer.Next();
        return token;
    }

    private bool TryTake(CelTokenKind kind)
    {
        var isTaken = _token.Kind == kind;
        if (isTaken)
        {
            Advance();
        }

        return isTaken;
    }

    private void Take(CelTokenKind kind, string expected)
    {
        if (!TryTake(kind))
        {
            throw Unexpected(expected);
        }
    }

    private CelSyntaxException Unexpected(string expected)
    {
        var found = _token.Kind == CelTokenKind.End ? "the expression's end" : $"`{Shorten(_text.AsSpan(_token.Start, _token.End - _token.Start))}`";
        return new(_token.Start, $"unexpected {found}: expected {expected}");
    }

    private static string Shorten(ReadOnlySpan<char> text) => text.Length <= 40 ? text.ToString() : $"{text[..37]}...";
}
