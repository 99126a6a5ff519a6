using RiskReport.Domain.Fields;
using RiskReport.Domain.Imports;

namespace RiskReport.Tests.Unit.Imports;

[TestClass]
public sealed class ImportRowsTests
{
    private static readonly SheetHeadings Headings = SheetHeadings.Match(
        [.. EnterpriseFields.All.Select(f => new Cell(CellKind.Text, f.Heading))], EnterpriseFields.All);

    /// <summary>Texts that are held once and texts that are not, and lengths on both sides of every byte that a length takes.</summary>
    [TestMethod]
    [DataRow(1)]
    [DataRow(100)]
    [DataRow(101)]
    [DataRow(127)]
    [DataRow(128)]
    [DataRow(16_383)]
    [DataRow(16_384)]
    [DataRow(32_767)]
    public void A_cell_comes_out_as_it_went_in(int length)
    {
        Cell[] cells = [new(CellKind.Text, new string('a', length)), new(CellKind.Text, new string('险', length)), Cell.Empty, new(CellKind.Number, "1.5"), new(CellKind.Error, "#N/A")];

        var rows = ImportRows.Read([new ImportRow(7, cells, Headings)], [], CancellationToken.None);

        var row = rows[0].Enterprise;
        Assert.AreEqual(7, row.Number);
        CollectionAssert.AreEqual(cells, EnterpriseFields.All.Take(cells.Length).Select(f => row[f]).ToArray());
    }

    /// <summary>More different words than are held once, each coming again.</summary>
    [TestMethod]
    public void Many_words_come_out_as_they_went_in()
    {
        const int Words = 10_000;
        var rows = ImportRows.Read(Enumerable.Range(0, 2 * Words).Select(n => new ImportRow(n + 2, [new Cell(CellKind.Text, $"C{n}"), Word(n)], Headings)), [], CancellationToken.None);

        Assert.AreEqual(2 * Words, rows.Enterprises);
        for (var n = 0; n < rows.Enterprises; n++)
            Assert.AreEqual(Word(n), rows[n].Enterprise[EnterpriseFields.Name]);

        static Cell Word(int n) => new(CellKind.Text, $"企业{n % Words}");
    }
}
