using System.Text.Json.Nodes;
using System.Xml.Linq;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Unit;

/// <summary>Nothing gets into the program, or into its tests, that nobody has looked at: Web/sbom.cdx.json is what was restored, under licences that allow it.</summary>
[TestClass]
public sealed class PackagesTests
{
    private const string File = "sbom.cdx.json";

    /// <summary>Which ask for no more than that their text is passed on.</summary>
    private static readonly string[] Permissive = ["MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "ISC", "OFL-1.1"];

    /// <summary>What names its licence otherwise, or is under another one, and why it is taken all the same.</summary>
    private static readonly Dictionary<string, string> Reviewed = new()
    {
        ["zxcvbn-core"] = "MIT, given as an address",
        ["Microsoft.Data.SqlClient.SNI.runtime"] = "Microsoft's own terms, which allow passing it on with a program; native part of the MIT SqlClient on Windows",
        ["NETStandard.Library"] = "Microsoft's .NET library terms, which allow passing it on; names other packages and has no code",
        ["Microsoft.NETCore.Platforms"] = "Microsoft's .NET library terms, which allow passing it on; a list of platforms and no code",
        ["axe-core"] = "MPL-2.0; tests alone",
        ["Microsoft.SqlServer.DacFx"] = "Microsoft's own terms; tests alone",
        ["Microsoft.SqlServer.Types"] = "Microsoft's own terms; tests alone",
        ["Microsoft.Testing.Extensions.CodeCoverage"] = "Microsoft's own terms; tests alone",
        ["Microsoft.VisualStudio.Setup.Configuration.Interop"] = "Microsoft's own terms; tests alone",
    };

    private static readonly Lazy<JsonObject> Restored = new(() => BillOfMaterials.Of(Sources.Root));

    [TestMethod]
    public async Task The_bill_of_materials_is_what_was_restored()
    {
        var made = BillOfMaterials.Text(Restored.Value);
        var written = Path.Combine(AppContext.BaseDirectory, File);
        await System.IO.File.WriteAllTextAsync(written, made);

        var reviewed = await System.IO.File.ReadAllTextAsync(Path.Combine(Sources.Root, "Web", File));

        var (old, current) = (JsonNode.Parse(reviewed)!, Restored.Value);
        Assert.AreEqual(string.Join('\n', Lines(old)), string.Join('\n', Lines(current)), $"A new or changed package needs a review: look at its licence, then copy {written} over Web/{File}.");
        Assert.AreEqual(reviewed, made);

        static IEnumerable<string> Lines(JsonNode bill) => bill["components"]!.AsArray().Select(c => $"{c!["purl"]} {c["scope"]} {c["licenses"]![0]!.ToJsonString()}");
    }

    [TestMethod]
    public void Every_licence_is_permissive_or_was_looked_at()
    {
        var components = Restored.Value["components"]!.AsArray();
        var others = components.Where(c => c!["licenses"]![0]!["license"]?["id"] is not { } id || !Permissive.Contains((string)id!)).Select(c => (string)c!["name"]!).ToList();

        Assert.AreEqual(string.Join('\n', Reviewed.Keys.Order(StringComparer.Ordinal)), string.Join('\n', others.Distinct().Order(StringComparer.Ordinal)));
        Assert.IsEmpty(components.Where(c => Reviewed.TryGetValue((string)c!["name"]!, out var why) && why.EndsWith("tests alone", StringComparison.Ordinal) && (string)c["scope"]! != "excluded"));
        Assert.IsGreaterThan(100, components.Count);
    }

    [TestMethod]
    public void Every_version_is_one_version()
    {
        var pinned = XDocument.Load(Path.Combine(Sources.Root, "Directory.Packages.props")).Descendants("PackageVersion").ToDictionary(p => p.Attribute("Include")!.Value, p => p.Attribute("Version")!.Value);
        var restored = Restored.Value["components"]!.AsArray().Where(c => ((string)c!["purl"]!).StartsWith("pkg:nuget/", StringComparison.Ordinal)).ToList();

        Assert.IsEmpty(pinned.Where(p => !Version.TryParse(p.Value, out _)), "a range or a star");
        Assert.IsEmpty(restored.Where(c => pinned.TryGetValue((string)c!["name"]!, out var version) && version != (string)c["version"]!));
        Assert.IsEmpty(restored.GroupBy(c => (string)c!["name"]!).Where(g => g.Count() > 1).Select(g => g.Key), "two versions of one package");
        var npm = JsonNode.Parse(System.IO.File.ReadAllText(Path.Combine(Sources.Root, "Web", "package.json")))!;
        Assert.IsEmpty(new[] { "dependencies", "devDependencies" }.SelectMany(k => npm[k]!.AsObject()).Where(d => !Version.TryParse((string)d.Value!, out _)));
    }
}
