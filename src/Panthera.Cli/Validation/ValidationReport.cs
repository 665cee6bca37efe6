namespace Panthera.Cli.Validation;

/// <summary>What running a validation file came to.</summary>
internal sealed class ValidationReport
{
    private readonly List<ValidationFailure> _failures = [];

    /// <summary>How many expectations were looked at.</summary>
    internal int Checked { get; private set; }

    /// <summary>What does not hold, in the order of the file.</summary>
    internal IReadOnlyList<ValidationFailure> Failures => _failures;

    internal void Count() => Checked++;

    internal void Fail(string part, int? line, string message) => _failures.Add(new(part, line, message));
}
