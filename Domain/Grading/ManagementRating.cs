namespace RiskReport.Domain.Grading;

/// <summary>How well an enterprise is managed. The numbers are stored.</summary>
public enum ManagementRating
{
    Excellent = 1,
    Good = 2,
    Fair = 3,
    Poor = 4,
}

public static class ManagementRatingWords
{
    public static string Word(this ManagementRating rating) => rating switch
    {
        ManagementRating.Excellent => "优秀",
        ManagementRating.Good => "良好",
        ManagementRating.Fair => "合格",
        ManagementRating.Poor => "不合格",
        _ => throw new ArgumentOutOfRangeException(nameof(rating), rating, null),
    };
}
