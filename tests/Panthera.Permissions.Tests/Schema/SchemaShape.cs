using System.Text;
using Panthera.Permissions.Schema.Syntax;

namespace Panthera.Permissions.Tests.Schema;

/// <summary>Writes a syntax tree without its places, so that two texts can be compared by what they say.</summary>
internal static class SchemaShape
{
    public static string Of(string text)
    {
        var schema = SchemaParser.Parse(new SourceText(text));
        var shape = new StringBuilder();
        foreach (var use in schema.Uses) shape.AppendLine($"use {use.Flag}");
        foreach (var import in schema.Imports) shape.AppendLine($"import {import.Path}");
        foreach (var definition in schema.Definitions) Block(shape, "definition", definition.Name, definition.Comment, definition.Members);
        foreach (var partial in schema.Partials) Block(shape, "partial", partial.Name, partial.Comment, partial.Members);
        foreach (var caveat in schema.Caveats)
        {
            var parameters = string.Join(", ", caveat.Parameters.Select(parameter => $"{parameter.Name.Text} {Type(parameter.Type)}"));
            var body = string.Concat(text[caveat.BodyStart..caveat.BodyEnd].Where(c => !char.IsWhiteSpace(c)));
            shape.AppendLine($"caveat {caveat.Name.Text} <{caveat.Comment}> ({parameters}) {{{body}}}");
        }

        return shape.ToString();
    }

    private static void Block(StringBuilder shape, string keyword, NameSyntax name, string? comment, IEnumerable<MemberSyntax> members)
    {
        shape.AppendLine($"{keyword} {name.Text} <{comment}>");
        foreach (var member in members)
        {
            shape.AppendLine(member switch
            {
                RelationSyntax relation => $"  relation {relation.Name.Text} <{relation.Comment}>: {string.Join(" | ", relation.AllowedSubjects.Select(Subject))}",
                PermissionSyntax permission =>
                    $"  permission {permission.Name.Text} <{permission.Comment}>: {string.Join(" | ", permission.Types.Select(type => type.Text))} = {permission.Body}",
                _ => $"  ...{member.Name.Text}",
            });
        }
    }

    private static string Subject(AllowedSubjectSyntax subject) =>
        $"{subject.Type.Text}#{subject.Relation?.Text}{(subject.IsWildcard ? ":*" : "")} with {subject.Caveat?.Text} and {subject.Expires}";

    private static string Type(CaveatTypeSyntax type) => type.Argument is null ? type.Name.Text : $"{type.Name.Text}<{Type(type.Argument)}>";
}
