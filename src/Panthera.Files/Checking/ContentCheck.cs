using System.Security.Cryptography;
using Panthera.Files.Content;
using Panthera.Files.Tree;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Files.Checking;

/// <summary>Reads every content of one tenant and compares it with its hash.</summary>
internal sealed class ContentCheck(string tenant, TenantLog log, TenantState state, ContentStore contents, CheckTally tally)
{
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[64 << 10];
        foreach (var content in state.Of(TreeRoom.Instance).Contents)
        {
            cancellationToken.ThrowIfCancellationRequested();
            tally.Contents++;
            tally.ContentBytes += content.SizeBytes;
            var name = $"{content.Id.Value:x16}";
            try
            {
                if (contents.Index.Read(content.Id) is not { } stored) throw new StorageException(StorageErrorCode.Corrupt, "its record is missing; restore this tenant from a backup");
                name = stored.Hash.ToString();
                await CheckAsync(content, stored.Hash, buffer, cancellationToken).ConfigureAwait(false);
            }
            catch (StorageException exception)
            {
                // What nothing refers to may be collected while this walks the state that it pinned; its bytes go a moment before it is published.
                if (!log.Published.Of(TreeRoom.Instance).TryGetContent(content.Id, out var now) || now.References == 0) continue;
                tally.Problem($"tenant `{tenant}`: content {name}: {exception.Message}");
            }
        }
    }

    private async Task CheckAsync(ContentInfo content, ContentHash hash, byte[] buffer, CancellationToken cancellationToken)
    {
        using var opened = contents.Open(content);
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (long offset = 0; ;)
        {
            var read = await opened.ReadAsync(offset, buffer, cancellationToken).ConfigureAwait(false);
            if (read == 0) break;
            sha.AppendData(buffer, 0, read);
            offset += read;
        }

        if (new ContentHash(sha.GetHashAndReset()) != hash) tally.Problem($"tenant `{tenant}`: content {hash} has other bytes than its hash says");
    }
}
