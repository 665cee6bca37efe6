using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Panthera.Permissions.Schema;

/// <summary>A schema whose every name is resolved and whose types fit together: what the evaluator runs.</summary>
/// <remarks>Immutable and safe to share between threads. Made only by the schema compiler.</remarks>
public sealed class CompiledSchema
{
    private readonly FrozenDictionary<string, Definition> _byName;
    private readonly FrozenDictionary<string, Caveat> _caveatsByName;

    internal CompiledSchema(string text, ImmutableArray<Definition> definitions, ImmutableArray<Caveat> caveats)
    {
        Text = text;
        Definitions = definitions;
        Caveats = caveats;
        _byName = definitions.ToFrozenDictionary(definition => definition.Name, StringComparer.Ordinal);
        _caveatsByName = caveats.ToFrozenDictionary(caveat => caveat.Name, StringComparer.Ordinal);
    }

    /// <summary>The schema without any definition, which a tenant has before one is written.</summary>
    public static CompiledSchema Empty { get; } = new("", [], []);

    /// <summary>The text it was compiled from, as it was given.</summary>
    public string Text { get; }

    /// <summary>The definitions, in the order of the text.</summary>
    public ImmutableArray<Definition> Definitions { get; }

    /// <summary>The caveats, in the order of the text.</summary>
    public ImmutableArray<Caveat> Caveats { get; }

    /// <summary>Finds the definition of a type; names are compared byte for byte.</summary>
    /// <param name="name">The type's name, with its prefix if it has one.</param>
    /// <param name="definition">The definition, when there is one.</param>
    /// <returns>Whether the schema defines the type.</returns>
    public bool TryGetDefinition(string name, [NotNullWhen(true)] out Definition? definition) =>
        _byName.TryGetValue(name, out definition);

    /// <summary>Finds a caveat; names are compared byte for byte.</summary>
    /// <param name="name">The caveat's name, with its prefix if it has one.</param>
    /// <param name="caveat">The caveat, when there is one.</param>
    /// <returns>Whether the schema defines the caveat.</returns>
    public bool TryGetCaveat(string name, [NotNullWhen(true)] out Caveat? caveat) => _caveatsByName.TryGetValue(name, out caveat);
}
