using System.Collections.Immutable;

namespace Panthera.Permissions.Schema.Syntax;

/// <summary>Reads a permission's body.</summary>
/// <remarks>
/// The precedence is SpiceDB's, and unusual: `+` binds tightest, then `&amp;`, then `-`, each to the left, so that <c>a - b + c</c> is
/// <c>a - (b + c)</c>. Only parentheses recurse; chains are loops, and how deep the tree gets is bounded either way.
/// </remarks>
internal sealed class ExpressionParser
{
    private readonly TokenReader _reader;
    private int _parentheses;

    public ExpressionParser(TokenReader reader) => _reader = reader;

    public ExpressionSyntax Parse() => ParseExclusion();

    private ExpressionSyntax ParseExclusion()
    {
        var left = ParseChain(TokenKind.And);
        while (_reader.TryTake(TokenKind.Minus))
        {
            left = Join(TokenKind.Minus, [left, ParseChain(TokenKind.And)]);
        }

        return left;
    }

    // Operands of `&` are unions, operands of `+` are arrows: a chain of either is one node with all its operands.
    private ExpressionSyntax ParseChain(TokenKind joint)
    {
        var first = ParseOperand(joint);
        if (!_reader.At(joint))
        {
            return first;
        }

        var operands = ImmutableArray.CreateBuilder<ExpressionSyntax>();
        operands.Add(first);
        while (_reader.TryTake(joint))
        {
            operands.Add(ParseOperand(joint));
        }

        return Join(joint, operands.ToImmutable());
    }

    private ExpressionSyntax ParseOperand(TokenKind joint) => joint == TokenKind.And ? ParseChain(TokenKind.Plus) : ParseArrow();

    private ExpressionSyntax ParseArrow()
    {
        var left = ParsePrimary();
        while (true)
        {
            if (_reader.TryTake(TokenKind.Arrow))
            {
                left = Arrow(left, _reader.ExpectSimpleName("the name that the arrow asks for"), ArrowKind.Any);
            }
            else if (_reader.TryTake(TokenKind.Dot))
            {
                left = ParseCallArrow(left);
            }
            else
            {
                return left;
            }
        }
    }

    private ArrowExpressionSyntax ParseCallArrow(ExpressionSyntax left)
    {
        var isAll = _reader.AtWord("all");
        if (!isAll && !_reader.AtWord("any"))
        {
            throw _reader.Expected("`any` or `all` after the dot");
        }

        _reader.Advance();
        _reader.Expect(TokenKind.LeftParen, "`(`");
        var right = _reader.ExpectSimpleName("the name that the arrow asks for");
        _reader.Expect(TokenKind.RightParen, "`)`");
        return Arrow(left, right, isAll ? ArrowKind.All : ArrowKind.Any);
    }

    private ExpressionSyntax ParsePrimary()
    {
        var start = _reader.Current.Start;
        if (_reader.At(TokenKind.LeftParen))
        {
            return ParseParenthesized();
        }

        if (_reader.TryTakeWord("nil"))
        {
            return new NilExpressionSyntax(start);
        }

        if (_reader.Flags.HasFlag(SchemaFlag.Self) && _reader.TryTakeWord("self"))
        {
            return new SelfExpressionSyntax(start);
        }

        return new NameExpressionSyntax(_reader.ExpectSimpleName("a relation, a permission, `nil` or `(`"));
    }

    private ExpressionSyntax ParseParenthesized()
    {
        if (++_parentheses > SchemaLimits.MaxNesting)
        {
            throw TooDeep(_reader.Current.Start);
        }

        _reader.Advance();
        var inner = ParseExclusion();
        _reader.Expect(TokenKind.RightParen, "an operator or `)`");
        _parentheses--;
        return inner;
    }

    private OperatorExpressionSyntax Join(TokenKind joint, ImmutableArray<ExpressionSyntax> operands)
    {
        var depth = 0;
        foreach (var operand in operands)
        {
            depth = Math.Max(depth, operand.Depth + 1);
        }

        return depth <= SchemaLimits.MaxNesting
            ? new OperatorExpressionSyntax(joint, operands, depth)
            : throw TooDeep(operands[^1].Start);
    }

    private ArrowExpressionSyntax Arrow(ExpressionSyntax left, NameSyntax right, ArrowKind kind) =>
        left.Depth < SchemaLimits.MaxNesting ? new ArrowExpressionSyntax(left, right, kind) : throw TooDeep(right.Start);

    private SchemaException TooDeep(int offset) =>
        _reader.Failure(
            offset, $"the expression is nested more than {SchemaLimits.MaxNesting} deep; give parts of it names as permissions");
}
