using Panthera.Permissions.Caveats.Cel.Types;
using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Functions;

/// <summary>One way to call a function.</summary>
/// <param name="Name">The function's name.</param>
/// <param name="IsMethod">Whether it is called on its first parameter: <c>text.size()</c> rather than <c>size(text)</c>.</param>
/// <param name="Parameters">The types it takes.</param>
/// <param name="Result">The type it returns.</param>
/// <param name="Body">What it does.</param>
internal sealed record CelOverload(string Name, bool IsMethod, CelType[] Parameters, CelType Result, CelFunction Body)
{
    /// <summary>The most parameters an overload has, its target included.</summary>
    public const int MaxParameters = 4;

    /// <summary>Whether arguments of these types may be what it takes.</summary>
    public bool Accepts(ReadOnlySpan<CelType> arguments)
    {
        var accepts = arguments.Length == Parameters.Length;
        for (var i = 0; accepts && i < arguments.Length; i++)
        {
            accepts = arguments[i].IsAssignableTo(Parameters[i]);
        }

        return accepts;
    }

    /// <summary>Whether it takes these arguments, looked at when the expression runs.</summary>
    public bool Accepts(ReadOnlySpan<CelValue> arguments)
    {
        var accepts = arguments.Length == Parameters.Length;
        for (var i = 0; accepts && i < arguments.Length; i++)
        {
            accepts = Parameters[i].Matches(arguments[i].Kind);
        }

        return accepts;
    }
}
