using System.Text;
using Microsoft.Data.Sqlite;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Access;

/// <summary>Whoever copies the files learns no secret that lets him in, and other users of the machine cannot even copy them.</summary>
[TestClass]
public sealed class AtRestTests
{
    [TestMethod]
    public async Task No_secret_lies_in_the_files_of_the_database_and_nobody_else_reads_them()
    {
        await using var app = await TestApp.StartAsync();
        var (factor, codes) = await (await app.SignedInAsync(Role.County)).AddFactorAsync(app);
        var (client, secret) = await app.AddClientAsync("roster.read");
        var token = await app.TokenAsync(client, secret);
        await app.Bearing(token).JsonAsync("/api/v1/roster?year=2026");
        var secrets = new[] { TestApp.Password, secret, token, Factors.ToBase32(factor) }.Concat(codes).SelectMany(s => new[] { s, s.Replace("-", "", StringComparison.Ordinal) })
            .Select(Encoding.UTF8.GetBytes).Append(factor)
            .SelectMany(s => new[] { s, Encoding.UTF8.GetBytes(Convert.ToBase64String(s)), Encoding.UTF8.GetBytes(Convert.ToHexString(s)), Encoding.UTF8.GetBytes(Convert.ToHexStringLower(s)) });

        var file = new SqliteConnectionStringBuilder(app.Database.Database.ConnectionString).DataSource;
        foreach (var path in new[] { file, file + "-wal" })
        {
            var bytes = await ReadAsync(path);
            Assert.IsTrue(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(client)) >= 0 || path != file + "-wal", "the name of the client was just written");
            foreach (var known in secrets)
                Assert.IsLessThan(0, bytes.AsSpan().IndexOf(known), $"{Path.GetFileName(path)} holds {Encoding.UTF8.GetString(known)}");
            if (!OperatingSystem.IsWindows())
                Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path), path);
        }
    }

    /// <summary>Others have it open.</summary>
    private static async Task<byte[]> ReadAsync(string path)
    {
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var all = new MemoryStream();
        await stream.CopyToAsync(all);
        return all.ToArray();
    }
}
