using Panthera.Permissions.Schema.Syntax;

namespace Panthera.Permissions.Schema.Binding;

/// <summary>Puts the members of partials where they are included.</summary>
/// <remarks>
/// A partial is flattened once, however often it is included. What the inclusions add up to is bounded as if it had been written
/// out, so that a short text cannot stand for an enormous schema. Confined to one compilation.
/// </remarks>
internal sealed class PartialExpansion
{
    private readonly Dictionary<string, PartialSyntax> _partials = new(StringComparer.Ordinal);
    private readonly Dictionary<PartialSyntax, Flat?> _flat = new(ReferenceEqualityComparer.Instance);
    private readonly SourceText _source;
    private readonly ErrorList _errors;
    private long _written;

    public PartialExpansion(SchemaSyntax syntax, SourceText source, ErrorList errors)
    {
        _source = source;
        _errors = errors;
        _written = source.Text.Length;
        foreach (var partial in syntax.Partials)
        {
            Declare(partial);
        }

        foreach (var partial in _partials.Values)
        {
            Flatten(partial, 1);
        }
    }

    /// <summary>The members of a definition, its own and those that it includes, in the order of the text.</summary>
    public List<IncludedMember> MembersOf(DefinitionSyntax definition)
    {
        var members = new List<IncludedMember>(definition.Members.Length);
        foreach (var member in definition.Members)
        {
            if (member is not PartialReferenceSyntax reference)
            {
                members.Add(new IncludedMember(member, null));
            }
            else if (Find(reference) is { } partial && Flatten(partial, 1) is { } flat)
            {
                foreach (var included in flat.Members)
                {
                    Count(included, reference);
                    members.Add(new IncludedMember(included, reference));
                }
            }
        }

        return members;
    }

    private void Declare(PartialSyntax partial)
    {
        var name = partial.Name;
        if (!NameRules.IsTypeName(name.Text))
        {
            _errors.Add(name.Start, $"{SourceText.Quote(name.Text)} cannot name a partial: {NameRules.TypeRule}");
        }

        if (!_partials.TryAdd(name.Text, partial))
        {
            var (line, _) = _source.Locate(_partials[name.Text].Name.Start);
            _errors.Add(name.Start, $"partial {SourceText.Quote(name.Text)} is already defined on {_source.DescribeLine(line)}");
        }
    }

    private PartialSyntax? Find(PartialReferenceSyntax reference)
    {
        var name = reference.Name;
        if (_partials.TryGetValue(name.Text, out var partial))
        {
            return partial;
        }

        _errors.Add(
            name.Start,
            $"partial {SourceText.Quote(name.Text)} is not defined; {KnownNames.Describe(name.Text, "defined partials are", _partials.Keys)}");
        return null;
    }

    // Recursion is as deep as partials nest, which is bounded. Null when the partial is being flattened: it includes itself.
    private Flat? Flatten(PartialSyntax partial, int depth)
    {
        if (_flat.TryGetValue(partial, out var known))
        {
            return known;
        }

        _flat.Add(partial, null);
        var members = new List<MemberSyntax>();
        var height = 1;
        foreach (var member in partial.Members)
        {
            if (member is not PartialReferenceSyntax reference)
            {
                members.Add(member);
            }
            else if (Find(reference) is { } included && FlattenIncluded(partial, included, reference, depth) is { } flat)
            {
                height = Math.Max(height, flat.Height + 1);
                flat.Members.ForEach(inner => Count(inner, reference));
                members.AddRange(flat.Members);
            }
        }

        return _flat[partial] = new Flat(members, height);
    }

    private Flat? FlattenIncluded(PartialSyntax partial, PartialSyntax included, PartialReferenceSyntax reference, int depth)
    {
        var flat = depth < SchemaLimits.MaxNesting ? Flatten(included, depth + 1) : null;
        if (depth >= SchemaLimits.MaxNesting || flat?.Height >= SchemaLimits.MaxNesting)
        {
            _errors.Add(reference.Name.Start, $"partials include each other more than {SchemaLimits.MaxNesting} deep");
            _errors.ThrowIfAny();
        }

        if (flat is null)
        {
            _errors.Add(
                reference.Name.Start,
                included == partial
                    ? $"partial `{included.Name.Text}` includes itself"
                    : $"partial `{included.Name.Text}` includes itself, through partial `{partial.Name.Text}`");
        }

        return flat;
    }

    // INVARIANT (partials-bounded): all members, those of partials counted as often as they are included, fit in a text of the largest size.
    private void Count(MemberSyntax member, PartialReferenceSyntax reference)
    {
        _written += member.Span.Length;
        if (_written > SchemaLimits.MaxTextBytes)
        {
            const int Mebibyte = 1024 * 1024;
            _errors.Add(reference.Name.Start, $"the schema with its partials written out is longer than {SchemaLimits.MaxTextBytes / Mebibyte} MiB");
            _errors.ThrowIfAny();
        }
    }

    private sealed record Flat(List<MemberSyntax> Members, int Height);
}
