using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace RiskReport.Tests.Support;

/// <summary>What the program is made of, as CycloneDX: every package that was restored, shipped or for the tests alone, with its licence, hash and what it needs.</summary>
internal static class BillOfMaterials
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>With a line for each package, so that a change is seen.</summary>
    public static string Text(JsonObject bill) =>
        "{" + string.Join(",\n", bill.Select(m => $"\"{m.Key}\": {(m.Value is JsonArray list ? $"[\n{string.Join(",\n", list.Select(i => i!.ToJsonString(Json)))}\n]" : m.Value!.ToJsonString(Json))}")) + "}\n";

    public static JsonObject Of(string root)
    {
        var packages = new SortedDictionary<string, Package>(StringComparer.Ordinal);
        foreach (var project in new[] { "Web", "Tests", "Tests/Benchmarks" })
            AddRestored(JsonNode.Parse(File.ReadAllText(Path.Combine(root, project, "obj", "project.assets.json")))!, isShipped: project == "Web", packages);
        AddInstalled(Path.Combine(root, "Web"), packages);
        return new JsonObject
        {
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.6",
            ["version"] = 1,
            ["metadata"] = new JsonObject { ["component"] = new JsonObject { ["type"] = "application", ["bom-ref"] = "RiskReport", ["name"] = "RiskReport" } },
            ["components"] = new JsonArray([.. packages.Values.Select(p => p.Component)]),
            ["dependencies"] = new JsonArray([.. packages.Select(p => new JsonObject { ["ref"] = p.Key, ["dependsOn"] = new JsonArray([.. p.Value.Needs.Order(StringComparer.Ordinal).Select(n => (JsonNode)n)]) })]),
        };
    }

    private static void AddRestored(JsonNode assets, bool isShipped, SortedDictionary<string, Package> packages)
    {
        var folders = assets["packageFolders"]!.AsObject().Select(f => f.Key).ToList();
        var graph = assets["targets"]!.AsObject().Single().Value!.AsObject();
        var versions = graph.Select(p => p.Key.Split('/')).ToDictionary(p => p[0], p => p[1], StringComparer.OrdinalIgnoreCase);
        foreach (var (key, library) in assets["libraries"]!.AsObject().Where(l => (string)l.Value!["type"]! == "package"))
        {
            var (name, version) = (key.Split('/')[0], key.Split('/')[1]);
            var needs = (graph[key]!["dependencies"] as JsonObject ?? []).Where(d => versions.ContainsKey(d.Key)).Select(d => Nuget(d.Key, versions[d.Key]));
            packages.TryAdd(Nuget(name, version), new Package(
                name, version, Nuget(name, version), isShipped, Convert.ToHexStringLower(Convert.FromBase64String((string)library!["sha512"]!)), LicenceOf(folders, library), [.. needs]));
        }
    }

    private static string LicenceOf(List<string> folders, JsonNode library)
    {
        var file = library["files"]!.AsArray().Select(f => (string)f!).Single(f => f.EndsWith(".nuspec", StringComparison.Ordinal));
        var nuspec = XDocument.Load(folders.Select(f => Path.Combine(f, (string)library["path"]!, file)).First(File.Exists)).Root!.Elements().Single();
        var licence = nuspec.Elements().FirstOrDefault(e => e.Name.LocalName == "license");
        return licence?.Attribute("type")?.Value == "expression" ? licence.Value
            : "LicenseRef-" + (licence?.Value ?? nuspec.Elements().FirstOrDefault(e => e.Name.LocalName == "licenseUrl")?.Value ?? "none");
    }

    private static void AddInstalled(string folder, SortedDictionary<string, Package> packages)
    {
        var all = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "package-lock.json")))!["packages"]!.AsObject();
        foreach (var (path, locked) in all.Where(p => p.Key.Length > 0))
        {
            var name = path[(path.LastIndexOf("node_modules/", StringComparison.Ordinal) + 13)..];
            var needs = (locked!["dependencies"] as JsonObject ?? []).Select(d => all.ContainsKey($"{path}/node_modules/{d.Key}") ? $"{path}/node_modules/{d.Key}" : $"node_modules/{d.Key}")
                .Where(all.ContainsKey).Select(p => Npm(p[(p.LastIndexOf("node_modules/", StringComparison.Ordinal) + 13)..], (string)all[p]!["version"]!));
            // old packages say it otherwise; the registry knew what they meant
            var licence = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, path, "package.json")))!["license"] as JsonValue ?? locked["license"];
            packages.TryAdd(Npm(name, (string)locked["version"]!), new Package(
                name, (string)locked["version"]!, Npm(name, (string)locked["version"]!), locked["dev"] is null,
                Convert.ToHexStringLower(Convert.FromBase64String(((string)locked["integrity"]!)["sha512-".Length..])), (string?)licence ?? "LicenseRef-none", [.. needs]));
        }
    }

    private static string Nuget(string name, string version) => $"pkg:nuget/{name}@{version}";

    private static string Npm(string name, string version) => $"pkg:npm/{name.Replace("@", "%40", StringComparison.Ordinal)}@{version}";

    private sealed record Package(string Name, string Version, string Address, bool IsShipped, string Sha512, string Licence, IReadOnlyList<string> Needs)
    {
        public JsonObject Component => new()
        {
            ["type"] = "library",
            ["bom-ref"] = Address,
            ["name"] = Name,
            ["version"] = Version,
            ["scope"] = IsShipped ? "required" : "excluded",
            ["hashes"] = new JsonArray(new JsonObject { ["alg"] = "SHA-512", ["content"] = Sha512 }),
            ["licenses"] = new JsonArray(Licence.Contains(' ', StringComparison.Ordinal) ? new JsonObject { ["expression"] = Licence }
                : new JsonObject { ["license"] = new JsonObject { [Licence.StartsWith("LicenseRef-", StringComparison.Ordinal) ? "name" : "id"] = Licence } }),
            ["purl"] = Address,
        };
    }
}
