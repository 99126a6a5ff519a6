using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Grading;

namespace RiskReport.Domain.Declarations;

/// <summary>
/// The one form of a filed report that its hash is made of: JSON in UTF-8 without white space, members in this order, answers
/// by their heading as text, empty ones left out, Chinese unescaped. RiskReport/1 was without committedVia, preparedBy and confirmations. Anyone who holds it can make the SHA-256 again.
/// </summary>
public sealed record CanonicalReport
{
    public const string Format = "RiskReport/2";

    private const int LikelyLength = 8 * 1024;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>By heading; a heading stands once.</summary>
    public required IReadOnlyList<(string Heading, string Text)> Basics { get; init; }

    public required IReadOnlyList<IReadOnlyList<(string Heading, string Text)>> Risks { get; init; }

    public static byte[] Write(Filing filing, int year, int version, DateTime filedAt, DeclarationType type)
    {
        var bytes = new ArrayBufferWriter<byte>(LikelyLength);
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteString("creditCode", filing.Facts.CreditCode);
            json.WriteNumber("year", year);
            json.WriteNumber("version", version);
            json.WriteString("type", type.Word());
            json.WriteString("filedAt", DateTime.SpecifyKind(filedAt, DateTimeKind.Utc).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture));
            json.WriteString("committedBy", filing.CommittedBy ?? "");
            json.WriteString("committedRole", filing.CommittedRole ?? "");
            json.WriteString("committedVia", filing.CommittedVia?.Word() ?? "");
            json.WriteString("preparedBy", filing.PreparedBy ?? "");
            json.WriteStartObject("basics");
            WriteAnswers(json, ReportText.Of(filing.Facts, filing.HasMajorRisk));
            json.WriteEndObject();
            json.WriteStartArray("risks");
            for (var i = 0; i < filing.Risks.Count; i++)
                WriteRisk(json, filing.Risks[i], filing.Grade.Items[i]);
            json.WriteEndArray();
            json.WriteStartArray("confirmations");
            foreach (var confirmation in filing.Confirmations)
            {
                json.WriteStartObject();
                json.WriteString("code", confirmation.Code);
                json.WriteString("doubt", confirmation.Doubt);
                json.WriteString("reason", confirmation.Reason);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartObject("grade");
            json.WriteString("ruleSet", filing.Grade.RuleSet);
            json.WriteString("catalogue", filing.Grade.CatalogueEdition);
            json.WriteString("colour", filing.Grade.Colour.Word());
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>The same answers without the writing, to be held against others.</summary>
    public static CanonicalReport Of(EnterpriseFacts facts, bool? hasMajorRisk, IReadOnlyList<GradedRisk> risks) => new()
    {
        Basics = Answers(ReportText.Of(facts, hasMajorRisk)),
        Risks = risks.Select(r => Answers(ReportText.Of(r.Facts)).Append(("等级", r.Grade.Colour.Word())).ToList()).ToList(),
    };

    public static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    public static CanonicalReport Read(byte[] content)
    {
        using var json = JsonDocument.Parse(content);
        return new CanonicalReport
        {
            Basics = Answers(json.RootElement.GetProperty("basics")),
            Risks = json.RootElement.GetProperty("risks").EnumerateArray().Select(Answers).ToList(),
        };
    }

    private static void WriteRisk(Utf8JsonWriter json, RiskFacts facts, ItemGrade grade)
    {
        json.WriteStartObject();
        WriteAnswers(json, ReportText.Of(facts));
        json.WriteString("事故类型标准", facts.AccidentEdition);
        json.WriteString("等级", grade.Colour.Word());
        if (grade.Score is { } score)
            json.WriteString("分值", GradeWords.Plain(score));
        json.WriteString("规则", grade.Rule);
        json.WriteEndObject();
    }

    private static void WriteAnswers(Utf8JsonWriter json, IReadOnlyDictionary<Field, string> answers)
    {
        foreach (var (field, text) in answers.Where(a => a.Value.Length > 0))
            json.WriteString(field.Heading, IsPlain(text) ? text : text.ReplaceLineEndings("\n").Normalize(NormalizationForm.FormC));
    }

    /// <summary>Letters that no normal form changes, without a line end: nearly every text, and far quicker than asking ICU.</summary>
    private static bool IsPlain(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (c is not (>= ' ' and < '\u007F' or >= '\u3400' and <= '\u9FFF' or >= '\u3001' and <= '\u3011' or >= '\uFF01' and <= '\uFF5E'))
                return false;
        }

        return true;
    }

    private static List<(string, string)> Answers(IReadOnlyDictionary<Field, string> answers) =>
        answers.Where(a => a.Value.Length > 0).Select(a => (a.Key.Heading, a.Value)).ToList();

    private static IReadOnlyList<(string, string)> Answers(JsonElement element) =>
        element.EnumerateObject().Select(p => (p.Name, p.Value.GetString() ?? "")).ToList();
}
