using Panthera.Permissions.Schema.Syntax;

namespace Panthera.Permissions.Schema.Binding;

/// <summary>Gathers the type errors of one schema, and ends the compilation when there are enough.</summary>
internal sealed class ErrorList
{
    private readonly SourceText _source;
    private readonly List<(int Offset, SchemaError Error)> _errors = [];

    // A member of a partial is looked at once for each definition that includes it.
    private readonly HashSet<(int Offset, string Message)> _known = [];

    public ErrorList(SourceText source) => _source = source;

    /// <exception cref="SchemaException">This was the last error that is reported.</exception>
    public void Add(int offset, string message)
    {
        if (!_known.Add((offset, message)))
        {
            return;
        }

        _errors.Add((offset, _source.Error(SchemaErrorKind.Type, offset, message)));
        if (_errors.Count == SchemaLimits.MaxErrors)
        {
            ThrowIfAny();
        }
    }

    /// <exception cref="SchemaException">There are errors; they are in the order of the text.</exception>
    public void ThrowIfAny()
    {
        if (_errors.Count > 0)
        {
            throw new SchemaException([.. _errors.OrderBy(error => error.Offset).Select(error => error.Error)]);
        }
    }
}
