namespace Panthera.Cli.Output;

/// <summary>The command line was used wrongly; the message says what to write instead.</summary>
internal sealed class UsageException(string message) : Exception(message);
