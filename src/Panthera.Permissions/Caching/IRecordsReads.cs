namespace Panthera.Permissions.Caching;

/// <summary>Marks the structures over which an evaluator records what it reads; the compiler to machine code decides by it, not the check.</summary>
internal interface IRecordsReads;
