using Panthera.Permissions.Caveats.Cel.Types;
using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Evaluation;

/// <summary>Gathers the operands of a conjunction or disjunction that did not decide it.</summary>
internal struct Undecided
{
    private ulong _unknown;
    private CelValue _error;
    private bool _hasError;

    public void Add(CelValue value, int offset)
    {
        if (value.Kind == CelKind.Bool)
        {
            return;
        }

        if (value.Kind == CelKind.Unknown)
        {
            _unknown |= value.UnknownMask;
        }
        else if (!_hasError)
        {
            _hasError = true;
            _error = value.Kind == CelKind.Error
                ? value
                : CelValue.Fail($"a condition must be a bool: found {TypeNames.WithArticle(value.Kind)}", offset);
        }
    }

    public readonly CelValue Result(bool otherwise) =>
        _unknown != 0 ? CelValue.Unknown(_unknown) : _hasError ? _error : CelValue.Of(otherwise);
}
