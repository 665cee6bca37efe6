using System.Text.Json;
using Panthera.Cli.Output;

namespace Panthera.Cli.Import;

/// <summary>Shows an import: every file for programs, what was left out and the counts for people.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class ImportReport
{
    // A tree of links would bury the summary; the count says how many there were.
    private const int ShownProblems = 20;

    private readonly Writer _writer;
    private readonly List<ImportedFile> _problems = [];
    private readonly Lock _lock = new();

    internal ImportReport(Writer writer) => _writer = writer;

    /// <summary>Takes what became of one file.</summary>
    internal void Add(ImportedFile file)
    {
        if (_writer.IsJson)
        {
            _writer.Json(json => Document(json, file));
        }
        else if (file.Status is ImportStatus.Skipped or ImportStatus.Failed)
        {
            lock (_lock)
            {
                if (_problems.Count < ShownProblems) _problems.Add(file);
            }
        }
    }

    /// <summary>Shows the counts.</summary>
    internal void End(ImportSummary summary)
    {
        if (_writer.IsJson)
        {
            _writer.Json(json => Document(json, summary));
            return;
        }

        foreach (var file in _problems)
            _writer.Line($"{(file.Status == ImportStatus.Skipped ? "skipped" : "failed")} {Printable.Text(file.Source)}: {file.Reason}");
        if (summary.Skipped + summary.Failed > _problems.Count) _writer.Line($"… and {Numbers.Count(summary.Skipped + summary.Failed - _problems.Count)} more; `--json` names all");
        _writer.Line($"wrote {Numbers.Count(summary.Written)} files, {Numbers.Size(summary.WrittenBytes)}, in {Numbers.Duration(summary.Elapsed)} "
            + $"({Numbers.Rate(summary.FilesPerSecond)}); {Numbers.Count(summary.Unchanged)} unchanged, {Numbers.Count(summary.Directories)} directories, "
            + $"{Numbers.Count(summary.Skipped)} skipped, {Numbers.Count(summary.Failed)} failed");
        if (summary.IsStopped) _writer.Error("stopped; run the same command again to complete");
    }

    private static void Document(Utf8JsonWriter json, ImportedFile file)
    {
        json.WriteString("status", Name(file.Status));
        json.WriteString("path", file.Path);
        json.WriteString("source", file.Source);
        json.WriteNumber("sizeBytes", file.SizeBytes);
        Documents.Optional(json, "etag", file.ETag);
        Documents.Optional(json, "reason", file.Reason);
    }

    private static void Document(Utf8JsonWriter json, ImportSummary summary)
    {
        json.WriteString("status", summary.IsStopped ? "stopped" : "done");
        json.WriteNumber("written", summary.Written);
        json.WriteNumber("writtenBytes", summary.WrittenBytes);
        json.WriteNumber("unchanged", summary.Unchanged);
        json.WriteNumber("directories", summary.Directories);
        json.WriteNumber("skipped", summary.Skipped);
        json.WriteNumber("failed", summary.Failed);
        json.WriteNumber("elapsedNanos", (long)(summary.Elapsed.TotalSeconds * 1e9));
    }

    private static string Name(ImportStatus status) => status switch
    {
        ImportStatus.Written => "written",
        ImportStatus.Unchanged => "unchanged",
        ImportStatus.Directory => "directory",
        ImportStatus.Skipped => "skipped",
        _ => "failed",
    };
}
