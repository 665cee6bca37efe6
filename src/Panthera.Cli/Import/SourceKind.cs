namespace Panthera.Cli.Import;

/// <summary>What an import does with something that it found.</summary>
internal enum SourceKind
{
    /// <summary>A regular file: taken.</summary>
    File,

    /// <summary>A directory: made.</summary>
    Directory,

    /// <summary>A symbolic link: left out, since following it could leave the tree or never end.</summary>
    Link,

    /// <summary>A pipe, socket or device: left out, since it has no content.</summary>
    Special,

    /// <summary>Cannot be looked at.</summary>
    Unreadable,
}
