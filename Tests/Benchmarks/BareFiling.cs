using System.Data.Common;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RiskReport.Data;
using RiskReport.Data.Declarations;

namespace RiskReport.Tests.Benchmarks;

/// <summary>What a filing costs where nothing is checked, graded or looked up: the rows that it leaves, each by its statement, in one durable transaction.</summary>
internal static class BareFiling
{
    private const string SelectReport = "SELECT Id FROM Declaration WHERE CreditCode = @Code AND Year = @Year";

    private const string UpdateReport = "UPDATE Declaration SET Status = 2, Type = 2, Source = 3, HasMajorRisk = 0, Colour = 1, RuleSet = '2021-A', Reasons = @Text, Basics = @Basics, SubmittedAt = @Now, Version = Version + 1 WHERE Id = @Id";

    private const string InsertEvent = "INSERT INTO DeclarationEvent (DeclarationId, At, Status, Colour, ChangedBy, ChangedFrom, ChangeReason) VALUES (@Id, @Now, 2, 1, 'bare', 'bare', 'bare')";

    private const string InsertChange = """
        INSERT INTO ReportChange (Number, TownshipCode, TownshipNumber, Kind, At, CreditCode, Year, Version, Status, Colour, Code, ContentSha256)
        SELECT COALESCE(MAX(Number), 0) + 1, '000000000', COALESCE(MAX(Number), 0) + 1, 1, @Now, @Credit, @Year, 1, 2, 1, @Code, @Hash FROM ReportChange
        """;

    private const string InsertAudit = """
        INSERT INTO AuditEntry (Number, At, Action, Result, Subject, Region, Account, Role, AccountRegion, Source, HashBefore, HashAfter, PreviousHash, Hash)
        SELECT COALESCE(MAX(Number), 0) + 1, @Now, 'report.filed', 'done', @Credit, '320500000', 'bare', 'client', '3205', 'bare', '', @Hash, @Hash, @Hash FROM AuditEntry
        """;

    public static async Task<int> ServeAsync(string file)
    {
        var database = Database.Create("sqlite", $"Data Source={file}");
        using var turn = new SemaphoreSlim(1);
        var builder = WebApplication.CreateBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.MapPut("/api/v1/declarations/{code}/{year:int}", async (string code, int year, HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            await using var connection = await database.OpenAsync(CancellationToken.None);
            await turn.WaitAsync();
            try
            {
                await using var transaction = await Database.BeginWriteAsync(connection, CancellationToken.None);
                var receipt = await InsertAsync(code, year, body.ToArray(), connection, transaction);
                await transaction.CommitAsync();
                return Results.Json(new { verificationCode = receipt });
            }
            finally
            {
                turn.Release();
            }
        });
        await app.StartAsync();
        Console.WriteLine(app.Urls.Single());
        await app.WaitForShutdownAsync();
        return 0;
    }

    private static async Task<string> InsertAsync(string credit, int year, byte[] body, DbConnection connection, DbTransaction transaction)
    {
        using var json = JsonDocument.Parse(body);
        var now = DateTime.UtcNow;
        var id = await connection.ExecuteScalarAsync<long>(SelectReport, new { Code = credit, Year = year }, transaction);
        var hash = Convert.ToHexStringLower(SHA256.HashData(body));
        await connection.ExecuteAsync(UpdateReport, new { Id = id, Now = now, Text = hash, Basics = json.RootElement.GetProperty("basics").GetRawText() }, transaction);
        var position = 0;
        foreach (var risk in json.RootElement.GetProperty("risks").EnumerateArray())
        {
            await connection.ExecuteAsync(DeclarationStore.InsertItem, new
            {
                DeclarationId = id,
                Position = ++position,
                Name = Text("name"),
                RiskPoint = Text("riskPoint"),
                Location = Text("location"),
                AccidentType = Text("accidentType"),
                AccidentEdition = "1986",
                Consequence = Text("consequence"),
                Method = 1,
                L = 3m,
                E = 6m,
                C = 7m,
                S = (decimal?)null,
                M = (decimal?)null,
                CatalogueCode = (string?)null,
                Details = (string?)null,
                Controls = Text("controls"),
                Emergency = Text("emergency"),
                Department = Text("department"),
                Owner = Text("owner"),
                Phone = Text("phone"),
                Colour = 1,
                Score = 126m,
                RuleName = "LEC",
                Reason = hash + hash,
            }, transaction);

            string? Text(string name) => risk.TryGetProperty(name, out var value) ? value.ToString() : null;
        }

        var code = RandomNumberGenerator.GetHexString(16);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest))
            zlib.Write(body);
        await connection.ExecuteAsync(VersionStore.Insert, new
        {
            DeclarationId = id,
            Number = 1,
            Code = code,
            Type = 2,
            Source = 3,
            Colour = 1,
            Content = packed.ToArray(),
            ContentSha256 = hash,
            FiledAt = now,
            FiledBy = "bare",
            FiledFrom = "bare",
        }, transaction);
        var common = new { Id = id, Now = now, Credit = credit, Year = year, Code = code, Hash = hash };
        await connection.ExecuteAsync(InsertEvent, common, transaction);
        await connection.ExecuteAsync(InsertChange, common, transaction);
        await connection.ExecuteAsync(InsertAudit, common, transaction);
        return code;
    }
}
