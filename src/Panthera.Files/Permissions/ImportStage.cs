using System.Buffers.Binary;
using System.IO.Hashing;
using Panthera.Permissions;
using Panthera.Permissions.Caveats;
using Panthera.Storage;
using Panthera.Storage.Disk;
using Panthera.Storage.Records;

namespace Panthera.Files.Permissions;

/// <summary>Holds the relationships of an import on disk until the last has come, so that memory does not grow with what a client sends.</summary>
/// <remarks>
/// <para>The file loses its name as soon as it is open: whatever ends the process, nothing is left behind. Confined to one user at a time.</para>
/// <code>
/// count times: length u32 | resource type, id, relation, subject type, id: texts | flags u8 (1 subject relation, 2 expiry, 4 caveat)
///              | [subject relation text] | [expiry u64] | [caveat name text, context text] |
/// </code>
/// What is read back is compared with a running hash of what was written.
/// </remarks>
internal sealed class ImportStage : IDisposable
{
    private const byte HasSubjectRelation = 1;
    private const byte HasExpiry = 2;
    private const byte HasCaveat = 4;
    private const int BufferBytes = 128 << 10;

    private readonly FileStream _file;
    private readonly RecordWriter _writer = new();
    private readonly XxHash3 _hash = new();

    /// <summary>Opens an empty stage.</summary>
    /// <param name="directory">Where; it must exist.</param>
    /// <exception cref="StorageException">No file can be created.</exception>
    internal ImportStage(string directory)
    {
        var path = Path.Combine(directory, $"import-{Guid.NewGuid():N}");
        _file = Guarded(() => new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, BufferBytes));
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (DiskFault.IsDiskFault(exception))
        {
            _file.Dispose();
            throw DiskFault.ToStorageException(exception, $"the staged import `{path}` could not be hidden");
        }
    }

    /// <summary>The bytes staged.</summary>
    internal long SizeBytes { get; private set; }

    internal void Add(Relationship relationship)
    {
        _writer.Clear();
        Write(relationship);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, _writer.Written.Length);
        _hash.Append(_writer.Written);
        SizeBytes += length.Length + _writer.Written.Length;
        try
        {
            _file.Write(length);
            _file.Write(_writer.Written);
        }
        catch (Exception exception) when (DiskFault.IsDiskFault(exception))
        {
            throw DiskFault.ToStorageException(exception, "the import could not be staged");
        }
    }

    /// <summary>Reads everything back, from the beginning.</summary>
    /// <exception cref="StorageException">It is not what was written.</exception>
    internal IEnumerable<Relationship> Read()
    {
        Guarded(() => _file.Seek(0, SeekOrigin.Begin));
        var hash = new XxHash3();
        var buffer = Array.Empty<byte>();
        for (var left = SizeBytes; left > 0; left -= 4 + buffer.Length)
        {
            buffer = Guarded(ReadOne);
            hash.Append(buffer);
            yield return Parse(buffer);
        }

        if (hash.GetCurrentHashAsUInt64() != _hash.GetCurrentHashAsUInt64()) throw Damaged();
    }

    public void Dispose() => _file.Dispose();

    private byte[] ReadOne()
    {
        Span<byte> length = stackalloc byte[4];
        _file.ReadExactly(length);
        var bytes = new byte[BinaryPrimitives.ReadInt32LittleEndian(length)];
        _file.ReadExactly(bytes);
        return bytes;
    }

    private static T Guarded<T>(Func<T> use)
    {
        try
        {
            return use();
        }
        catch (Exception exception) when (DiskFault.IsDiskFault(exception))
        {
            throw DiskFault.ToStorageException(exception, "the staged import could not be used");
        }
    }

    private static StorageException Damaged() => new(StorageErrorCode.Corrupt, "the staged import is not what was staged; nothing of it was imported, import it again");

    private void Write(Relationship relationship)
    {
        var subject = relationship.Subject;
        _writer.Text(relationship.Resource.Type);
        _writer.Text(relationship.Resource.Id);
        _writer.Text(relationship.Relation);
        _writer.Text(subject.Type);
        _writer.Text(subject.Id);
        _writer.Byte((byte)((subject.Relation is null ? 0 : HasSubjectRelation) | (relationship.ExpiresAt is null ? 0 : HasExpiry) | (relationship.Caveat is null ? 0 : HasCaveat)));
        if (subject.Relation is not null) _writer.Text(subject.Relation);
        if (relationship.ExpiresAt is { } expiresAt) _writer.Time(expiresAt);
        if (relationship.Caveat is not { } caveat) return;
        _writer.Text(caveat.Name);
        _writer.Text((caveat.Context ?? CaveatContext.Empty).ToString());
    }

    private static Relationship Parse(byte[] bytes)
    {
        var reader = new RecordReader(bytes);
        var resource = new ObjectReference(reader.Text(), reader.Text());
        var relation = reader.Text();
        var (type, id) = (reader.Text(), reader.Text());
        var flags = reader.Byte();
        var subject = new SubjectReference(type, id, (flags & HasSubjectRelation) == 0 ? null : reader.Text());
        DateTimeOffset? expiresAt = (flags & HasExpiry) == 0 ? null : reader.Time();
        if ((flags & HasCaveat) == 0) return new(resource, relation, subject, expiresAt);
        var name = reader.Text();
        return CaveatContext.TryParse(reader.Text(), out var context, out _)
            ? new(resource, relation, subject, expiresAt, new(name, context.IsEmpty ? null : context))
            : throw Damaged();
    }
}
