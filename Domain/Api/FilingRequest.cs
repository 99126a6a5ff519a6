using System.Text.Json;
using System.Text.Json.Nodes;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Imports;

namespace RiskReport.Domain.Api;

/// <summary>
/// A report as another system files it. It becomes one row of a workbook with its risks, so that whatever an import would say of it is
/// said here: the same fields, rules and codes, with the names of JSON instead of columns.
/// </summary>
public sealed class FilingRequest
{
    public const int MostRisks = 500;

    public const string UnknownField = "UNKNOWN_FIELD";
    public const string WrongType = "TYPE";

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };
    private static readonly SheetHeadings BasicHeadings = Headings(EnterpriseFields.All);
    private static readonly SheetHeadings RiskHeadings = Headings(RiskFields.All);

    /// <summary>What may be sent of a risk; its enterprise stands in the address.</summary>
    public static readonly IReadOnlyList<Field> OfRisk = [.. RiskFields.All.Where(f => f != RiskFields.CreditCode)];

    /// <summary>What a report that was read holds besides what is filed: it may come back as it is, and counts for nothing.</summary>
    public static readonly IReadOnlyList<string> ReadOnly =
    [
        "creditCode", "year", "version", "status", "type", "pending", "submittedAt", "returnDueOn", "colour", "topScore", "ruleSet", "catalogueEdition", "reasons", "versions",
    ];

    /// <summary>The same of a risk.</summary>
    public const string Grade = "grade";

    private readonly string creditCode;
    private readonly List<ApiProblem> problems = [];
    private readonly Dictionary<string, string> reasons = [];
    private readonly Dictionary<Field, Cell> sheets = [];
    private ImportGroup? group;

    private FilingRequest(string creditCode) => this.creditCode = creditCode;

    /// <param name="body">UTF-8.</param>
    public static FilingRequest Read(byte[] body, string creditCode)
    {
        var request = new FilingRequest(creditCode);
        try
        {
            if (JsonNode.Parse(body, documentOptions: Strict) is JsonObject root)
                request.Read(root);
            else
                request.problems.Add(new ApiProblem(WrongType, null, "请求应为 JSON 对象，例如 {\"basics\":{…},\"risks\":[…]}。"));
        }
        catch (JsonException e)
        {
            request.problems.Add(new ApiProblem("JSON", null, e.LineNumber is { } line ? $"不是有效的 JSON（第 {line + 1} 行）。" : "不是有效的 JSON：有重复的键。"));
        }

        return request;
    }

    /// <summary>What would be filed, or everything that is wrong with it.</summary>
    public (PlannedEnterprise? Planned, IReadOnlyList<ApiProblem> Problems) Plan(ImportPlanner planner, KnownEnterprise known, string preparedBy)
    {
        if (group is null)
            return (null, problems);
        var planned = planner.Plan(MaskedAnswers.Kept(group, known), known.Facts);
        var (answers, ofSheets) = Sheets(planner, known.Facts, planned.Filing?.Facts);
        var filing = planned.Filing is { } read ? read with { Facts = read.Facts with { Sheets = answers } } : null;
        // what is filed already raises no new doubts
        var doubts = filing is not null && known.Holds(filing) ? [] : planned.Doubts.Where(d => !reasons.ContainsKey(d.Code));
        // what is of the wrong kind has been said, and is missing to the planner
        var said = problems.Select(p => p.Field).ToHashSet();
        List<ApiProblem> all =
        [
            .. problems,
            .. ofSheets.Where(p => !said.Contains(p.Field)),
            .. planned.Problems.Where(p => p.Level == ProblemLevel.Fault).Select(p => new ApiProblem(p.Code, Path(p), p.Message)).Where(p => !said.Contains(p.Field)),
            .. doubts.Select(d => new ApiProblem(d.Code, "basics." + FieldJson.NameOf(d.Field),
                $"{d.Message}请改正；确实如此的，在 confirmations 中用 {d.Code} 说明理由（不超过 {Plausibility.LongestReason} 个字）。")),
        ];
        return all.Count > 0 || filing is null ? (null, all)
            : (planned with { Filing = filing with { Source = FilingSource.Api, PreparedBy = preparedBy } }, all);
    }

    public string ReasonOf(Doubt doubt) => reasons[doubt.Code];

    /// <summary>A sheet of which nothing is sent, or what is known, stays as it is; of any other all its questions are to be answered.</summary>
    private (SheetAnswers Answers, IReadOnlyList<ApiProblem> Problems) Sheets(ImportPlanner planner, EnterpriseFacts known, EnterpriseFacts? planned)
    {
        var answers = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var found = new List<ApiProblem>();
        foreach (var sheet in SheetFields.Sheets)
        {
            var given = sheet.Fields.Where(sheets.ContainsKey).ToList();
            if (planned is not null ? !planned.Has(sheet) : group!.Enterprise[sheet.Question].Text == "否")
            {
                found.AddRange(given.Select(f => new ApiProblem(
                    ProblemCodes.Contradiction, SheetPath(f), $"“{sheet.Question.Heading}”（{FieldJson.NameOf(sheet.Question)}）不为 true，请不要填写“{f.Heading}”。")));
                continue;
            }

            var kept = known.Sheets.Of([sheet]);
            if (given.Count > 0 && !(given.Count == kept.ByKey.Count && given.TrueForAll(f => kept[f] == sheets[f].Text)))
            {
                var reader = planner.Reader(f => sheets.GetValueOrDefault(f, Cell.Empty));
                kept = SheetAnswers.Read(reader, [sheet]);
                found.AddRange(reader.Problems.Select(p => new ApiProblem(p.Code, SheetPath(p.Field), p.Message)));
            }

            foreach (var (key, text) in kept.ByKey)
                answers[key] = text;
        }

        return (new SheetAnswers(answers), found);
    }

    private static string SheetPath(Field field) => "sheets." + FieldJson.NameOf(field);

    private void Read(JsonObject root)
    {
        Known(root, "", ReadOnly, "basics", "sheets", "risks", "confirmations");
        if (root["creditCode"] is { } other)
            SameCode(other, "creditCode");
        ReadReasons(root["confirmations"]);
        ReadSheets(root["sheets"]);
        var basics = root["basics"] as JsonObject;
        if (basics is null)
            problems.Add(new ApiProblem(root["basics"] is null ? ProblemCodes.Required : WrongType, "basics", "basics 应为 JSON 对象，填写企业信息。"));
        var risks = root["risks"] as JsonArray;
        if (risks is null && root["risks"] is not null)
            problems.Add(new ApiProblem(WrongType, "risks", "risks 应为数组，每个元素是一项安全风险。"));
        if (risks?.Count > MostRisks)
            problems.Add(new ApiProblem(ProblemCodes.Range, "risks", $"一份报告最多 {MostRisks} 项风险，现有 {risks.Count} 项。"));
        if (basics is null || risks?.Count > MostRisks)
            return;

        var row = Row(0, basics, "basics.", EnterpriseFields.All, BasicHeadings);
        if (basics["creditCode"] is { } given)
            SameCode(given, "basics.creditCode");
        group = new ImportGroup(row, creditCode, null, [.. (risks ?? []).Select(Risk)]);
    }

    private void SameCode(JsonNode given, string path)
    {
        if (FieldJson.Read(EnterpriseFields.CreditCode, given) is not { Text: var text } || Normal.Code(text) != creditCode)
            problems.Add(new ApiProblem(ProblemCodes.Contradiction, path, $"统一社会信用代码与地址中的“{creditCode}”不一致，可以不填。"));
    }

    private void ReadSheets(JsonNode? given)
    {
        if (given is null)
            return;
        if (given is not JsonObject answers)
        {
            problems.Add(new ApiProblem(WrongType, "sheets", "sheets 应为 JSON 对象，填写专项信息。"));
            return;
        }

        Known(answers, "sheets.", [], [.. SheetFields.All.Select(FieldJson.NameOf)]);
        foreach (var field in SheetFields.All)
        {
            if (Answer(answers, "sheets.", field) is { Kind: not CellKind.Empty } cell)
                sheets[field] = cell;
        }
    }

    /// <summary>By code, or as a report that was read has them.</summary>
    private void ReadReasons(JsonNode? given)
    {
        var confirmations = given switch
        {
            null => [],
            JsonObject byCode => byCode.Select(c => (Code: c.Key, Reason: c.Value)),
            JsonArray list when list.All(c => c is JsonObject one && FieldJson.Read(ReasonField, one["code"]) is { Kind: CellKind.Text }) =>
                list.Select(c => (Code: FieldJson.Read(ReasonField, c!["code"])!.Value.Text, Reason: c["reason"])),
            _ => null,
        };
        if (confirmations is null)
        {
            problems.Add(new ApiProblem(WrongType, "confirmations", "confirmations 应为 JSON 对象，例如 {\"DUST_WITHOUT_RISK\":\"没有粉尘作业\"}。"));
            return;
        }

        foreach (var (code, value) in confirmations)
        {
            if (FieldJson.Read(ReasonField, value) is { Text: var text } && Normal.Text(text) is { Length: > 0 and <= Plausibility.LongestReason } reason)
                reasons[code] = reason;
            else
                problems.Add(new ApiProblem(WrongType, $"confirmations.{code}", $"理由应为文本，不超过 {Plausibility.LongestReason} 个字。"));
        }
    }

    private static readonly Field ReasonField = new("Reason", "理由", FieldKind.LongText);

    private ImportRow Risk(JsonNode? node, int index)
    {
        if (node is JsonObject risk)
            return Row(index, risk, $"risks[{index}].", OfRisk, RiskHeadings, Grade);
        problems.Add(new ApiProblem(WrongType, $"risks[{index}]", $"第 {index + 1} 项风险应为 JSON 对象。"));
        return Row(index, [], $"risks[{index}].", OfRisk, RiskHeadings);
    }

    private ImportRow Row(int number, JsonObject given, string path, IReadOnlyList<Field> fields, SheetHeadings headings, params string[] ignored)
    {
        Known(given, path, ignored, [.. fields.Select(FieldJson.NameOf)]);
        var cells = Enumerable.Repeat(Cell.Empty, headings.Columns.Count).ToArray();
        foreach (var field in fields)
            cells[headings.ColumnOf(field)!.Value] = Answer(given, path, field);

        cells[headings.ColumnOf(EnterpriseFields.CreditCode)!.Value] = Cell.Typed(creditCode);
        return new ImportRow(number, cells, headings);
    }

    /// <summary>Empty, and a problem, where it is of the wrong kind.</summary>
    private Cell Answer(JsonObject given, string path, Field field)
    {
        var name = FieldJson.NameOf(field);
        if (FieldJson.Read(field, given[name]) is { } cell)
            return cell;
        problems.Add(new ApiProblem(WrongType, path + name, $"“{field.Heading}”应为{FieldJson.Expected(field)}。"));
        return Cell.Empty;
    }

    private void Known(JsonObject given, string path, IReadOnlyList<string> ignored, params string[] known) => problems.AddRange(given.Select(p => p.Key)
        .Where(k => !known.Contains(k) && !ignored.Contains(k)).Select(k => new ApiProblem(UnknownField, path + k, $"“{path + k}”不能识别，可用 {string.Join("、", known)}。")));

    private static string Path(ImportProblem problem) => problem.Sheet == EnterpriseFields.Sheet
        ? "basics." + Name(EnterpriseFields.All, problem.Column)
        : $"risks[{problem.Row}]." + Name(RiskFields.All, problem.Column);

    private static string Name(IReadOnlyList<Field> fields, string heading) => FieldJson.NameOf(fields.First(f => f.Heading == heading));

    private static SheetHeadings Headings(IReadOnlyList<Field> fields) =>
        SheetHeadings.Match([.. fields.Select(f => new Cell(CellKind.Text, f.Heading))], fields);
}
