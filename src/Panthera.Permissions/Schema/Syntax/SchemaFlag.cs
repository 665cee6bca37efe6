namespace Panthera.Permissions.Schema.Syntax;

/// <summary>What a <c>use</c> line can switch on; a flag's keyword is an ordinary name where the flag is off.</summary>
[Flags]
internal enum SchemaFlag
{
    None = 0,
    Expiration = 1,
    Self = 2,
    Typechecking = 4,
    Partial = 8,
    Import = 16,
}
