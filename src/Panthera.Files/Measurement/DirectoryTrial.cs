using Panthera.Files.Tree;

namespace Panthera.Files.Measurement;

/// <summary>One large directory of a <see cref="MetadataTrial"/>: pages of its listing, and single changes in it.</summary>
/// <remarks>Only for measurements. Confined to one thread at a time.</remarks>
public sealed class DirectoryTrial(MetadataTrial trial, FilePath directory)
{
    /// <summary>Reads names and numbers of entries from the first that is not smaller than a name.</summary>
    /// <returns>How many there were.</returns>
    public int ReadPage(ReadOnlySpan<byte> from, int limit)
    {
        var entries = Find(trial.Tree).Entries.From(from);
        var read = 0;
        ulong sum = 0;
        while (read < limit && entries.MoveNext())
        {
            sum += entries.Value.Value + (ulong)entries.KeyBytes.Length;
            read++;
        }

        GC.KeepAlive(sum);
        return read;
    }

    /// <summary>Makes a file in it, in a commit of its own.</summary>
    public Task CreateAsync(string name, CancellationToken cancellationToken) => trial.CommitAsync(
        (editor, draft) =>
        {
            var parent = Find(editor.Tree);
            editor.CreateFile(parent, Name(name), parent.Owner, "bench", default, 0, draft.Now);
        },
        cancellationToken);

    /// <summary>Deletes a file of it, in a commit of its own.</summary>
    public Task DeleteAsync(string name, CancellationToken cancellationToken) => trial.CommitAsync(
        (editor, _) =>
        {
            if (!editor.Tree.TryGetChild(Find(editor.Tree), Name(name), out var file)) return;
            editor.Detach(file);
            if (editor.Tree.TryGetInode(file.Id, out var detached)) editor.Purge(detached);
        },
        cancellationToken);

    /// <summary>Gives the directory another name and then its own again, in two commits.</summary>
    public async Task RenameTwiceAsync(string other, CancellationToken cancellationToken)
    {
        var id = Find(trial.Tree).Id;
        foreach (var name in (string[])[other, directory.Name.ToString()])
        {
            await trial.CommitAsync(
                (editor, _) =>
                {
                    if (!editor.Tree.TryGetInode(id, out var inode) || !editor.Tree.TryGetInode(inode.Parent, out var parent)) return;
                    editor.Move(inode, parent, Name(name));
                },
                cancellationToken).ConfigureAwait(false);
        }
    }

    private Inode Find(TreeState tree) => tree.Resolve(directory).Target ?? throw new InvalidOperationException($"`{directory}` is not there");

    private static EntryName Name(string name) => FilePath.Parse("/" + name).Value.Name;
}
