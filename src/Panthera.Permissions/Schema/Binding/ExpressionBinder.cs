using System.Collections.Immutable;
using Panthera.Permissions.Schema.Syntax;

namespace Panthera.Permissions.Schema.Binding;

/// <summary>Resolves the permission bodies of one definition.</summary>
internal sealed class ExpressionBinder
{
    private readonly ErrorList _errors;

    // The arrows found good, so that one written often over a relation of many types is looked up once.
    private readonly HashSet<(Relation Left, string Right)> _goodArrows = [];
    private string _permission = "";

    public ExpressionBinder(Definition definition, ErrorList errors)
    {
        Definition = definition;
        _errors = errors;
    }

    public Definition Definition { get; }

    /// <summary>Resolves a body; null when it has errors, which are then in the list.</summary>
    public Expression? Bind(PermissionSyntax permission)
    {
        _permission = permission.Name.Text;
        return Bind(permission.Body);
    }

    private Expression? Bind(ExpressionSyntax syntax) => syntax switch
    {
        NilExpressionSyntax => NilExpression.Instance,
        SelfExpressionSyntax => SelfExpression.Instance,
        NameExpressionSyntax { Name: var name } => FindMember(name) is { } member ? new MemberExpression(member) : null,
        ArrowExpressionSyntax arrow => BindArrow(arrow),
        OperatorExpressionSyntax operation => BindOperator(operation),
        _ => throw new InvalidOperationException($"the parser made an expression of kind {syntax.GetType().Name}"),
    };

    private Expression? BindOperator(OperatorExpressionSyntax syntax)
    {
        var operands = ImmutableArray.CreateBuilder<Expression>(syntax.Operands.Length);
        foreach (var operandSyntax in syntax.Operands)
        {
            if (Bind(operandSyntax) is { } operand)
            {
                operands.Add(operand);
            }
        }

        // The others are bound all the same, for their errors.
        if (operands.Count < syntax.Operands.Length)
        {
            return null;
        }

        return syntax.Operator switch
        {
            TokenKind.Plus => new UnionExpression(operands.MoveToImmutable()),
            TokenKind.And => new IntersectionExpression(operands.MoveToImmutable()),
            _ => new ExclusionExpression(operands[0], operands[1]),
        };
    }

    private Member? FindMember(NameSyntax name)
    {
        if (Definition.TryGetMember(name.Text, out var member))
        {
            return member;
        }

        _errors.Add(
            name.Start,
            $"permission `{_permission}` names {SourceText.Quote(name.Text)}, but type `{Definition.Name}` has no such relation or "
            + $"permission; {KnownNames.Describe(name.Text, "it has", Definition.Members.Select(known => known.Name))}");
        return null;
    }

    private ArrowExpression? BindArrow(ArrowExpressionSyntax syntax)
    {
        if (syntax.Left is not NameExpressionSyntax { Name: var name })
        {
            _errors.Add(
                syntax.Left.Start,
                $"an arrow of permission `{_permission}` begins with more than a relation's name; give what comes after the first arrow a "
                + "permission of its own, on the type where it belongs");
            return null;
        }

        return FindMember(name) switch
        {
            null => null,
            Relation { AllowsWildcard: false } relation => BindArrow(relation, syntax),
            Relation => Refuse(name, $"an arrow cannot follow relation `{name.Text}`, because it allows a wildcard"),
            _ => Refuse(name, $"an arrow cannot follow `{name.Text}`, because it is a permission; only relations can be followed"),
        };
    }

    private ArrowExpression? BindArrow(Relation left, ArrowExpressionSyntax syntax)
    {
        var right = syntax.Right;
        if (!_goodArrows.Contains((left, right.Text)) && !SomeTypeHas(left, right.Text))
        {
            // Where the relation's own types are in error, that has been said.
            return left.AllowedSubjects.IsEmpty
                ? null
                : Refuse(
                    right,
                    $"no type that relation `{left.Name}` allows has {SourceText.Quote(right.Text)}; "
                    + KnownNames.Describe(right.Text, "they have", NamesBehind(left)));
        }

        _goodArrows.Add((left, right.Text));
        return new ArrowExpression(left, right.Text, syntax.Kind);
    }

    private ArrowExpression? Refuse(NameSyntax name, string message)
    {
        _errors.Add(name.Start, $"in permission `{_permission}`, {message}");
        return null;
    }

    private static bool SomeTypeHas(Relation left, string right)
    {
        foreach (var subject in left.AllowedSubjects)
        {
            if (subject.Type.TryGetMember(right, out _))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<string> NamesBehind(Relation left) =>
        left.AllowedSubjects.Select(subject => subject.Type).Distinct()
            .SelectMany(type => type.Members).Select(member => member.Name).Distinct();
}
