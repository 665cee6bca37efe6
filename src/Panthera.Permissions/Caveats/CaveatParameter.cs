namespace Panthera.Permissions.Caveats;

/// <summary>A parameter of a caveat.</summary>
/// <param name="Name">The name its expression uses.</param>
/// <param name="Type">Its type.</param>
public sealed record CaveatParameter(string Name, CaveatType Type);
