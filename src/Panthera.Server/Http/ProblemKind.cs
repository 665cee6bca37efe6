namespace Panthera.Server.Http;

/// <summary>One kind of problem: its status, code and title.</summary>
internal sealed record ProblemKind(int Status, string Code, string Title)
{
    internal string Type { get; } = "urn:panthera:problem:" + Code;
}
