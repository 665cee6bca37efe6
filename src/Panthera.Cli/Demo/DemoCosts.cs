using Panthera.Cli.Import;
using Panthera.Cli.Output;
using Panthera.Files;

namespace Panthera.Cli.Demo;

/// <summary>What the demo did, in numbers.</summary>
internal sealed class DemoCosts
{
    private ulong _firstRevision;
    private ulong _lastRevision;
    private long _syncs;
    private ImportSummary _import = new();

    internal long Checks { get; set; }

    internal long Allowed { get; set; }

    internal TimeSpan CheckTime { get; set; }

    internal void BeforeImport(FileStore files, long syncs)
    {
        _firstRevision = files.Statistics().Revision;
        _syncs = syncs;
    }

    internal void AfterImport(FileStore files, long syncs, ImportSummary import)
    {
        _lastRevision = files.Statistics().Revision;
        _syncs = syncs - _syncs;
        _import = import;
    }

    internal void Draw(Writer writer, long diskBytes, TimeSpan elapsed)
    {
        var commits = (long)(_lastRevision - _firstRevision);
        var perCheck = CheckTime.TotalNanoseconds / Checks;
        var table = Tables.Create(writer, "what", "how much>", "which is");
        table.Row("import", $"{Numbers.Count(_import.Written)} files", $"{Numbers.Rate(_import.FilesPerSecond)}, {Numbers.Size(_import.WrittenBytes)} in {Numbers.Duration(_import.Elapsed)}");
        table.Row("commits of the import", Numbers.Count(commits), _syncs > 0 ? $"{Numbers.Count(_syncs)} syncs to disk: {Numbers.Digits((double)commits / _syncs)} commits each" : "");
        table.Row("random checks by path", Numbers.Count(Checks), $"{Numbers.Count(Allowed)} allowed, {Numbers.Count(Checks - Allowed)} denied");
        table.Row("one check", Numbers.Nanoseconds(perCheck), $"{Numbers.Rate(1e9 / perCheck)} on one core, no caches");
        table.Row("memory of this process", Numbers.Size(Environment.WorkingSet), $"{Numbers.Size(GC.GetTotalMemory(forceFullCollection: false))} of it managed");
        table.Row("disk", Numbers.Size(diskBytes), $"{Numbers.Digits((double)diskBytes / Math.Max(1, _import.WrittenBytes))} times the files; equal contents once");
        table.Row("the whole demo", Numbers.Duration(elapsed), "");
        writer.Draw(table);
    }
}
