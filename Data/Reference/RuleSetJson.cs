using System.Text.Json;
using System.Text.Json.Serialization;
using RiskReport.Domain;
using RiskReport.Domain.Grading;

namespace RiskReport.Data.Reference;

/// <summary>How a rule set is kept as text, in the database and in the shipped file.</summary>
internal static class RuleSetJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        Encoder = StoredJson.Options.Encoder,
    };

    public static string Write(RuleSet rules) => JsonSerializer.Serialize(rules, Options);

    public static RuleSet Read(string definition) => JsonSerializer.Deserialize<RuleSet>(definition, Options)!;
}
