using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dapper;
using Microsoft.Data.Sqlite;
using RiskReport.Data;
using RiskReport.Data.Seeding;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Privacy;

namespace RiskReport.Tests.Benchmarks;

/// <summary>A report to be filed, as it is sent.</summary>
internal sealed record FilingBody(string CreditCode, byte[] Json);

/// <summary>How a load went: milliseconds of every filing that was acknowledged, over how long.</summary>
internal sealed record FilingTimes(List<double> Milliseconds, TimeSpan Duration)
{
    public double PerSecond => Milliseconds.Count / Duration.TotalSeconds;

    public double At(double part) => Milliseconds.Order().ElementAt(Math.Max(0, (int)Math.Ceiling(Milliseconds.Count * part) - 1));
}

/// <summary>Enterprises that owe a report, and 32 connections that file one after another without rest.</summary>
internal static class FilingLoad
{
    public const int Connections = 32;
    public const int Year = ImportRig.Year;

    private const int Seed = 8;
    private const int FirstNumber = 10_000_000;
    private const int Risks = 5;

    /// <summary>Puts enterprises on the roll of the file in this folder; their reports.</summary>
    public static async Task<ConcurrentQueue<FilingBody>> PrepareAsync(string folder, int enterprises)
    {
        var rig = new ImportRig(Path.Combine(folder, "riskreport.db"), TimeProvider.System);
        await Migrations.RunAsync(rig.Database);
        var reference = await rig.ReferenceAsync();
        var rules = reference.Rules(new DateOnly(Year, 11, 1))!;
        var synthetic = new SyntheticEnterprise(reference, rules, Year, Seed);
        HashSet<string> taken;
        await using (var connection = await rig.Database.OpenAsync(CancellationToken.None))
            taken = [.. await connection.QueryAsync<string>("SELECT CreditCode FROM Enterprise")];
        var filings = Enumerable.Range(FirstNumber, enterprises).Select(n => synthetic.Create(n, Risks)).DistinctBy(f => f.Facts.CreditCode)
            .Where(f => !taken.Contains(f.Facts.CreditCode) && Filing.Assess(f.HasMajorRisk, f.Risks, f.Facts.Conditions, rules).Problems.Count == 0).ToList();
        await ImportBeside.PutOnTheRollAsync(rig, filings);
        SqliteConnection.ClearAllPools();
        return new ConcurrentQueue<FilingBody>(filings.Select(f => new FilingBody(f.Facts.CreditCode, Body(f, reference))));
    }

    /// <param name="acknowledged">Gets every enterprise with the receipt it was answered.</param>
    public static async Task<FilingTimes> RunAsync(
        HttpClient client, ConcurrentQueue<FilingBody> filings, Func<TimeSpan, bool> isOver, ConcurrentDictionary<string, string>? acknowledged = null)
    {
        var times = new ConcurrentBag<double>();
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(async () =>
        {
            while (!isOver(watch.Elapsed) && filings.TryDequeue(out var filing))
            {
                var began = watch.Elapsed;
                using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/declarations/{filing.CreditCode}/{Year}") { Content = new ByteArrayContent(filing.Json) };
                request.Content.Headers.ContentType = new("application/json");
                request.Headers.Add("Idempotency-Key", filing.CreditCode);
                using var response = await client.SendAsync(request);
                var answer = await response.Content.ReadAsStringAsync();
                if (response.StatusCode is not (HttpStatusCode.Created or HttpStatusCode.OK))
                    throw new InvalidOperationException($"{response.StatusCode}: {answer}");
                times.Add((watch.Elapsed - began).TotalMilliseconds);
                acknowledged?.TryAdd(filing.CreditCode, JsonDocument.Parse(answer).RootElement.GetProperty("verificationCode").GetString()!);
            }
        })));
        return new FilingTimes([.. times], watch.Elapsed);
    }

    private static byte[] Body(Filing filing, Domain.Reference.ReferenceData reference)
    {
        var reasons = new JsonObject();
        foreach (var doubt in Plausibility.Check(filing.Facts, filing.HasMajorRisk, reference, Year))
            reasons[doubt.Code] = "已核实";
        return Encoding.UTF8.GetBytes(new JsonObject
        {
            ["basics"] = Answers(ReportText.Of(filing.Facts with { Sheets = SheetAnswers.None }, filing.HasMajorRisk)),
            ["risks"] = new JsonArray([.. filing.Risks.Select(Risk)]),
            ["confirmations"] = reasons,
        }.ToJsonString());
    }

    private static JsonNode Risk(RiskFacts risk)
    {
        var json = Answers(ReportText.Of(risk));
        if (risk.Assessment.Unit is { } unit)
            json[FieldJson.NameOf(RiskFields.Substances)] = FieldJson.Write(unit.Substances);
        return json;
    }

    private static JsonObject Answers(IReadOnlyDictionary<Field, string> answers)
    {
        var json = new JsonObject();
        foreach (var (field, text) in answers.Where(a => a.Value.Length > 0))
            json[FieldJson.NameOf(field)] = Sight.IsOfPerson(field) ? text : FieldJson.Write(field, text);
        return json;
    }
}
