using Spectre.Console;

namespace Panthera.Cli.Output;

/// <summary>A bar with a count, a percentage and the time left, drawn on the error stream; nothing where nobody watches.</summary>
internal static class ProgressBar
{
    /// <summary>Runs work that reports how far it is.</summary>
    /// <param name="writer">Where.</param>
    /// <param name="visible">Whether to draw at all.</param>
    /// <param name="title">What is going on.</param>
    /// <param name="work">The work; it gives what it has done of how much.</param>
    internal static async Task<T> RunAsync<T>(Writer writer, bool visible, string title, Func<Action<long, long>, Task<T>> work)
    {
        if (!visible) return await work(static (_, _) => { });
        var progress = new Progress(writer.ErrorConsole, TimeProvider.System) { AutoClear = true, ExcludeVerticalPadding = true }
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(), new SpinnerColumn());
        return await progress.StartAsync(async context =>
        {
            var task = context.AddTask(Markup.Escape(title), autoStart: true, maxValue: 1);
            return await work((done, total) =>
            {
                task.MaxValue = Math.Max(1, total);
                task.Value = done;
            });
        });
    }
}
