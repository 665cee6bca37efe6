using System.Collections.Immutable;
using Panthera.Permissions.Caveats;
using Panthera.Permissions.Schema.Syntax;

namespace Panthera.Permissions.Schema.Binding;

/// <summary>Resolves the types of caveats' parameters and compiles their expressions.</summary>
internal sealed class CaveatBinder
{
    private readonly SourceText _source;
    private readonly Dictionary<string, Definition> _types;
    private readonly ErrorList _errors;
    private readonly Dictionary<string, Caveat> _caveats = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private long _patternCost;

    public CaveatBinder(SourceText source, Dictionary<string, Definition> types, ErrorList errors)
    {
        _source = source;
        _types = types;
        _errors = errors;
    }

    /// <summary>Compiles all caveats; one with errors, which are then in the list, is left out.</summary>
    public Dictionary<string, Caveat> Bind(ImmutableArray<CaveatSyntax> caveats)
    {
        foreach (var syntax in caveats)
        {
            CheckName(syntax.Name);
            if (BindParameters(syntax) is { } parameters && Compile(syntax, parameters) is { } caveat)
            {
                _caveats.TryAdd(caveat.Name, caveat);
            }
        }

        return _caveats;
    }

    // Types and caveats share their names, so that a relation's `with` reads as one thing.
    private void CheckName(NameSyntax name)
    {
        var quoted = SourceText.Quote(name.Text);
        if (!NameRules.IsTypeName(name.Text))
        {
            _errors.Add(name.Start, $"{quoted} cannot name a caveat: {NameRules.TypeRule}");
        }

        if (_types.TryGetValue(name.Text, out var type))
        {
            _errors.Add(name.Start, $"{quoted} is already the name of the type defined on {_source.DescribeLine(type.Line)}; give the caveat another name");
        }

        if (!_places.TryAdd(name.Text, name.Start))
        {
            _errors.Add(name.Start, $"caveat {quoted} is already defined on {_source.DescribeLine(_source.Locate(_places[name.Text]).Line)}");
        }
    }

    private ImmutableArray<CaveatParameter>? BindParameters(CaveatSyntax caveat)
    {
        var parameters = ImmutableArray.CreateBuilder<CaveatParameter>(caveat.Parameters.Length);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var syntax in caveat.Parameters)
        {
            var name = syntax.Name.Text;
            if (!names.Add(name))
            {
                _errors.Add(syntax.Name.Start, $"caveat {SourceText.Quote(caveat.Name.Text)} has two parameters {SourceText.Quote(name)}");
            }
            else if (BindType(syntax.Type) is { } type)
            {
                parameters.Add(new CaveatParameter(name, type));
            }
        }

        return parameters.Count == caveat.Parameters.Length ? parameters.MoveToImmutable() : null;
    }

    // As deep as the parser lets types nest.
    private CaveatType? BindType(CaveatTypeSyntax syntax)
    {
        CaveatType? argument = null;
        if (syntax.Argument is not null && (argument = BindType(syntax.Argument)) is null)
        {
            return null;
        }

        var name = syntax.Name.Text;
        if (!CaveatType.TryResolve(name.Length <= SchemaLimits.MaxTypeNameBytes ? name : "...", argument, out var type, out var error))
        {
            _errors.Add(syntax.Name.Start, error);
        }

        return type;
    }

    private Caveat? Compile(CaveatSyntax syntax, ImmutableArray<CaveatParameter> parameters)
    {
        var body = _source.Text.AsSpan(syntax.BodyStart, syntax.BodyEnd - syntax.BodyStart);
        var start = syntax.BodyStart + (body.Length - body.TrimStart().Length);
        var text = body.Trim().ToString();
        var compilation = CaveatProgram.Compile(syntax.Name.Text, parameters, text);
        foreach (var error in compilation.Errors)
        {
            _errors.Add(start + error.Offset, $"in caveat {SourceText.Quote(syntax.Name.Text)}, {error.Message}");
        }

        if (!compilation.Succeeded)
        {
            return null;
        }

        RefuseUnused(syntax, compilation.Program);
        _patternCost += compilation.Program.PatternCost;
        if (_patternCost > SchemaLimits.MaxPatternCost)
        {
            _errors.Add(syntax.Name.Start, $"the patterns of the caveats up to here have more than {SchemaLimits.MaxPatternCost} steps together; repeat less in them");
            _errors.ThrowIfAny();
        }

        var (line, column) = _source.Locate(syntax.Name.Start);
        return new Caveat(syntax.Name.Text, _caveats.Count, syntax.Comment, line, column, text, compilation.Program);
    }

    // A parameter that decides nothing is a slip: whoever wrote it believes that it restricts something.
    private void RefuseUnused(CaveatSyntax syntax, CaveatProgram program)
    {
        foreach (var parameter in program.UnusedParameters)
        {
            var place = syntax.Parameters.First(candidate => candidate.Name.Text == parameter.Name).Name.Start;
            _errors.Add(place, $"parameter {SourceText.Quote(parameter.Name)} of caveat {SourceText.Quote(syntax.Name.Text)} is never used; remove it");
        }
    }
}
