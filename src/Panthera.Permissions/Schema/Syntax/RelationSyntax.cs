using System.Collections.Immutable;

namespace Panthera.Permissions.Schema.Syntax;

/// <summary><c>relation name: user | group#member</c>.</summary>
internal sealed record RelationSyntax(NameSyntax Name, string? Comment, TextSpan Span, ImmutableArray<AllowedSubjectSyntax> AllowedSubjects)
    : MemberSyntax(Name, Comment, Span);
