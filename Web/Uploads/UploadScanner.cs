using System.Buffers.Binary;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace RiskReport.Web.Uploads;

public enum ScanResult
{
    Clean,
    Found,

    /// <summary>For the scanner, whose own limit it is.</summary>
    TooLarge,

    /// <summary>Nobody answered, not in time, or nothing that says whether the file is clean.</summary>
    NotScanned,
}

/// <param name="Signature">By what it was found, as the scanner calls it; else empty.</param>
/// <param name="Sha256">Of the whole file.</param>
public sealed record ScanVerdict(ScanResult Result, string Signature, string Sha256);

/// <summary>
/// Sends a file to clamd (INSTREAM) piece by piece and reads what it says. Whatever is not a plain yes is no: a scanner that is away or talks
/// nonsense lets nothing pass. Of the file no name is told to anybody.
/// </summary>
public sealed partial class UploadScanner(ScannerAddress? address, TimeProvider clock, ILogger<UploadScanner> logger)
{
    /// <summary>For the whole of a file.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private const int PieceSize = 64 * 1024;
    private const int LongestAnswer = 1024;

    private const string Clean = "stream: OK";

    private static readonly byte[] Command = "zINSTREAM\0"u8.ToArray();

    public bool IsConfigured => address is not null;

    /// <summary>Whoever hangs up meanwhile has uploaded it all the same.</summary>
    public async Task<ScanVerdict> ScanAsync(Stream file)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var over = new CancellationTokenSource(Patience, clock);
        var (result, signature) = (ScanResult.NotScanned, "");
        try
        {
            using var socket = address!.NewSocket();
            await socket.ConnectAsync(address.Place, over.Token);
            await using var scanner = new NetworkStream(socket);
            (result, signature) = Verdict(await AskAsync(file, hash, scanner, over.Token));
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
        {
            logger.LogError(e, "The virus scanner is not to be reached or has not answered in time");
        }

        // whoever hung up has not seen all of it
        var rest = new byte[PieceSize];
        for (int length; (length = await file.ReadAsync(rest)) > 0;)
            hash.AppendData(rest, 0, length);
        return new ScanVerdict(result, signature, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static async Task<string> AskAsync(Stream file, IncrementalHash hash, NetworkStream scanner, CancellationToken ct)
    {
        try
        {
            await SendAsync(file, hash, scanner, ct);
        }
        catch (IOException)
        {
            // it may have hung up because it has seen enough, and then has said so; of half a file it cannot say that it is clean
            return await AnswerAsync(scanner, ct) is var early && early == Clean ? "" : early;
        }

        return await AnswerAsync(scanner, ct);
    }

    private static async Task SendAsync(Stream file, IncrementalHash hash, NetworkStream scanner, CancellationToken ct)
    {
        await scanner.WriteAsync(Command, ct);
        var piece = new byte[sizeof(int) + PieceSize];
        int length;
        do
        {
            length = await file.ReadAsync(piece.AsMemory(sizeof(int)), ct);
            hash.AppendData(piece, sizeof(int), length);
            BinaryPrimitives.WriteInt32BigEndian(piece, length);
            await scanner.WriteAsync(piece.AsMemory(0, sizeof(int) + length), ct);
        }
        while (length > 0); // an empty piece is the end
    }

    /// <summary>Up to its NUL; empty where none comes.</summary>
    private static async Task<string> AnswerAsync(NetworkStream scanner, CancellationToken ct)
    {
        var answer = new byte[LongestAnswer];
        for (var length = 0; length < answer.Length;)
        {
            var read = await scanner.ReadAsync(answer.AsMemory(length), ct);
            if (read == 0)
                break;
            length += read;
            if (Array.IndexOf(answer, (byte)0, 0, length) is >= 0 and var end)
                return Encoding.ASCII.GetString(answer, 0, end);
        }

        return "";
    }

    private (ScanResult Result, string Signature) Verdict(string answer)
    {
        if (answer == Clean)
            return (ScanResult.Clean, "");
        if (Found().Match(answer) is { Success: true } found)
        {
            logger.LogWarning("The virus scanner has found {Signature} in an upload", found.Groups[1].Value);
            return (ScanResult.Found, found.Groups[1].Value);
        }

        logger.LogError("The virus scanner does not say whether an upload is clean: {Answer}", NotShown().Replace(answer, "?"));
        return (answer.StartsWith("INSTREAM size limit exceeded", StringComparison.Ordinal) ? ScanResult.TooLarge : ScanResult.NotScanned, "");
    }

    [GeneratedRegex(@"\Astream: ([!-~]{1,100}) FOUND\z")]
    private static partial Regex Found();

    [GeneratedRegex("[^ -~]")]
    private static partial Regex NotShown();
}
