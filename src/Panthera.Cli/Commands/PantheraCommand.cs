using System.CommandLine;
using System.Net.Sockets;
using Panthera.Cli.Output;
using Panthera.Storage;

namespace Panthera.Cli.Commands;

/// <summary>A command: its help has a sentence and an example, and every way it can fail ends in one line that says what to do.</summary>
internal abstract class PantheraCommand : Command
{
    private readonly Terminal _terminal;

    /// <param name="terminal">Where it runs.</param>
    /// <param name="name">Its name.</param>
    /// <param name="sentence">What it does.</param>
    /// <param name="examples">Calls of it, without `panthera`.</param>
    protected PantheraCommand(Terminal terminal, string name, string sentence, params ReadOnlySpan<string> examples)
        : base(name, sentence)
    {
        _terminal = terminal;
        Examples = examples.ToArray();
        SetAction(RunAsync);
    }

    /// <summary>Calls of it, for its help.</summary>
    internal IReadOnlyList<string> Examples { get; }

    /// <summary>Does it.</summary>
    /// <returns>The exit code.</returns>
    protected abstract Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken);

    /// <summary>The exit code of a refusal.</summary>
    protected virtual int ExitCodeOf(Refusal refusal) => refusal.Code == RefusalCode.InvalidArgument ? ExitCodes.Error : ExitCodes.Refused;

    private async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var context = new CommandContext(parse, _terminal);
        try
        {
            return await RunAsync(context, cancellationToken);
        }
        catch (RefusedException exception)
        {
            context.Writer.Error(exception.Message);
            return ExitCodeOf(exception.Refusal);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            context.Writer.Error("stopped");
            return ExitCodes.Error;
        }
        catch (Exception exception) when (exception is UsageException or StorageException or IOException or UnauthorizedAccessException or FormatException)
        {
            context.Writer.Error(exception.Message);
            return ExitCodes.Error;
        }
        catch (HttpRequestException exception)
        {
            context.Writer.Error(Unreachable(exception, context.ServerUrl));
            return ExitCodes.Error;
        }
        catch (TaskCanceledException exception) when (exception.InnerException is TimeoutException)
        {
            context.Writer.Error($"the server `{context.ServerUrl}` did not answer in time; look at its log, or try again");
            return ExitCodes.Error;
        }
    }

    private static string Unreachable(HttpRequestException exception, string? url) =>
        exception.InnerException is SocketException or IOException
            ? $"the server `{url}` cannot be reached ({exception.InnerException.Message}); is `panthera serve` running there?"
            : exception.Message;
}
