using System.Security.Cryptography;
using Panthera.Cli.Client;
using Panthera.Files;
using Panthera.Storage;

namespace Panthera.Cli.Import;

/// <summary>Copies a directory of this machine into a tenant, many files at once, so that they share commits and syncs.</summary>
/// <remarks>Run again it completes: a file that is there with the same size and SHA-256 is not written again, whatever its times say. Files that
/// cannot be read, and refusals, are reported, and the rest goes on; failures of the store end the import. Used once; its reports come from several threads.</remarks>
internal sealed class Importer
{
    private readonly IPantheraClient _client;
    private readonly ImportOptions _options;
    private readonly Action<ImportedFile> _report;
    private readonly TimeProvider _time;
    private readonly Guid _batch;
    private long _written;
    private long _writtenBytes;
    private long _unchanged;
    private long _directories;
    private long _skipped;
    private long _failed;

    /// <param name="client">Where to.</param>
    /// <param name="options">What, and how.</param>
    /// <param name="report">Told of every file; from several threads at once.</param>
    /// <param name="time">Measures.</param>
    internal Importer(IPantheraClient client, ImportOptions options, Action<ImportedFile> report, TimeProvider time)
    {
        _client = client;
        _options = options;
        _report = report;
        _time = time;
        _batch = Guid.NewGuid();
    }

    /// <summary>Files and directories dealt with so far.</summary>
    internal long Done => Volatile.Read(ref _written) + Volatile.Read(ref _unchanged) + Volatile.Read(ref _directories)
        + Volatile.Read(ref _skipped) + Volatile.Read(ref _failed);

    /// <summary>Imports; a cancelled import ends what is under way and says how far it came.</summary>
    /// <exception cref="RefusedException">The directory to import into cannot be made.</exception>
    /// <exception cref="StorageException">The store failed.</exception>
    internal async Task<ImportSummary> RunAsync(CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        await MakeTargetAsync(cancellationToken);
        var stopped = false;
        try
        {
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = _options.InFlight, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(Limited(), parallel, async (entry, token) => Report(await ImportAsync(entry, token)));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            stopped = true;
        }

        return new ImportSummary
        {
            Written = _written,
            WrittenBytes = _writtenBytes,
            Unchanged = _unchanged,
            Directories = _directories,
            Skipped = _skipped,
            Failed = _failed,
            Elapsed = _time.GetElapsedTime(started),
            IsStopped = stopped,
        };
    }

    private IEnumerable<SourceEntry> Limited()
    {
        var files = 0L;
        foreach (var entry in new SourceTree(_options.Source).Walk())
        {
            if (entry.Kind == SourceKind.File && entry.SizeBytes <= _options.MaxFileBytes && ++files > _options.Limit) yield break;
            yield return entry;
        }
    }

    private async Task MakeTargetAsync(CancellationToken cancellationToken)
    {
        FilePath into = _options.Into;
        if (into.IsRoot) return;
        var made = await _client.MakeDirectoryAsync(into.ToString(), createParents: true, cancellationToken);
        if (!made.IsAccepted && made.Refusal.Code != RefusalCode.AlreadyExists) throw new RefusedException(made.Refusal);
    }

    private async ValueTask<ImportedFile> ImportAsync(SourceEntry entry, CancellationToken cancellationToken)
    {
        var path = _options.Into.TrimEnd('/') + "/" + entry.RelativePath;
        try
        {
            return entry.Kind switch
            {
                SourceKind.File when entry.SizeBytes > _options.MaxFileBytes => Skip(entry, path, "it is larger than the limit that was given"),
                SourceKind.File => await FileAsync(entry, path, cancellationToken),
                SourceKind.Directory => await DirectoryAsync(entry, path, cancellationToken),
                SourceKind.Link => Skip(entry, path, "it is a symbolic link"),
                SourceKind.Special => Skip(entry, path, "it is a pipe, a socket or a device"),
                _ => new(ImportStatus.Failed, path, entry.FullPath, 0, null, entry.Problem),
            };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new(ImportStatus.Failed, path, entry.FullPath, 0, null, exception.Message);
        }
    }

    private async Task<ImportedFile> FileAsync(SourceEntry entry, string path, CancellationToken cancellationToken)
    {
        await using var content = Open(entry);
        if (await IsThereAsync(content, path, cancellationToken) is { } there) return new(ImportStatus.Unchanged, path, entry.FullPath, there.SizeBytes, there.ETag, null);
        var options = new WriteOptions { CreateParents = true, BatchId = _batch, ModifiedAt = _client.KeepsModificationTimes ? entry.ModifiedAt : null };
        var written = await _client.WriteAsync(path, content, options, cancellationToken);
        return written.IsAccepted
            ? new(ImportStatus.Written, path, entry.FullPath, written.Value.Entry.SizeBytes, written.Value.Entry.ETag, null)
            : new(ImportStatus.Failed, path, entry.FullPath, 0, null, written.Refusal.Message);
    }

    private async Task<FileEntry?> IsThereAsync(FileStream content, string path, CancellationToken cancellationToken)
    {
        var stat = await _client.StatAsync(path, cancellationToken);
        if (!stat.IsAccepted || stat.Value.Kind != EntryKind.File || stat.Value.SizeBytes != content.Length) return null;
        var stored = await _client.HashAsync(path, cancellationToken);
        if (!stored.IsAccepted) return null;
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken));
        content.Position = 0;
        return hash == stored.Value ? stat.Value : null;
    }

    private async Task<ImportedFile> DirectoryAsync(SourceEntry entry, string path, CancellationToken cancellationToken)
    {
        var made = await _client.MakeDirectoryAsync(path, createParents: true, cancellationToken);
        return made.IsAccepted || made.Refusal.Code == RefusalCode.AlreadyExists
            ? new(ImportStatus.Directory, path, entry.FullPath, 0, null, null)
            : new(ImportStatus.Failed, path, entry.FullPath, 0, null, made.Refusal.Message);
    }

    private static FileStream Open(SourceEntry entry) => new(entry.FullPath, new FileStreamOptions
    {
        Access = FileAccess.Read,
        Share = FileShare.ReadWrite | FileShare.Delete,
        // Small files are read whole by one call; a buffer of our own would only be filled and copied.
        BufferSize = 0,
        Options = FileOptions.SequentialScan,
    });

    private static ImportedFile Skip(SourceEntry entry, string path, string reason) => new(ImportStatus.Skipped, path, entry.FullPath, entry.SizeBytes, null, reason);

    private void Report(ImportedFile file)
    {
        // Reported before it is counted: whoever waits for the count has the report.
        _report(file);
        Interlocked.Add(ref _writtenBytes, file.Status == ImportStatus.Written ? file.SizeBytes : 0);
        _ = file.Status switch
        {
            ImportStatus.Written => Interlocked.Increment(ref _written),
            ImportStatus.Unchanged => Interlocked.Increment(ref _unchanged),
            ImportStatus.Directory => Interlocked.Increment(ref _directories),
            ImportStatus.Skipped => Interlocked.Increment(ref _skipped),
            _ => Interlocked.Increment(ref _failed),
        };
    }
}
