using Panthera.Permissions.Schema.Syntax;

namespace Panthera.Permissions.Schema.Binding;

/// <summary>A member of a definition, and the reference to a partial that brought it in; null when it is the definition's own.</summary>
internal readonly record struct IncludedMember(MemberSyntax Syntax, PartialReferenceSyntax? Through);
