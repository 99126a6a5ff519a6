using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Reference;

namespace RiskReport.Web.Features.Declarations;

/// <summary>
/// The report as typed so far, right or wrong; it is what a draft keeps. Only the fields of the definitions are read from a
/// request, and of a page only its own, so nothing else that is posted can reach the report.
/// </summary>
public sealed class DeclarationForm
{
    public const int MostItems = 200;
    public const int MostRemoved = 20;

    public const string CommittedByName = "CommittedBy";
    public const string CommittedRoleName = "CommittedRole";
    public const string CommittedName = "Committed";

    /// <summary>Tells the risks of one report apart, whatever is added or taken away meanwhile.</summary>
    public const string Id = "Id";

    /// <summary>The place of a risk in the version that was filed, so that what an office said of it stays with it.</summary>
    public const string Origin = "Origin";

    private static readonly (string Method, Field Factor)[] Factors =
    [
        ("LEC", RiskFields.L), ("LEC", RiskFields.E), ("LEC", RiskFields.C),
        ("LS", RiskFields.L), ("LS", RiskFields.S),
        ("MES", RiskFields.M), ("MES", RiskFields.E), ("MES", RiskFields.S),
    ];

    private static readonly IReadOnlyList<string> ItemKeys =
        [.. RiskFields.All.Where(f => f != RiskFields.CreditCode && !IsFactor(f)).Select(f => f.Key), .. Factors.Select(f => FactorKey(f.Method, f.Factor.Key))];

    public Dictionary<string, string> Basics { get; set; } = [];

    public List<Dictionary<string, string>> Items { get; set; } = [];

    /// <summary>Risks that were deleted, the last one at the end: a slip can be undone.</summary>
    public List<Dictionary<string, string>> Removed { get; set; } = [];

    /// <summary>Why what looks implausible is right nevertheless, by the code of the doubt.</summary>
    public Dictionary<string, string> Reasons { get; set; } = [];

    /// <summary>By page, which open page saved it last: another one must not overwrite it unseen.</summary>
    public Dictionary<string, string> Writers { get; set; } = [];

    public string CommittedBy { get; set; } = "";

    public string CommittedRole { get; set; } = "";

    /// <summary>The account that saved last.</summary>
    public string? PreparedBy { get; set; }

    public string this[Field field] => Basics.GetValueOrDefault(field.Key, "");

    public static string Name(Field field) => $"Basics.{field.Key}";

    public static string ItemName(string key) => $"Item.{key}";

    /// <summary>A factor is asked once per method, since its steps differ: LEC and LS both have an L.</summary>
    public static string ItemName(Dictionary<string, string> item, Field field) => ItemName(Key(item, field));

    public static string ReasonName(string doubt) => $"Reasons.{doubt}";

    public static string FactorKey(string method, string factor) => $"{method}.{factor}";

    public static string Answer(Dictionary<string, string> item, Field field) => item.GetValueOrDefault(Key(item, field), "");

    /// <summary>The same at every opening, for a risk that no draft has given a name of its own yet.</summary>
    public static string Numbered(int index) => $"r{index + 1}";

    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(5));

    public Dictionary<string, string>? Find(string id) => Items.Find(i => i.GetValueOrDefault(Id) == id);

    /// <summary>A risk that was deleted elsewhere while its page was open: who saves it wants it.</summary>
    public bool BringBack(string id, [NotNullWhen(true)] out Dictionary<string, string>? item)
    {
        item = Items.Count < MostItems ? Removed.Find(i => i.GetValueOrDefault(Id) == id) : null;
        if (item is null)
            return false;
        Removed.Remove(item);
        Items.Add(item);
        return true;
    }

    public void Take(IFormCollection posted, IEnumerable<Field> fields)
    {
        foreach (var field in fields)
            Basics[field.Key] = posted[Name(field)].ToString();
    }

    /// <summary>The answers about one risk; which one it is, and where it comes from, is not the request's to say.</summary>
    public static void TakeItem(IFormCollection posted, Dictionary<string, string> item)
    {
        foreach (var key in ItemKeys)
            item[key] = posted[ItemName(key)].ToString();
    }

    public void TakeCommitment(IFormCollection posted, IEnumerable<Doubt> doubts)
    {
        CommittedBy = posted[CommittedByName].ToString();
        CommittedRole = posted[CommittedRoleName].ToString();
        foreach (var doubt in doubts)
            Reasons[doubt.Code] = posted[ReasonName(doubt.Code)].ToString();
    }

    /// <summary>An entry of the catalogue as a risk to be completed.</summary>
    public static Dictionary<string, string> FromCatalogue(CatalogueItem entry, AccidentTypeList types, int year) => new()
    {
        [Id] = NewId(),
        [RiskFields.Name.Key] = entry.Name,
        [RiskFields.Method.Key] = GradingMethod.Catalogue.Word(),
        [RiskFields.CatalogueCode.Key] = entry.Code,
        [RiskFields.AccidentType.Key] = types.Find(entry.AccidentTypes.Split(';')[0], year)?.Name ?? "",
    };

    public static Dictionary<string, string> Copy(Dictionary<string, string> item) => new(item.Where(a => a.Key != Origin))
    {
        [Id] = NewId(),
        [RiskFields.Name.Key] = item.GetValueOrDefault(RiskFields.Name.Key, "") + "（副本）",
    };

    /// <param name="filed">Whether the risks are those of this year's filed version, which an office may have spoken about.</param>
    public static DeclarationForm Prefilled(EnterpriseFacts facts, bool? hasMajorRisk, IReadOnlyList<RiskFacts> risks, bool filed) => new()
    {
        Basics = FactsText.Of(facts, hasMajorRisk),
        Items = risks.Select((r, i) =>
        {
            var item = new Dictionary<string, string>(FactsText.Of(r)) { [Id] = Numbered(i) };
            if (filed)
                item[Origin] = $"{i + 1}";
            return item;
        }).ToList(),
        CommittedBy = facts.LegalRepresentative,
        CommittedRole = "主要负责人",
    };

    private static string Key(Dictionary<string, string> item, Field field) =>
        IsFactor(field) ? FactorKey(Normal.Code(item.GetValueOrDefault(RiskFields.Method.Key, "")), field.Key) : field.Key;

    private static bool IsFactor(Field field) =>
        field == RiskFields.L || field == RiskFields.E || field == RiskFields.C || field == RiskFields.S || field == RiskFields.M;
}
