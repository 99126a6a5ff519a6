using System.Text.RegularExpressions;

namespace RiskReport.Tests.Benchmarks;

/// <summary>The city's office at its browser.</summary>
internal static partial class CityOffice
{
    private const string Name = "benchmark-city";
    private const string Password = "Bench!2026-roster";

    public static async Task AddAsync(string folder)
    {
        using var run = FilingServer.Start(folder, "user", "add", Name, "--role", "city", "--password-stdin");
        await run.StandardInput.WriteLineAsync(Password);
        run.StandardInput.Close();
        await run.WaitForExitAsync();
        if (run.ExitCode != 0)
            throw new InvalidOperationException($"user add ended with {run.ExitCode}.");
    }

    public static async Task<HttpClient> SignInAsync(Uri address)
    {
        var client = new HttpClient { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        var token = Antiforgery().Match(await client.GetStringAsync("/signin")).Groups[1].Value;
        using var response = await client.PostAsync("/signin", new FormUrlEncodedContent([new("UserName", Name), new("Password", Password), new("__RequestVerificationToken", token)]));
        response.EnsureSuccessStatusCode();
        return client;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Antiforgery();
}
