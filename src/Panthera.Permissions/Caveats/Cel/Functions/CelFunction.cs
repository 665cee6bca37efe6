using Panthera.Permissions.Caveats.Cel.Evaluation;
using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Functions;

/// <summary>What an overload does; the target of a method is its first argument, and no argument is an error or unknown.</summary>
internal delegate CelValue CelFunction(CelFrame frame, ReadOnlySpan<CelValue> arguments);
