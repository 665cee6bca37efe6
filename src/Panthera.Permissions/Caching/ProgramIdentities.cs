using System.Globalization;
using System.Text;
using Panthera.Permissions.Graph;
using Panthera.Permissions.Relationships;
using Panthera.Permissions.Schema;

namespace Panthera.Permissions.Caching;

/// <summary>Interns programs by everything that they reach, written out and compared whole.</summary>
/// <remarks>Thread-safe: guarded by _lock; a program keeps what it was found to be, so that each is asked about once a schema.</remarks>
internal sealed class ProgramIdentities
{
    // Texts are a few hundred characters. Past this they are forgotten, which voids what is kept under them, and nothing else.
    private const int MaxCharacters = 8 << 20;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, ProgramIdentity> _known = new(StringComparer.Ordinal);
    private long _characters;
    private ulong _last;

    internal long ResidentBytes => Interlocked.Read(ref _characters) * sizeof(char);

    /// <summary>The identity of a program of a schema.</summary>
    /// <param name="permission">The program.</param>
    /// <param name="state">A state that has its schema.</param>
    internal ProgramIdentity Of(CompiledPermission permission, PermissionsState state)
    {
        var text = Describe(permission, state);
        lock (_lock)
        {
            if (permission.Identity is { } settled) return settled;
            if (!_known.TryGetValue(text, out var identity))
            {
                if (_characters + text.Length > MaxCharacters) Forget_NeedsLock();
                identity = new(++_last * 0xD6E8FEB86659FD93);
                _known.Add(text, identity);
                Interlocked.Add(ref _characters, text.Length);
            }

            return permission.Identity = identity;
        }
    }

    private void Forget_NeedsLock()
    {
        _known.Clear();
        Interlocked.Exchange(ref _characters, 0);
    }

    private static string Describe(CompiledPermission permission, PermissionsState state)
    {
        var text = new StringBuilder();
        HashSet<Caveat> caveats = [];
        foreach (var member in ProgramReach.Of([permission], state.Schema, state, state.Programs.Find))
        {
            Append(text, member).Append('=');
            if (member.Body is { } body) Append(text, body);
            else if (state.Schema.TryGetDefinition(member.TypeName, out var definition) && definition.TryGetMember(member.Name, out var relation)) Append(text, (Relation)relation, caveats);
            text.Append('\n');
        }

        // The first line is the program itself; caveats are written once each, with what they mean.
        foreach (var caveat in caveats.OrderBy(caveat => caveat.Name, StringComparer.Ordinal))
            text.Append(caveat.Name).Append('(').AppendJoin(',', caveat.Parameters.Select(parameter => $"{parameter.Name} {parameter.Type}")).Append("){").Append(caveat.ExpressionText).Append("}\n");
        return text.ToString();
    }

    private static void Append(StringBuilder text, Relation relation, HashSet<Caveat> caveats)
    {
        foreach (var allowed in relation.AllowedSubjects)
        {
            text.Append(allowed).Append('|');
            if (allowed.Caveat is { } caveat) caveats.Add(caveat);
        }
    }

    // Expressions are at most a hundred operators deep.
    private static void Append(StringBuilder text, ProgramNode node)
    {
        text.Append((char)('a' + (int)node.Kind));
        if (node.Member is { } member) Append(text, member);
        if (node.IsArrow) text.Append('>').Append(node.TargetName);
        text.Append('(');
        foreach (var target in node.DirectTargets) Append(text, target).Append(',');
        foreach (var operand in node.Operands) Append(text, operand);
        text.Append(')');
    }

    private static StringBuilder Append(StringBuilder text, CompiledPermission member) =>
        text.Append(CultureInfo.InvariantCulture, $"{member.Type.Value}#{member.Id.Value}");
}
