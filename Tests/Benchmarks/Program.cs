using RiskReport.Tests.Benchmarks;

// a scenario takes its own arguments and returns the exit status: 0 within its limits, 1 beyond, 2 bad arguments
var scenarios = new Dictionary<string, Func<string[], Task<int>>>
{
    ["roster-xlsx"] = RosterXlsx.RunAsync,
    ["roster-csv"] = RosterCsv.RunAsync,
    ["roster-pdf"] = RosterPdfPages.RunAsync,
    ["report-pdf"] = ReportPages.RunAsync,
    ["xlsx-read"] = XlsxRead.RunAsync,
    ["xlsx-annotate"] = XlsxAnnotate.RunAsync,
    ["grade"] = GradeItems.RunAsync,
    ["board"] = Board.RunAsync,
    ["roster-pages"] = RosterPages.RunAsync,
    ["roster-http"] = RosterOverHttp.RunAsync,
    ["analysis"] = AnalysisPages.RunAsync,
    ["map"] = Map.RunAsync,
    ["simulate"] = Simulate.RunAsync,
    ["import"] = Import.RunAsync,
    ["import-dry"] = Import.RunDryAsync,
    ["import-kill"] = ImportKill.RunAsync,
    ["import-beside"] = ImportBeside.RunAsync,
    ["filing"] = FilingCalls.RunAsync,
    ["filing-exports"] = FilingExports.RunAsync,
    ["filing-kill"] = FilingKill.RunAsync,
};

if (args.Length > 0 && scenarios.TryGetValue(args[0], out var run))
    return await run(args[1..]);

Console.Error.WriteLine($"""
    usage: dotnet run -c Release --project Tests/Benchmarks -- SCENARIO
    scenarios: {string.Join(", ", scenarios.Keys)}
    """);
return 2;
