using Panthera.Permissions;
using Panthera.Permissions.Caveats;
using Panthera.Permissions.Graph;
using Panthera.Permissions.Schema;

namespace Panthera.Cli.Validation;

/// <summary>Runs a validation file: writes its relationships, and compares what is decided with what it expects.</summary>
internal sealed class ValidationRun
{
    // Large enough that commits cost nothing, small enough that finding the refused one of a batch does not either.
    private const int BatchSize = 500;

    private readonly ValidationDocument _document;
    private readonly ValidationTenant _tenant;
    private readonly ValidationReport _report = new();
    private readonly List<Relationship> _written = [];

    private ValidationRun(ValidationDocument document, ValidationTenant tenant)
    {
        _document = document;
        _tenant = tenant;
    }

    internal static async Task<ValidationReport> RunAsync(ValidationDocument document, CompiledSchema schema, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var tenant = await ValidationTenant.OpenAsync(time);
        var run = new ValidationRun(document, tenant);
        if (await tenant.WriteSchemaAsync(schema, cancellationToken) is { } refusal)
        {
            run._report.Fail("schema", null, refusal.Message);
            return run._report;
        }

        await run.WriteAsync(cancellationToken);
        run.CheckAssertions();
        new ExpectedRelationCheck(tenant.Graph, run._written, run._report).Check(document.Expected);
        return run._report;
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        foreach (var batch in Parse().Chunk(BatchSize))
        {
            if (await _tenant.WriteAsync(batch, cancellationToken) is null)
            {
                _written.AddRange(batch);
                continue;
            }

            foreach (var relationship in batch)
            {
                if (await _tenant.WriteAsync([relationship], cancellationToken) is { } refusal) _report.Fail("relationships", null, $"`{relationship}`: {refusal.Message}");
                else _written.Add(relationship);
            }
        }
    }

    private List<Relationship> Parse()
    {
        List<Relationship> relationships = [];
        HashSet<Relationship> known = [];
        foreach (var text in _document.Relationships)
        {
            if (!Relationship.TryParse(text, out var relationship, out var error)) _report.Fail("relationships", null, error);
            else if (!known.Add(relationship with { Caveat = null, ExpiresAt = null })) _report.Fail("relationships", null, $"`{relationship}` is there twice, with another caveat or expiration");
            else relationships.Add(relationship);
        }

        return relationships;
    }

    private void CheckAssertions()
    {
        var graph = _tenant.Graph;
        foreach (var assertion in _document.Assertions)
        {
            _report.Count();
            if (!TryParse(assertion.Question.Text, out var item, out var error))
            {
                _report.Fail(assertion.Kind, assertion.Question.Line, error);
                continue;
            }

            var result = graph.CheckBulk([item])[0];
            if (!result.IsAccepted) _report.Fail(assertion.Kind, assertion.Question.Line, $"`{assertion.Question.Text}`: {result.Refusal.Message}");
            else if (result.Value.Decision != assertion.Wanted)
                _report.Fail(assertion.Kind, assertion.Question.Line, $"`{assertion.Question.Text}` is {Decisions.Describe(result.Value)}, not {Decisions.Name(assertion.Wanted)}");
        }
    }

    private static bool TryParse(string text, out CheckItem item, out string error)
    {
        item = null!;
        var (question, json) = text.Split(" with ", 2) is [var before, var after] ? (before.Trim(), after) : (text.Trim(), null);
        CaveatContext? context = null;
        if (!Relationship.TryParse(question, out var asked, out var wrong) || (json is not null && !CaveatContext.TryParse(json, out context, out wrong)))
        {
            error = wrong;
            return false;
        }

        error = asked.Caveat is null && asked.ExpiresAt is null ? "" : $"`{question}` is a check, which has no caveat and no expiration; context is given as `with {{...}}`";
        item = new CheckItem(asked.Resource, asked.Relation, asked.Subject, context);
        return error.Length == 0;
    }
}
