using Panthera.Permissions.Graph;

namespace Panthera.Cli.Validation;

/// <summary>What a validation file asserts of one check: <c>document:one#view@user:tom with {"ip": "10.0.0.1"}</c>.</summary>
internal sealed record Assertion(string Kind, Decision Wanted, NumberedText Question);
