namespace Panthera.Permissions.Relationships;

/// <summary>A resource or subject by number.</summary>
/// <remarks>In a tenant with files the number of a <c>file</c> is its inode's; every other object is numbered when it is first written.
/// <see cref="Unknown"/> marks an object that was never written.</remarks>
/// <param name="Type">The type.</param>
/// <param name="Id">The number within the tenant.</param>
public readonly record struct ObjectKey(TypeId Type, ulong Id)
{
    /// <summary>The number of an object that was never written: nothing is stored under it.</summary>
    public const ulong Unknown = 0;

    /// <summary>The number of an object that was never written and is both the resource and the subject of a check.</summary>
    internal const ulong UnknownSubject = ulong.MaxValue - 1;

    /// <summary>The number that stands for every object of a type in a wildcard subject.</summary>
    public const ulong Wildcard = ulong.MaxValue;
}
