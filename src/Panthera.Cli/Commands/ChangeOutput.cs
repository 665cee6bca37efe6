using Panthera.Cli.Output;
using Panthera.Files;

namespace Panthera.Cli.Commands;

/// <summary>Shows the result of a change, the same way for all commands that make one.</summary>
internal static class ChangeOutput
{
    /// <param name="context">The call.</param>
    /// <param name="result">What the store said.</param>
    /// <param name="done">What was done, as a sentence.</param>
    /// <param name="same">What to say when there was nothing to change.</param>
    internal static int Show(CommandContext context, ChangeResult result, string done, string same = "nothing to change")
    {
        if (context.Writer.IsJson) context.Writer.Json(json => Documents.Changed(json, result));
        else context.Writer.Line(result.Changed ? done : same);
        return ExitCodes.Done;
    }
}
