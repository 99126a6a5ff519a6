namespace RiskReport.Data.Backups;

/// <summary>What a backup says of itself: by it a restore knows whether all of it is there and unchanged.</summary>
public sealed record BackupManifest
{
    public const string CurrentFormat = "RiskReport-backup/1";

    internal const string Database = "riskreport.db";
    internal const string Anchors = "anchors";
    internal const string Keys = "keys";

    /// <summary>Folders below the storage folder that belong to a backup, with their files and nothing deeper.</summary>
    internal static readonly string[] Folders = [Keys, Anchors];

    public required string Format { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime MadeAt { get; init; }

    /// <summary>The number of rows by table.</summary>
    public required IReadOnlyDictionary<string, long> Rows { get; init; }

    /// <summary>Where the audit trail stood.</summary>
    public required long AuditNumber { get; init; }
    public required string AuditHash { get; init; }

    /// <summary>SHA-256 by name in the archive.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    /// <summary>A name in the archive becomes a path when it is restored, so nothing else is written and nothing else is taken.</summary>
    internal static bool IsOurs(string name) => name == Database
        || (name.Split('/') is [var place, var file] && Folders.Contains(place)
            && file.Length > 0 && file[0] != '.' && file.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'));
}

/// <summary>Why a backup, or its restoration, cannot be; for the person who asked for it.</summary>
public sealed class BackupException(string message) : Exception(message);
