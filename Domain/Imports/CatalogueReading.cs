using RiskReport.Domain.Accounts;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Reference;

namespace RiskReport.Domain.Imports;

/// <summary>Reads the rows of a catalogue workbook; every problem is found at once, and with one nothing is taken.</summary>
public static class CatalogueReading
{
    public static (IReadOnlyList<CatalogueItem> Items, IReadOnlyList<ImportProblem> Problems) Read(IEnumerable<ImportRow> rows, ReferenceData reference, int year)
    {
        var items = new List<CatalogueItem>();
        var problems = new List<ImportProblem>();
        var seen = new Dictionary<string, int>();
        foreach (var row in rows.Where(r => !r.IsBlank))
        {
            var reader = new FieldReader(f => row[f], reference, Scope.City, year);
            var item = new CatalogueItem
            {
                Code = reader.Text(CatalogueFields.Code)?.ToUpperInvariant()!,
                GroupName = reader.Text(CatalogueFields.Group)!,
                Name = reader.Text(CatalogueFields.Name)!,
                Colour = reader.MajorColour(CatalogueFields.Colour) ?? RiskColour.Red,
                Requirement = reader.Text(CatalogueFields.Requirement)!,
                AccidentTypes = string.Join(';', reader.AccidentTypes(CatalogueFields.AccidentTypes)),
            };
            problems.AddRange(reader.Problems.Select(p => Problem(row.Number, p.Field, p.Value, p.Code, p.Message)));
            if (item.Code is { } code && !seen.TryAdd(code, row.Number))
                problems.Add(Problem(row.Number, CatalogueFields.Code, code, ProblemCodes.DuplicateInFile, $"目录编号“{code}”与第 {seen[code]} 行重复，请只保留正确的一行。"));
            items.Add(item);
        }

        return problems.Count == 0 ? (items, []) : ([], problems);
    }

    private static ImportProblem Problem(int row, Field field, string value, string code, string message) =>
        new() { Sheet = CatalogueFields.Sheet, Row = row, Column = field.Heading, Value = value, Code = code, Message = message };
}
