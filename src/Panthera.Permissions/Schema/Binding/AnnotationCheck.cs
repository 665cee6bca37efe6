using Panthera.Permissions.Schema.Syntax;

namespace Panthera.Permissions.Schema.Binding;

/// <summary>Holds permissions to the types that they are annotated with (<c>permission view: user = ...</c>).</summary>
internal static class AnnotationCheck
{
    public static void Report(
        List<(PermissionSyntax Syntax, Permission Permission)> permissions, Dictionary<string, Definition> types, ErrorList errors)
    {
        var annotated = permissions.Where(pair => !pair.Syntax.Types.IsEmpty).ToList();
        if (annotated.Count == 0)
        {
            return;
        }

        if (!SubjectTypes.TryInfer(annotated.Select(pair => pair.Permission), out var inferred))
        {
            errors.Add(annotated[0].Syntax.Name.Start, "the schema is too large to check the annotations of its permissions; leave `use typechecking` out");
            return;
        }

        foreach (var (syntax, permission) in annotated)
        {
            Check(syntax, permission, inferred, types, errors);
        }
    }

    private static void Check(
        PermissionSyntax syntax, Permission permission, SubjectTypes inferred, Dictionary<string, Definition> types, ErrorList errors)
    {
        var allowed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in syntax.Types)
        {
            if (!types.ContainsKey(name.Text))
            {
                errors.Add(
                    name.Start,
                    $"permission `{permission}` is annotated with type {SourceText.Quote(name.Text)}, which is not defined; "
                    + KnownNames.Describe(name.Text, "defined types are", types.Keys));
            }
            else if (!allowed.Add(name.Text))
            {
                errors.Add(name.Start, $"permission `{permission}` is annotated with type `{name.Text}` twice");
            }
        }

        foreach (var type in inferred.Of(permission).OrderBy(type => type.Index))
        {
            if (!allowed.Contains(type.Name))
            {
                errors.Add(
                    syntax.Name.Start,
                    $"permission `{permission}` can grant subjects of type `{type}`, which its annotation leaves out; add the type, or take away "
                    + "what grants it");
            }
        }
    }
}
