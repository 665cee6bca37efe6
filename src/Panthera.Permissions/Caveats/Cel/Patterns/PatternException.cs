namespace Panthera.Permissions.Caveats.Cel.Patterns;

/// <summary>A regular expression that cannot be read; never leaves <see cref="PatternCompiler"/>.</summary>
internal sealed class PatternException(string message) : Exception(message);
