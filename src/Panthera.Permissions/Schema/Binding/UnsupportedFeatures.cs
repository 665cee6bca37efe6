using System.Collections.Immutable;
using Panthera.Permissions.Schema.Syntax;

namespace Panthera.Permissions.Schema.Binding;

/// <summary>Refuses, by name and place, what the language has and the evaluator does not yet run.</summary>
/// <remarks>INVARIANT (no-condition-ignored): a schema that states a condition is either evaluated with it or refused.</remarks>
internal static class UnsupportedFeatures
{
    public static void Report(SchemaSyntax syntax, ErrorList errors)
    {
        foreach (var use in syntax.Uses)
        {
            if (use.Flag == SchemaFlag.Typechecking)
            {
                errors.Add(
                    use.Start,
                    "`use typechecking` is not supported yet: permissions' types would go unchecked; leave the line out");
            }
        }

        foreach (var import in syntax.Imports)
        {
            errors.Add(
                import.Start,
                $"cannot import {SourceText.Quote(import.Path)}: imports are not supported yet; write the definitions here");
        }

        foreach (var caveat in syntax.Caveats)
        {
            errors.Add(caveat.Name.Start, $"cannot use caveat {SourceText.Quote(caveat.Name.Text)}: caveats are not supported yet");
        }

        foreach (var partial in syntax.Partials)
        {
            errors.Add(
                partial.Name.Start,
                $"cannot use partial {SourceText.Quote(partial.Name.Text)}: partials are not supported yet; "
                + "write its members in the definitions");
            ReportMembers(partial.Members, errors);
        }

        foreach (var definition in syntax.Definitions)
        {
            ReportMembers(definition.Members, errors);
        }
    }

    private static void ReportMembers(ImmutableArray<MemberSyntax> members, ErrorList errors)
    {
        foreach (var member in members)
        {
            switch (member)
            {
                case PartialReferenceSyntax:
                    errors.Add(
                        member.Name.Start,
                        $"cannot include partial {SourceText.Quote(member.Name.Text)}: partials are not supported yet; write its members here");
                    break;
                case RelationSyntax relation:
                    ReportCaveats(relation, errors);
                    break;
                case PermissionSyntax permission:
                    ReportSelf(permission.Body, errors);
                    break;
            }
        }
    }

    private static void ReportCaveats(RelationSyntax relation, ErrorList errors)
    {
        foreach (var subject in relation.AllowedSubjects)
        {
            if (subject.Caveat is not { } caveat)
            {
                continue;
            }

            errors.Add(
                caveat.Start,
                caveat.Text == "expiration"
                    ? "`with expiration` needs the line `use expiration` at the schema's top"
                    : $"relation {SourceText.Quote(relation.Name.Text)} cannot use caveat {SourceText.Quote(caveat.Text)}: "
                        + "caveats are not supported yet");
        }
    }

    private static void ReportSelf(ExpressionSyntax expression, ErrorList errors)
    {
        switch (expression)
        {
            case SelfExpressionSyntax:
                errors.Add(expression.Start, "`self` is not supported yet");
                break;
            case OperatorExpressionSyntax { Operands: var operands }:
                foreach (var operand in operands)
                {
                    ReportSelf(operand, errors);
                }

                break;
            case ArrowExpressionSyntax { Left: var left }:
                ReportSelf(left, errors);
                break;
        }
    }
}
