using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;
using RiskReport.Web.Background;
using RiskReport.Web.Commands;

namespace RiskReport.Tests.Integration.Sealing;

/// <summary>Both suites do the same, and each opens and verifies what the other has sealed and signed.</summary>
[TestClass]
public sealed class SuiteTests
{
    private const string International = "international";
    private const string Guomi = "guomi";

    [TestMethod]
    [DataRow("sm4")]
    [DataRow("Guomi")]
    [DataRow("")]
    public async Task Another_word_ends_the_start(string suite) =>
        StringAssert.Contains((await Assert.ThrowsExactlyAsync<InvalidOperationException>(async () =>
        {
            await using var app = await TestApp.StartAsync(settings: Of(suite));
        })).Message, "Cryptography:Suite must be international or guomi");

    [TestMethod]
    [DataRow(International, Guomi)]
    [DataRow(Guomi, International)]
    public async Task What_is_sealed_is_opened_as_it_was_and_for_what_it_was_alone(string suite, string other)
    {
        await using var app = await TestApp.StartAsync(settings: Of(suite));
        var seal = Seal(app);

        foreach (var length in new[] { 0, 1, 15, 16, 17, 5000 })
        {
            var plain = RandomNumberGenerator.GetBytes(length);
            CollectionAssert.AreEqual(plain, seal.Unprotect(seal.Protect(plain)), $"{length} bytes");
        }

        var kept = seal.Protect("三五八〇"u8.ToArray());
        CollectionAssert.AreNotEqual(kept, seal.Protect("三五八〇"u8.ToArray()));
        Assert.AreEqual(suite, SuiteOf(app, kept));
        for (var i = 0; i < kept.Length; i++)
        {
            Refused(seal, [.. kept[..i], (byte)(kept[i] ^ 1), .. kept[(i + 1)..]], $"byte {i} changed");
            Refused(seal, kept[..i], $"{i} bytes left");
        }

        Refused(seal, [.. kept, 0], "one more");
        Refused(Seal(app, "another"), kept, "another purpose");
        await using (var elsewhere = await TestApp.StartAsync(settings: Of(suite)))
            Refused(Seal(elsewhere), kept, "other keys");

        byte[] meanwhile;
        await using (var changed = app.Second(Of(other)))
        {
            CollectionAssert.AreEqual("三五八〇"u8.ToArray(), Seal(changed).Unprotect(kept));
            meanwhile = Seal(changed).Protect("1"u8.ToArray());
            Assert.AreEqual(other, SuiteOf(app, meanwhile), "at once, though the key of before would still be good");
        }

        // back again: with the key of the first time, not one more
        await using var back = app.Second(Of(suite));
        CollectionAssert.AreEqual("1"u8.ToArray(), Seal(back).Unprotect(meanwhile));
        Assert.AreEqual(KeyOf(kept), KeyOf(Seal(back).Protect([])));
        Assert.HasCount(2, Directory.GetFiles(Keys(app), "key-*.xml"));
    }

