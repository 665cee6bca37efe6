using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Panthera.Files;
using Panthera.Files.Content;
using Panthera.Storage;

namespace Panthera.Server.Http.Endpoints;

/// <summary>Answers GET and HEAD of a file: whole, in part, or not modified.</summary>
/// <remarks>INVARIANT (authorized-first): conditions are looked at only once the file store has opened the content for the caller, so that a 304 or
/// 412 tells nothing to who may not read.</remarks>
internal static class ContentResponse
{
    // A disk gives its best at this size, and a thousand streams hold 128 MiB.
    private const int BufferBytes = 128 << 10;

    internal static Task ReadAsync(ApiRequest request)
    {
        if (!QueryArguments.TryParse(request.Query, [], out _, out var error)) return request.FailAsync(error);
        var opened = request.Files.OpenRead(request.Caller, request.Path);
        return opened.IsAccepted ? AnswerAsync(request, opened.Value) : request.RefuseAsync(opened.Refusal);
    }

    private static async Task AnswerAsync(ApiRequest request, FileContent content)
    {
        using var lease = content;
        var headers = request.Request.Headers;
        var tag = content.Entry.ETag;
        if (headers.IfMatch.Count > 0 && !EntityTags.Matches(headers.IfMatch, tag, isWeakComparison: false))
        {
            await request.FailAsync(Problems.PreconditionFailed, $"the file's entity tag is now `{tag}`").ConfigureAwait(false);
            return;
        }

        Describe(request.Response, content, tag);
        if (headers.IfNoneMatch.Count > 0 && EntityTags.Matches(headers.IfNoneMatch, tag, isWeakComparison: true))
        {
            request.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var isHead = HttpMethods.IsHead(request.Request.Method);
        var range = new ByteRange(0, content.SizeBytes);
        // Range is defined for GET alone, and holds only for the version that If-Range names.
        var asked = isHead || headers.Range.Count != 1 || !IsRangeCurrent(headers, tag)
            ? RangeRequest.Whole
            : ByteRange.Read(headers.Range, content.SizeBytes, out range);
        if (asked == RangeRequest.Unsatisfiable)
        {
            Undescribe(request.Response, content.SizeBytes);
            await request.FailAsync(Problems.RangeNotSatisfiable, $"the content has {content.SizeBytes} bytes, which `{headers.Range}` lies outside of").ConfigureAwait(false);
            return;
        }

        await SendAsync(request, content, range, asked == RangeRequest.Part, isHead).ConfigureAwait(false);
    }

    private static async Task SendAsync(ApiRequest request, FileContent content, ByteRange range, bool isPart, bool isHead)
    {
        var response = request.Response;
        var buffer = isHead || range.Count == 0 ? [] : ArrayPool<byte>.Shared.Rent((int)Math.Min(range.Count, BufferBytes));
        try
        {
            // The first bytes are read before the headers go out, so that damage found there is still a clear answer.
            var count = buffer.Length == 0 ? 0 : await ReadChunkAsync(content, range.Offset, range.Count, buffer, request.Cancelled).ConfigureAwait(false);
            response.ContentLength = range.Count;
            response.ContentType = "application/octet-stream";
            response.Headers.AcceptRanges = "bytes";
            response.Headers.XContentTypeOptions = "nosniff";
            if (isPart)
            {
                response.StatusCode = StatusCodes.Status206PartialContent;
                response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {range.Offset}-{range.Offset + range.Count - 1}/{content.SizeBytes}");
            }

            if (count == 0) return;
            await response.BodyWriter.WriteAsync(buffer.AsMemory(0, count), request.Cancelled).ConfigureAwait(false);
            if (count < range.Count) await SendRestAsync(request, content, range.Offset + count, range.Count - count, buffer).ConfigureAwait(false);
            request.Metrics.Sent(range.Count);
        }
        finally
        {
            if (buffer.Length > 0) ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Sends what follows the first chunk; a failure here leaves the pipeline nothing but to cut the connection.</summary>
    private static async Task SendRestAsync(ApiRequest request, FileContent content, long offset, long count, byte[] buffer)
    {
        while (count > 0)
        {
            var read = await ReadChunkAsync(content, offset, count, buffer, request.Cancelled).ConfigureAwait(false);
            await request.Response.BodyWriter.WriteAsync(buffer.AsMemory(0, read), request.Cancelled).ConfigureAwait(false);
            offset += read;
            count -= read;
        }
    }

    private static async ValueTask<int> ReadChunkAsync(FileContent content, long offset, long count, byte[] buffer, CancellationToken cancellationToken)
    {
        var read = await content.ReadAsync(offset, buffer.AsMemory(0, (int)Math.Min(count, buffer.Length)), cancellationToken).ConfigureAwait(false);
        return read > 0 ? read : throw new StorageException(StorageErrorCode.Corrupt, $"the content of `{content.Entry.Path}` ends early; restore it from a backup");
    }

    private static void Describe(HttpResponse response, FileContent content, string tag)
    {
        var headers = response.Headers;
        headers.ETag = tag;
        headers.LastModified = content.Entry.ModifiedAt.ToString("R", CultureInfo.InvariantCulture);
        // Whoever keeps a copy asks each time whether it may still be shown: a revoked grant must not live on in a cache.
        headers.CacheControl = "private, no-cache";
        headers[HeaderNames.ReprDigest] = DigestOf(content.Hash);
        headers[HeaderNames.ZedToken] = content.Token.ToString();
    }

    private static void Undescribe(HttpResponse response, long sizeBytes)
    {
        response.Headers.LastModified = default;
        response.Headers.Remove(HeaderNames.ReprDigest);
        response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes */{sizeBytes}");
    }

    private static bool IsRangeCurrent(IHeaderDictionary headers, string tag) =>
        headers.IfRange.Count == 0 || (headers.IfRange.Count == 1 && headers.IfRange.ToString() == tag);

    private static string DigestOf(ContentHash hash)
    {
        Span<byte> bytes = stackalloc byte[ContentHash.SizeBytes];
        hash.CopyTo(bytes);
        Span<byte> text = stackalloc byte[Base64.GetMaxEncodedToUtf8Length(ContentHash.SizeBytes)];
        Base64.EncodeToUtf8(bytes, text, out _, out var length);
        return $"sha-256=:{System.Text.Encoding.ASCII.GetString(text[..length])}:";
    }
}
