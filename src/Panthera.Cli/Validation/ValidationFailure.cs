namespace Panthera.Cli.Validation;

/// <summary>Something in a validation file that does not hold.</summary>
/// <param name="Part">The part of the file, such as `assertTrue`.</param>
/// <param name="Line">The line, where it is known.</param>
/// <param name="Message">What is wrong.</param>
internal sealed record ValidationFailure(string Part, int? Line, string Message);
