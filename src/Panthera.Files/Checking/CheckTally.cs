namespace Panthera.Files.Checking;

/// <summary>What a check has seen and found so far. Confined to the check.</summary>
internal sealed class CheckTally(IProgress<long>? progress)
{
    // A store that is wrong in one way is often wrong a million times in that way.
    private const int MaxLines = 1000;

    private readonly List<string> _problems = [];
    private readonly List<string> _notes = [];
    private long _entries;

    internal long Tenants { get; set; }

    internal long Contents { get; set; }

    internal long ContentBytes { get; set; }

    internal void Entry()
    {
        if (++_entries % 1024 == 0) progress?.Report(_entries);
    }

    internal void Problem(string sentence) => Add(_problems, sentence, "problems");

    internal void Note(string sentence) => Add(_notes, sentence, "notes");

    internal FsckReport Report()
    {
        progress?.Report(_entries);
        return new(Tenants, _entries, Contents, ContentBytes, _problems, _notes);
    }

    private static void Add(List<string> lines, string sentence, string kind)
    {
        if (lines.Count < MaxLines) lines.Add(sentence);
        else if (lines.Count == MaxLines) lines.Add($"and more {kind}, not listed");
    }
}
