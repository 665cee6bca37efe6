namespace Panthera.Permissions.Schema.Reflection;

/// <summary>Selects parts of a schema by what their names begin with; null or empty selects by nothing.</summary>
/// <param name="Definition">What the type's name begins with.</param>
/// <param name="Caveat">What the caveat's name begins with; not together with the others.</param>
/// <param name="Relation">What the relation's name begins with, on the types that <paramref name="Definition"/> selects.</param>
/// <param name="Permission">What the permission's name begins with, on the types that <paramref name="Definition"/> selects.</param>
public sealed record SchemaFilter(string? Definition = null, string? Caveat = null, string? Relation = null, string? Permission = null)
{
    /// <summary>Says what is wrong with the filter; null when nothing is.</summary>
    public string? Error() => this switch
    {
        { Definition: { Length: > 0 } definition, Caveat: { Length: > 0 } caveat } =>
            $"a filter selects definitions (`{definition}`) or caveats (`{caveat}`), not both; give two filters",
        { Relation: { Length: > 0 } relation, Permission: { Length: > 0 } permission } =>
            $"a filter selects relations (`{relation}`) or permissions (`{permission}`), not both; give two filters",
        { Relation: { Length: > 0 } relation, Definition: null or "" } => $"a filter for relations (`{relation}`) needs a filter for their definition",
        { Permission: { Length: > 0 } permission, Definition: null or "" } =>
            $"a filter for permissions (`{permission}`) needs a filter for their definition",
        _ => null,
    };
}
