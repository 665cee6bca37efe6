using System.Collections.Immutable;

namespace Panthera.Permissions.Schema;

/// <summary>A member that relationships are written to, with the forms of subject it allows.</summary>
public sealed class Relation : Member
{
    internal Relation(Definition definition, string name, int index, string? comment, int line, int column)
        : base(definition, name, index, comment, line, column)
    {
    }

    /// <summary>The allowed forms of subject, in the order of the text; at least one, no two alike.</summary>
    public ImmutableArray<AllowedSubject> AllowedSubjects { get; private set; } = [];

    /// <summary>Whether one of the allowed forms is a wildcard (<c>type:*</c>).</summary>
    public bool AllowsWildcard { get; private set; }

    /// <summary>Whether one of the allowed forms is a userset (<c>type#member</c>).</summary>
    public bool AllowsUserset { get; private set; }

    /// <summary>Whether a relationship with this form of subject may be written.</summary>
    /// <param name="type">The subject's type.</param>
    /// <param name="relation">The subject's relation; null for none (<c>...</c> is none).</param>
    /// <param name="wildcard">Whether the subject is <c>type:*</c>.</param>
    /// <param name="caveat">The name of the caveat that the relationship carries; null for none.</param>
    /// <param name="expires">Whether the relationship carries an expiry.</param>
    /// <returns>
    /// Whether a form matches exactly: a form <c>with expiration</c> requires an expiry, and one without refuses it; a form with a
    /// caveat requires that caveat, and one without refuses any.
    /// </returns>
    public bool Allows(string type, string? relation, bool wildcard, string? caveat, bool expires)
    {
        foreach (var allowed in AllowedSubjects)
        {
            if (allowed.IsWildcard == wildcard
                && allowed.RequiresExpiration == expires
                && string.Equals(allowed.Caveat?.Name, caveat, StringComparison.Ordinal)
                && string.Equals(allowed.Type.Name, type, StringComparison.Ordinal)
                && string.Equals(allowed.Relation?.Name, relation, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    // Called once, by the compiler, before anyone else sees the relation.
    internal void SetAllowedSubjects(ImmutableArray<AllowedSubject> allowedSubjects)
    {
        AllowedSubjects = allowedSubjects;
        foreach (var allowed in allowedSubjects)
        {
            AllowsWildcard |= allowed.IsWildcard;
            AllowsUserset |= allowed.Relation is not null;
        }
    }
}
