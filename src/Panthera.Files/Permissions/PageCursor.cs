using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.IO.Hashing;
using Panthera.Permissions;
using Panthera.Storage;
using Panthera.Storage.Log;
using Panthera.Storage.Records;

namespace Panthera.Files.Permissions;

/// <summary>Says where an answer that comes in pages ended: the tenant, the snapshot, the request, and the place in its order.</summary>
/// <remarks>
/// <code>
/// `k` base64url( version u8 = 1 | tenant varint | epoch varint | revision varint | request u64 | count u8 | numbers varint | XXH32 u32 )
/// </code>
/// It names what its reader was shown, and grants nothing: it is good only with the request whose hash it carries, which is decided anew.
/// </remarks>
internal sealed record PageCursor(TenantId Tenant, LogEpoch Epoch, Revision Revision, ulong Request, ulong[] Place)
{
    private const byte Version = 1;
    private const int MaxNumbers = 8;
    private const int MaxLength = 512;

    [ThreadStatic]
    private static RecordWriter? t_writer;

    internal static string Format(TenantState snapshot, ulong request, ReadOnlySpan<ulong> place)
    {
        // Every row of a stream carries one: the writer is kept, one for each thread.
        var writer = t_writer ??= new();
        writer.Clear();
        writer.Byte(Version);
        writer.VarUInt(snapshot.Tenant.Value);
        writer.VarUInt(snapshot.Epoch.Value);
        writer.VarUInt(snapshot.Revision.Value);
        writer.UInt64(request);
        writer.Byte((byte)place.Length);
        foreach (var number in place) writer.VarUInt(number);
        writer.UInt32(XxHash32.HashToUInt32(writer.Written));
        return "k" + Base64Url.EncodeToString(writer.Written);
    }

    /// <summary>Reads a cursor that must be of this tenant and request.</summary>
    internal static Outcome<PageCursor> Read(string text, TenantId tenant, ulong request)
    {
        if (!TryParse(text, out var cursor)) return Refuse("the cursor is damaged, or not of this store; give back what an answer gave, unchanged");
        if (cursor.Tenant != tenant) return Refuse("the cursor is of another tenant; begin anew without one");
        return cursor.Request == request
            ? cursor
            : Refuse("the cursor is of another request; give it back with the request that it came from, or begin anew without one");
    }

    internal static bool TryParse(string text, [NotNullWhen(true)] out PageCursor? cursor)
    {
        cursor = null;
        if (text.Length is < 2 or > MaxLength || text[0] != 'k' || !Base64Url.IsValid(text.AsSpan(1))) return false;
        var bytes = Base64Url.DecodeFromChars(text.AsSpan(1));
        if (bytes.Length < 17 || bytes[0] != Version) return false;
        var body = bytes.AsSpan(0, bytes.Length - 4);
        if (new RecordReader(bytes.AsSpan(body.Length)).UInt32() != XxHash32.HashToUInt32(body)) return false;
        try
        {
            var reader = new RecordReader(body[1..]);
            var tenant = new TenantId(reader.VarUInt());
            var epoch = new LogEpoch(checked((uint)reader.VarUInt()));
            var revision = new Revision(reader.VarUInt());
            var request = reader.UInt64();
            var place = new ulong[reader.Byte()];
            if (place.Length > MaxNumbers) return false;
            for (var i = 0; i < place.Length; i++) place[i] = reader.VarUInt();
            cursor = new(tenant, epoch, revision, request, place);
            return reader.AtEnd;
        }
        catch (Exception exception) when (exception is StorageException or OverflowException)
        {
            return false;
        }
    }

    internal static Refusal Refuse(string message) => new(RefusalCode.InvalidArgument, message) { Reason = PermissionReasons.InvalidCursor };
}
