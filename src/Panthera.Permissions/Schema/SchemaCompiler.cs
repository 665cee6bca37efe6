using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Panthera.Permissions.Schema.Binding;
using Panthera.Permissions.Schema.Syntax;

namespace Panthera.Permissions.Schema;

/// <summary>Turns a schema's text into the form that the evaluator runs.</summary>
/// <remarks>
/// The language is SpiceDB's, all but imports, which are put together before and refused here by name:
/// nothing that restricts access is ever skipped. A text is at most 4 MiB, an expression at most 100 deep. Thread-safe.
/// </remarks>
public static class SchemaCompiler
{
    /// <summary>Compiles a schema's text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The compiled schema.</returns>
    /// <exception cref="SchemaException">The text is not a valid schema; the exception says where and why.</exception>
    public static CompiledSchema Compile(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Compile(new SourceText(text));
    }

    /// <summary>Compiles a schema's text, or says what is wrong with it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="schema">The compiled schema; null when there are errors.</param>
    /// <param name="errors">The first error of grammar, or up to twenty of types in the order of the text; empty on success.</param>
    /// <returns>Whether the text is a valid schema.</returns>
    public static bool TryCompile(string text, [NotNullWhen(true)] out CompiledSchema? schema, out ImmutableArray<SchemaError> errors)
    {
        try
        {
            schema = Compile(text);
            errors = [];
            return true;
        }
        catch (SchemaException exception)
        {
            schema = null;
            errors = exception.Errors;
            return false;
        }
    }

    internal static CompiledSchema Compile(SourceText source) => SchemaBinder.Bind(source, SchemaParser.Parse(source));
}