    [TestMethod]
    [DataRow(International, Guomi)]
    [DataRow(Guomi, International)]
    public async Task Sessions_second_factors_and_anchors_outlive_a_change_of_the_suite(string before, string after)
    {
        await using var app = await TestApp.StartAsync(settings: Of(before));
        var name = await app.AddAccountAsync(Role.City);
        var (first, session) = await SignInAsync(app, name, []);
        var (secret, _) = await first.AddFactorAsync(app);
        var proving = await app.AddAccountAsync(Role.County);
        var filer = await Filer.SignedInAsync(app);
        await (await ReportForm.OpenAsync(filer.Client)).Nil().SubmitAsync(filer.Client);
        await app.Services.GetRequiredService<AuditKeeper>().RunOneAsync(CancellationToken.None);

        await using (var changed = app.Second(Of(after)))
        {
            changed.Clock.Advance(TimeSpan.FromSeconds(30));
            using var resumed = changed.Anonymous();
            resumed.DefaultRequestHeaders.Add("Cookie", session);
            Assert.AreEqual(HttpStatusCode.OK, (await resumed.GetAsync("/roster")).StatusCode, "the session");
            Assert.AreEqual(before, await PasswordSuiteAsync(app, name));
            (_, session) = await SignInAsync(changed, name, secret);
            Assert.AreEqual(after, await PasswordSuiteAsync(app, name), "the password is hashed anew by whoever knows it");
            Assert.AreEqual(after, SuiteOf(app, Base64Url.DecodeFromChars(session.Split('=')[1])));

            // and within a session, which goes on
            var old = await app.Database.ScalarAsync<string>("SELECT PasswordHash FROM Account WHERE UserName = @proving", new { proving });
            var (proved, _) = await SignInAsync(changed, proving, []);
            await app.Database.ScalarAsync<int>("UPDATE Account SET PasswordHash = @old WHERE UserName = @proving; SELECT 0", new { old, proving });
            using (var answer = await proved.SubmitAsync("/account/second-factor", ("password", TestApp.Password), ("code", "000000")))
                Assert.AreEqual(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            Assert.AreEqual(after, await PasswordSuiteAsync(app, proving));
            Assert.AreEqual(HttpStatusCode.OK, (await proved.GetAsync("/roster")).StatusCode);

            changed.Clock.Advance(TimeSpan.FromDays(1));
            await changed.Services.GetRequiredService<AuditKeeper>().RunOneAsync(CancellationToken.None);
        }

        await using var back = app.Second(Of(before));
        using (var resumed = back.Anonymous())
        {
            resumed.DefaultRequestHeaders.Add("Cookie", session);
            Assert.AreEqual(HttpStatusCode.OK, (await resumed.GetAsync("/roster")).StatusCode, "the session of the other suite");
        }

        // one anchor of each suite, verified under either
        var anchors = Path.Combine(app.Database.Folder, "anchors");
        CollectionAssert.AreEquivalent(new[] { "RiskReport-anchor/1", "RiskReport-anchor-sm2/1" }, Directory.GetFiles(anchors, "*.anchor").Select(f => File.ReadLines(f).First()).ToList());
        foreach (var suite in new[] { before, after })
        {
            var sound = await CommandRun.OfAsync(app.Database, ["audit", "verify", $"--Cryptography:Suite={suite}"]);
            Assert.AreEqual(CommandLine.Good, sound.Status, sound.Output + sound.Error);
            StringAssert.Contains(sound.Output, "与 2 个锚点相符");
        }

        // and one by one: changed, passed for one of the other suite, without its key
        foreach (var file in Directory.GetFiles(anchors))
        {
            var text = await File.ReadAllTextAsync(file);
            foreach (var changed in Path.GetExtension(file) == ".pem"
                ? new[] { "", "no key" }
                : [text.Replace("hash=", "hash=0", StringComparison.Ordinal), text.Replace("anchor/", "anchor-sm2/", StringComparison.Ordinal).Replace("sm2-sm2", "x", StringComparison.Ordinal), text.Replace("-sm2", "", StringComparison.Ordinal), text[..^9] + "\n"])
            {
                if (changed == text)
                    continue;
                await File.WriteAllTextAsync(file, changed);
                var refused = await CommandRun.OfAsync(app.Database, ["audit", "verify"]);
                Assert.AreEqual(1, refused.Status, changed);
                StringAssert.Contains(refused.Output, Path.GetFileName(file));
            }

            await File.WriteAllTextAsync(file, text);
        }
    }

    private static Dictionary<string, string> Of(string suite) => new() { ["Cryptography:Suite"] = suite };

    private static IDataProtector Seal(TestApp app, string purpose = "test") => app.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector(purpose);

    private static void Refused(IDataProtector seal, byte[] changed, string how) => Assert.Throws<CryptographicException>(() => seal.Unprotect(changed), how);

    private static string Keys(TestApp app) => Path.Combine(app.Database.Folder, "keys");

    /// <summary>Behind four bytes that are always the same.</summary>
    private static Guid KeyOf(byte[] kept) => new(kept.AsSpan(4, 16));

    private static string SuiteOf(TestApp app, byte[] kept) =>
        File.ReadAllText(Path.Combine(Keys(app), $"key-{KeyOf(kept)}.xml")).Contains("SM4_CBC", StringComparison.Ordinal) ? Guomi : International;

    private static async Task<string> PasswordSuiteAsync(TestApp app, string name)
    {
        var kept = Convert.FromBase64String(await app.Database.ScalarAsync<string>("SELECT PasswordHash FROM Account WHERE UserName = @name", new { name }));
        return kept[0] == 0x53 ? Guomi : International;
    }

    /// <summary>With the second factor, where there is a secret; the session besides.</summary>
    private static async Task<(HttpClient Client, string Session)> SignInAsync(TestApp app, string name, byte[] secret)
    {
        var client = app.Anonymous();
        var answer = await client.SubmitAsync("/signin", ("UserName", name), ("Password", TestApp.Password));
        if (secret.Length > 0)
        {
            var fields = (await answer.PageAsync()).QuerySelectorAll("main form input[type=hidden]").OfType<IHtmlInputElement>().Select(i => KeyValuePair.Create(i.Name!, i.Value)).ToList();
            answer = await client.PostAsync("/signin/code", new FormUrlEncodedContent([.. fields, new("Code", Factors.Code(app, secret))]));
        }

        Assert.AreEqual(HttpStatusCode.Redirect, answer.StatusCode);
        return (client, answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("riskreport=", StringComparison.Ordinal)).Split(';')[0]);
    }
}
