using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.IO.Hashing;
using Panthera.Storage.Records;

namespace Panthera.Storage;

/// <summary>Names a moment in one or more tenants' logs: handed out with every write, and given back to read at least as fresh.</summary>
/// <remarks>
/// <para>The text form is opaque to clients: `p` and base64url of the bytes below. It proves nothing and grants nothing.</para>
/// <code>
/// version u8 = 1 | count u8 | count times: tenant varint, epoch varint, revision varint | XXH32 of all before, u32 |
/// </code>
/// </remarks>
public sealed class ZedToken : IEquatable<ZedToken>
{
    private const byte Version = 1;

    // A token names the tenants that one answer rests on: its own and a few that share with it.
    private const int MaxParts = 16;

    [ThreadStatic]
    private static RecordWriter? t_writer;

    private readonly (TenantId Tenant, LogEpoch Epoch, Revision Revision)[] _parts;

    /// <summary>Creates a token of one tenant.</summary>
    public ZedToken(TenantId tenant, LogEpoch epoch, Revision revision)
        : this([(tenant, epoch, revision)])
    {
    }

    private ZedToken((TenantId Tenant, LogEpoch Epoch, Revision Revision)[] parts) => _parts = parts;

    /// <summary>The moments, one a tenant.</summary>
    public IReadOnlyList<(TenantId Tenant, LogEpoch Epoch, Revision Revision)> Parts => _parts;

    /// <summary>Reads the text form.</summary>
    /// <param name="text">What <see cref="ToString"/> gave.</param>
    /// <param name="token">The token.</param>
    /// <returns>False if the text is not a token, or was damaged.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ZedToken? token)
    {
        token = null;
        if (text is null || text.Length is < 2 or > 1024 || text[0] != 'p' || !Base64Url.IsValid(text.AsSpan(1))) return false;
        var bytes = Base64Url.DecodeFromChars(text.AsSpan(1));
        if (bytes.Length < 7 || bytes[0] != Version) return false;
        var body = bytes.AsSpan(0, bytes.Length - 4);
        if (new RecordReader(bytes.AsSpan(body.Length)).UInt32() != XxHash32.HashToUInt32(body)) return false;
        try
        {
            var reader = new RecordReader(body[1..]);
            var parts = new (TenantId, LogEpoch, Revision)[reader.Byte()];
            if (parts.Length is 0 or > MaxParts) return false;
            for (var i = 0; i < parts.Length; i++) parts[i] = (new(reader.VarUInt()), new(checked((uint)reader.VarUInt())), new(reader.VarUInt()));
            if (!reader.AtEnd) return false;
            token = new(parts);
            return true;
        }
        catch (Exception exception) when (exception is StorageException or OverflowException)
        {
            return false;
        }
    }

    /// <summary>Reads the text form that a client sent.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The token; or the refusal to give the client.</returns>
    public static Outcome<ZedToken> Read(string? text) => TryParse(text, out var token)
        ? token
        : new Refusal(RefusalCode.InvalidArgument, $"`{(text is { Length: > 100 } ? string.Concat(text.AsSpan(0, 100), "…") : text)}` is no token of this store, or was damaged; give back what an answer gave, unchanged");

    /// <inheritdoc/>
    public override string ToString()
    {
        // Every response carries a token: the writer is kept, one for each thread.
        var writer = t_writer ??= new();
        writer.Clear();
        writer.Byte(Version);
        writer.Byte((byte)_parts.Length);
        foreach (var (tenant, epoch, revision) in _parts)
        {
            writer.VarUInt(tenant.Value);
            writer.VarUInt(epoch.Value);
            writer.VarUInt(revision.Value);
        }

        writer.UInt32(XxHash32.HashToUInt32(writer.Written));
        return "p" + Base64Url.EncodeToString(writer.Written);
    }

    /// <inheritdoc/>
    public bool Equals(ZedToken? other) => other is not null && _parts.AsSpan().SequenceEqual(other._parts);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ZedToken);

    /// <inheritdoc/>
    public override int GetHashCode() => _parts[0].GetHashCode();
}
