using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Fields;

namespace RiskReport.Web.Features.Declarations;

/// <summary>
/// The form as typed, right or wrong; it is also what a draft keeps. Only the fields of the definitions are read
/// from a request, so nothing else that is posted can reach the report.
/// </summary>
public sealed class DeclarationForm
{
    public const int MostItems = 200;

    public const string CommittedByName = "CommittedBy";
    public const string CommittedRoleName = "CommittedRole";
    public const string CommittedName = "Committed";

    /// <summary>Where the enterprise is registered is the office's to change, not the form's.</summary>
    public static readonly IReadOnlyList<Field> Asked = EnterpriseFields.All
        .Where(f => f != EnterpriseFields.CreditCode && f != EnterpriseFields.Township)
        .ToList();

    /// <summary>The place of a risk in the version that was filed, so that what an office said of it stays with it.</summary>
    public const string Origin = "Origin";

    public static readonly IReadOnlyList<Field> AskedOfItem = RiskFields.All.Where(f => f != RiskFields.CreditCode && !IsFactor(f)).ToList();

    private static readonly (string Method, Field Factor)[] Factors =
    [
        ("LEC", RiskFields.L), ("LEC", RiskFields.E), ("LEC", RiskFields.C),
        ("LS", RiskFields.L), ("LS", RiskFields.S),
        ("MES", RiskFields.M), ("MES", RiskFields.E), ("MES", RiskFields.S),
    ];

    public int Version { get; set; }

    public Dictionary<string, string> Basics { get; set; } = [];

    public List<Dictionary<string, string>> Items { get; set; } = [];

    public string CommittedBy { get; set; } = "";

    public string CommittedRole { get; set; } = "";

    public bool Committed { get; set; }

    public string this[Field field] => Basics.GetValueOrDefault(field.Key, "");

    public static string Name(Field field) => $"Basics.{field.Key}";

    /// <summary>A factor is asked once per method, since its steps differ: LEC and LS both have an L.</summary>
    public static string Name(int item, string key) => $"Items[{item}].{key}";

    public string Name(int item, Field field) => Name(item, Key(Items[item], field));

    public static string FactorKey(string method, string factor) => $"{method}.{factor}";

    public static string Answer(Dictionary<string, string> item, Field field) => item.GetValueOrDefault(Key(item, field), "");

    private static string Key(Dictionary<string, string> item, Field field) =>
        IsFactor(field) ? FactorKey(Normal.Code(item.GetValueOrDefault(RiskFields.Method.Key, "")), field.Key) : field.Key;

    private static bool IsFactor(Field field) =>
        field == RiskFields.L || field == RiskFields.E || field == RiskFields.C || field == RiskFields.S || field == RiskFields.M;

    /// <summary>Items keep their order but not their numbers: a removed one leaves no hole.</summary>
    public static DeclarationForm From(IFormCollection posted)
    {
        var form = new DeclarationForm
        {
            Version = int.TryParse(posted["Version"], out var version) ? version : -1,
            Basics = Asked.ToDictionary(f => f.Key, f => posted[Name(f)].ToString()),
            CommittedBy = posted[CommittedByName].ToString(),
            CommittedRole = posted[CommittedRoleName].ToString(),
            Committed = posted[CommittedName] == "true",
        };
        var indexes = posted.Keys
            .Where(k => k.StartsWith("Items[", StringComparison.Ordinal) && k.Contains(']', StringComparison.Ordinal))
            .Select(k => int.TryParse(k.AsSpan(6, k.IndexOf(']', StringComparison.Ordinal) - 6), out var i) ? i : -1)
            .Where(i => i >= 0).Distinct().Order().Take(MostItems);
        var keys = AskedOfItem.Select(f => f.Key).Concat(Factors.Select(f => FactorKey(f.Method, f.Factor.Key))).Append(Origin).ToList();
        form.Items = indexes.Select(i => keys.ToDictionary(k => k, k => posted[Name(i, k)].ToString())).ToList();
        return form;
    }

    public static DeclarationForm Prefilled(EnterpriseFacts facts, Declaration declaration, IReadOnlyList<GradedRisk> risks) => new()
    {
        Version = declaration.Version,
        Basics = FactsText.Of(facts, declaration.HasMajorRisk),
        Items = risks.Select((r, i) => new Dictionary<string, string>(FactsText.Of(r.Facts)) { [Origin] = $"{i + 1}" }).ToList(),
        CommittedBy = facts.LegalRepresentative,
        CommittedRole = "主要负责人",
    };
}
