namespace Panthera.Cli.Tests;

/// <summary>What a call finds around it.</summary>
internal sealed record CliInput
{
    internal byte[] Bytes { get; init; } = [];

    internal string? Line { get; init; }

    internal Dictionary<string, string> Environment { get; init; } = [];

    internal TimeProvider Time { get; init; } = TimeProvider.System;

    internal CancellationToken Cancellation { get; init; } = TestContext.Current.CancellationToken;
}
