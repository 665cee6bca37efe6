using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Panthera.Files.Permissions;

/// <summary>Hashes what a request means, so that its cursors are told from those of other requests.</summary>
/// <remarks>Each part is framed by its length, and one that is not given differs from an empty one. A collision misleads only who made it: a cursor grants nothing.</remarks>
internal sealed class RequestHash
{
    private readonly XxHash3 _hash = new();

    internal RequestHash(string call) => Add(call);

    internal ulong Value => _hash.GetCurrentHashAsUInt64();

    internal RequestHash Add(string? part)
    {
        Span<byte> length = stackalloc byte[4];
        var bytes = part is null ? [] : Encoding.UTF8.GetBytes(part);
        BinaryPrimitives.WriteInt32LittleEndian(length, part is null ? -1 : bytes.Length);
        _hash.Append(length);
        _hash.Append(bytes);
        return this;
    }
}
