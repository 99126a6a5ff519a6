using System.Text.RegularExpressions;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Unit;

/// <summary>What stands in the sources, as they are kept: no secret, and no setting that the README does not name.</summary>
[TestClass]
public sealed partial class SourcesTests
{
    private static readonly string[] Extensions = [".cs", ".cshtml", ".json", ".props", ".csproj", ".js", ".css", ".md", ".txt", ".sql", ".csv", ".sln", ".yml", ".sh", ".pem", ".key", ".pfx", ""];

    /// <summary>What looks like one and opens nothing: words of pages, and what tests make up.</summary>
    private static readonly string[] Reviewed =
    [
        "Tests/Benchmarks/CityOffice.cs Bench!2026-roster", "Tests/Integration/Web/FailureTests.cs Another-horse-8", "Tests/Integration/Web/RouteMatrixTests.cs NOSUCHTOKEN", "Tests/Support/FakePortal.cs unused", "Tests/Support/TestApp.cs Correct-horse-9",
        "Tests/Unit/Webhooks/WebhookTests.cs whsec" + "_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "Web/Features/External/ExternalController.cs 没有解除：您在本系统还没有自己设置的密码，解除后就不能登录了。请先设置密码。",
        "Web/Features/Factor/FactorController.cs 密码不正确。", "Web/Features/Kept/KeptForms.cs __RequestVerificationToken",
        "Web/Features/Mailbox/MailboxController.cs 密码不正确。", "Web/Identity/AccountClaims.cs must-change-password",
    ];

    [TestMethod]
    public void No_secret_is_kept_with_the_sources()
    {
        var found = Files().SelectMany(f => Secret().Matches(File.ReadAllText(f)).Select(m => $"{Path.GetRelativePath(Sources.Root, f).Replace('\\', '/')} {(m.Groups[1].Success ? m.Groups[1].Value : m.Value)}"));

        Assert.AreEqual(string.Join('\n', Reviewed.Order(StringComparer.Ordinal)), string.Join('\n', found.Distinct().Order(StringComparer.Ordinal)));
    }

    /// <summary>Taken apart, or this file would hold what it looks for.</summary>
    [TestMethod]
    [DataRow("-----BEGIN EC PRIVATE" + " KEY-----")]
    [DataRow("\"Password" + "\": \"hunter22\"")]
    [DataRow("Server=db;Pass" + "word=hunter22;")]
    [DataRow("client_sec" + "ret = 'hunter22'")]
    [DataRow("AK" + "IAABCDEFGHIJKLMNOP")]
    [DataRow("ghp" + "_abcdefghijklmnopqrstuvwxyz0123456789")]
    public void A_secret_would_be_found(string text) => Assert.IsTrue(Secret().IsMatch(text));

    [TestMethod]
    public void Every_setting_that_is_read_is_named_in_the_README()
    {
        var readme = File.ReadAllText(Path.Combine(Sources.Root, "README.md"));
        var table = readme[readme.IndexOf("## Configuration", StringComparison.Ordinal)..readme.IndexOf("## The audit trail", StringComparison.Ordinal)];
        var named = table.Split('\n').Where(l => l.StartsWith("| `", StringComparison.Ordinal)).SelectMany(l => Keys(l.Split('|')[1])).ToHashSet(StringComparer.Ordinal);
        var sources = string.Concat(Files().Where(f => f.StartsWith(Path.Combine(Sources.Root, "Web") + Path.DirectorySeparatorChar, StringComparison.Ordinal) && f.EndsWith(".cs", StringComparison.Ordinal)).Select(File.ReadAllText));
        var read = Setting().Matches(sources).Select(m => m.Groups[1].Value).Distinct().ToList();

        Assert.AreEqual("", string.Join(' ', read.Except(named).Order(StringComparer.Ordinal)));
        Assert.IsGreaterThan(10, read.Count);
        // and what is named is read: by its whole name, or as a member of a section
        Assert.AreEqual("", string.Join(' ', named.Where(k => k.Contains(':', StringComparison.Ordinal) && k != "ConnectionStrings:RiskReport" && !sources.Contains($"\"{k}\"", StringComparison.Ordinal)
            && !(Regex.IsMatch(sources, $@"(""|nameof\(){k.Split(':')[0]}(""|\))") && Regex.IsMatch(sources, $@"\b{k.Split(':')[1]} {{ get; |nameof\({k.Split(':')[1]}\)|""{k.Split(':')[1]}""")))));
    }

    /// <summary>`Mail:Host`, `Port` is Mail:Host and Mail:Port.</summary>
    private static IEnumerable<string> Keys(string cell)
    {
        var section = "";
        foreach (var key in Quoted().Matches(cell).Select(m => m.Groups[1].Value))
        {
            section = key.Contains(':', StringComparison.Ordinal) ? key.Split(':')[0] + ":" : section;
            yield return key.Contains(':', StringComparison.Ordinal) ? key : section + key;
        }
    }

    private static IEnumerable<string> Files() => Directory.EnumerateFiles(Sources.Root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
        .Where(f => Extensions.Contains(Path.GetExtension(f)) && !Passing().IsMatch(Path.GetRelativePath(Sources.Root, f).Replace('\\', '/')));

    /// <summary>What is built, installed, or left by a run.</summary>
    [GeneratedRegex("(^|/)(bin|obj|node_modules|App_Data|TestResults|lib|\\.git|\\.vs|\\.idea)(/|$)")]
    private static partial Regex Passing();

    [GeneratedRegex(@"-----BEGIN [A-Z ]*PRIVATE KEY|(?i:(?:password|passwd|pwd|secret|api[_-]?key|token)[""']?\]?\s*[:=]\s*[""']([^""'\s{}$<@]{6,})[""'])|(?i:\b(?:password|pwd)=([^;\s""'{}<…]{4,});)"
        + @"|\bwhsec_[A-Za-z0-9+/=]{24,}|\bgh[pousr]_[A-Za-z0-9]{30}|\bAKIA[A-Z0-9]{16}|\beyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{10,}")]
    private static partial Regex Secret();

    [GeneratedRegex(@"(?i:configuration)(?:\[|\.GetValue(?:<[^>]+>)?\()""([A-Za-z]+(?::[A-Za-z]+)*)""")]
    private static partial Regex Setting();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();
}
