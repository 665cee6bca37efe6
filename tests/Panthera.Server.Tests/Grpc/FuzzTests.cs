using CsCheck;
using Grpc.Core;
using Panthera.Protocol.V1;

namespace Panthera.Server.Tests.Grpc;

/// <summary>Bytes that are no messages, texts that are no tokens: a clear error, nothing changed, no crash.</summary>
public sealed class FuzzTests : CallsTest
{
    // What a server says when it has understood that it cannot answer; anything else (Unknown, Internal) is a fault of its own.
    private static readonly StatusCode[] s_clear =
        [StatusCode.InvalidArgument, StatusCode.FailedPrecondition, StatusCode.NotFound, StatusCode.OutOfRange, StatusCode.AlreadyExists, StatusCode.Unimplemented];

    private static readonly Gen<byte[]> s_bytes = Gen.Frequency(
        (3, Gen.Byte.Array[0, 60]),
        // Something like fields: small numbers, lengths that nearly fit.
        (3, Gen.Int[1, 9].SelectMany(field => Gen.Byte.Array[0, 20], (field, bytes) => (byte[])[(byte)((field << 3) | 2), (byte)bytes.Length, .. bytes]).List[0, 4].Select(parts => parts.SelectMany(part => part).ToArray())),
        (1, Gen.Byte.Array[1000, 5000]));

    private static readonly Gen<string> s_word = Gen.Char.AlphaNumeric.Array[1, 80].Select(letters => new string(letters));

    // Tokens begin with a `p`, cursors with a `k`.
    private static readonly Gen<string> s_text = Gen.Frequency((2, Gen.String[0, 40]), (2, s_word.Select(word => "p" + word)), (1, s_word.Select(word => "k" + word)));

    [Fact]
    public async Task Random_bytes_to_every_call_get_a_clear_answer_and_change_nothing()
    {
        await WriteAsync("document:a#owner@user:ann");
        foreach (var call in RawCalls.All)
        {
            await s_bytes.SampleAsync(async bytes => await AnswersClearlyAsync(() => RawCalls.SendAsync(Server.Calls, Headers, call, bytes)), iter: 60, threads: 1);
        }

        await IsUnchangedAsync();
    }

    [Fact]
    public async Task Random_tokens_and_cursors_get_a_clear_answer_and_change_nothing()
    {
        await WriteAsync("document:a#owner@user:ann");
        await s_text.SampleAsync(
            async text =>
            {
                if (text.Any(char.IsSurrogate)) return;
                var check = Facts.Check("document:a", "edit", "user:ann");
                check.Consistency = new() { AtLeastAsFresh = new() { Token = text } };
                await AnswersClearlyAsync(() => Owner.Permissions.CheckPermissionAsync(check, Headers, cancellationToken: Cancelled).ResponseAsync);
                check.Consistency = new() { AtExactSnapshot = new() { Token = text } };
                await AnswersClearlyAsync(() => Owner.Permissions.CheckPermissionAsync(check, Headers, cancellationToken: Cancelled).ResponseAsync);
                var read = new ReadRelationshipsRequest { RelationshipFilter = new() { ResourceType = "document" }, OptionalCursor = new() { Token = text } };
                await AnswersClearlyAsync(() => AllAsync(Owner.Permissions.ReadRelationships(read, Headers, cancellationToken: Cancelled)));
            },
            iter: 200,
            threads: 1);
        await IsUnchangedAsync();
    }

    [Fact]
    public async Task Random_bodies_to_every_path_get_a_clear_answer_and_change_nothing()
    {
        await WriteAsync("document:a#owner@user:ann");
        foreach (var call in RawCalls.All.Where(call => call.Path is not null))
        {
            await Gen.String[0, 60].SampleAsync(
                async text =>
                {
                    using var response = await Owner.Http.PostAsync(call.Path!, text);
                    Assert.True((int)response.StatusCode is 200 or 400 or 404 or 409 or 501, $"{call.Path}: {response.StatusCode}");
                },
                iter: 30,
                threads: 1);
        }

        await IsUnchangedAsync();
    }

    [Fact]
    public async Task A_mangled_cursor_is_refused_wherever_it_is_mangled()
    {
        await WriteAsync("document:a#owner@user:ann", "document:b#owner@user:ann");
        var read = new ReadRelationshipsRequest { Consistency = Facts.Full, RelationshipFilter = new() { ResourceType = "document" }, OptionalLimit = 1 };
        var cursor = (await AllAsync(Owner.Permissions.ReadRelationships(read, Headers, cancellationToken: Cancelled)))[0].AfterResultCursor.Token;
        for (var i = 0; i < cursor.Length; i++)
        {
            read.OptionalCursor = new() { Token = cursor[..i] + (cursor[i] == 'A' ? 'B' : 'A') + cursor[(i + 1)..] };
            await FailsAsync(() => AllAsync(Owner.Permissions.ReadRelationships(read, Headers, cancellationToken: Cancelled)), StatusCode.InvalidArgument, "INVALID_CURSOR");
        }
    }

    private static async Task AnswersClearlyAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (RpcException error)
        {
            Assert.True(s_clear.Contains(error.StatusCode), error.ToString());
        }
    }

    private async Task IsUnchangedAsync()
    {
        Assert.Equal(["document:a#owner@user:ann"], await ReadAsync(new() { ResourceType = "document" }));
        Assert.Equal(SchemaText, (await Owner.Schema.ReadSchemaAsync(new(), Headers, cancellationToken: Cancelled)).SchemaText);
    }
}
