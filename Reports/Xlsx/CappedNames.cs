using System.Xml;

namespace RiskReport.Reports.Xlsx;

/// <summary>The reader remembers every distinct name for good; a workbook has a few hundred, a hostile one millions.</summary>
internal sealed class CappedNames : NameTable
{
    private const int Limit = 20_000;
    private int count;

    public override string Add(char[] key, int start, int len) => Get(key, start, len) ?? base.Add(key, start, Counted(len));

    public override string Add(string key) => Get(key) ?? base.Add(key);

    private int Counted(int len) => ++count > Limit ? throw WorkbookException.InflatesTooFar() : len;
}
