namespace Panthera.Server.Http;

/// <summary>The arguments of a request's query, read strictly: each known, each once.</summary>
/// <remarks>A repeated argument would mean its first value to one reader and its last to another; an unknown one is mostly a misspelt one.</remarks>
internal sealed class QueryArguments
{
    private static readonly QueryArguments s_none = new([], []);

    private readonly string[] _known;
    private readonly string?[] _values;

    private QueryArguments(string[] known, string?[] values)
    {
        _known = known;
        _values = values;
    }

    /// <summary>Reads a query.</summary>
    /// <param name="query">What followed the question mark.</param>
    /// <param name="known">The names that the call takes.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="error">What is wrong.</param>
    internal static bool TryParse(string query, string[] known, out QueryArguments arguments, out string error)
    {
        error = "";
        arguments = query.Length == 0 && known.Length == 0 ? s_none : new(known, new string?[known.Length]);
        foreach (var range in query.AsSpan().Split('&'))
        {
            var part = query.AsSpan(range);
            if (!part.IsEmpty && !arguments.TryAdd(part, out error)) return false;
        }

        return true;
    }

    /// <summary>Whether the argument was given, with or without a value.</summary>
    internal bool Has(string name) => Text(name) is not null;

    /// <summary>The argument's value; null when it was not given.</summary>
    internal string? Text(string name) => _values[Array.IndexOf(_known, name)];

    /// <summary>A switch: absent is false, `name`, `name=true` true.</summary>
    internal bool TryFlag(string name, out bool value, out string error)
    {
        var text = Text(name);
        value = text is "" or "true";
        error = value || text is null or "false" ? "" : $"argument `{name}` is `true` or `false`, not `{text}`";
        return error.Length == 0;
    }

    /// <summary>A number; absent is the default.</summary>
    internal bool TryNumber(string name, int defaultValue, out int value, out string error)
    {
        value = defaultValue;
        var text = Text(name);
        var valid = text is null || int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out value);
        error = valid ? "" : $"argument `{name}` is a whole number, not `{text}`";
        return valid;
    }

    private bool TryAdd(ReadOnlySpan<char> part, out string error)
    {
        var equals = part.IndexOf('=');
        var rawName = equals < 0 ? part : part[..equals];
        if (!PercentDecoder.TryDecodeArgument(rawName, out var name, out error)
            || !PercentDecoder.TryDecodeArgument(equals < 0 ? "" : part[(equals + 1)..], out var value, out error))
        {
            error = $"the query {error}";
            return false;
        }

        var index = Array.IndexOf(_known, name);
        error = index < 0 ? Unknown(name) : _values[index] is not null ? $"argument `{name}` is given more than once" : "";
        if (error.Length > 0) return false;
        _values[index] = value;
        return true;
    }

    private string Unknown(string name) =>
        _known.Length == 0 ? $"there is no argument `{name}` here; this call takes none" : $"there is no argument `{name}` here; there are `{string.Join("`, `", _known)}`";
}
