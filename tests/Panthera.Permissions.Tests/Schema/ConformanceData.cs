namespace Panthera.Permissions.Tests.Schema;

/// <summary>Finds the conformance data, which is not part of this repository.</summary>
internal static class ConformanceData
{
    private const string Variable = "PANTHERA_CONFORMANCE";

    /// <summary>Returns a folder of the data, or skips the test, saying where it was looked for.</summary>
    public static string Require(string folder)
    {
        var root = Environment.GetEnvironmentVariable(Variable) ?? DefaultRoot();
        var path = Path.Combine(root, folder);
        if (!Directory.Exists(path))
        {
            Assert.Skip($"no conformance data at {path}; set {Variable} to the folder that holds {folder}");
        }

        return path;
    }

    /// <summary>The folder that the solution is in.</summary>
    public static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Panthera.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? AppContext.BaseDirectory;
    }

    private static string DefaultRoot() => Path.GetFullPath(Path.Combine(Repository(), "..", "shared", "conformance"));
}
