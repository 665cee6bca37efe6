using System.Collections.Immutable;

namespace Panthera.Permissions.Caveats.Cel.Types;

/// <summary>The names an expression can use at some place: parameters and, inside macros, their variables.</summary>
/// <remarks>Slots of parameters come first, in the order of their declaration. Confined to its binder.</remarks>
internal sealed class CelScope(ImmutableArray<CaveatParameter> parameters)
{
    private readonly List<(string Name, CelType Type, int Slot)> _variables = [];

    /// <summary>How many slots an evaluation needs; variables that are never there together may share one.</summary>
    public int SlotCount { get; private set; } = parameters.Length;

    /// <summary>The parameters used, a bit for each.</summary>
    public ulong Used { get; private set; }

    public bool TryFind(string name, out CelType type, out int slot)
    {
        for (var i = _variables.Count - 1; i >= 0; i--)
        {
            if (_variables[i].Name == name)
            {
                (_, type, slot) = _variables[i];
                return true;
            }
        }

        for (slot = 0; slot < parameters.Length; slot++)
        {
            if (parameters[slot].Name == name)
            {
                type = CelType.Of(parameters[slot].Type);
                Used |= 1UL << slot;
                return true;
            }
        }

        type = CelType.Dyn;
        return false;
    }

    /// <summary>Enters a macro's variable, which hides whatever has its name, until <see cref="Leave"/>.</summary>
    /// <returns>The variable's slot.</returns>
    public int Enter(string name, CelType type)
    {
        var slot = parameters.Length + _variables.Count;
        _variables.Add((name, type, slot));
        SlotCount = Math.Max(SlotCount, slot + 1);
        return slot;
    }

    public void Leave() => _variables.RemoveAt(_variables.Count - 1);

    /// <summary>The names there are, for messages.</summary>
    public string Names()
    {
        var names = new List<string>();
        foreach (var parameter in parameters)
        {
            names.Add($"`{parameter.Name}`");
        }

        foreach (var (name, _, _) in _variables)
        {
            names.Add($"`{name}`");
        }

        return names.Count == 0 ? "there are no parameters" : $"there are {string.Join(", ", names)}";
    }
}
