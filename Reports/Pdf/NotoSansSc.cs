namespace RiskReport.Reports.Pdf;

/// <summary>The two fonts beside the program. Each is 10 MB and takes a while to read, so a process reads it once.</summary>
internal static class NotoSansSc
{
    private static readonly Lazy<TrueTypeFont> LazyRegular = new(() => Read("NotoSansSC-Regular.ttf"));
    private static readonly Lazy<TrueTypeFont> LazyBold = new(() => Read("NotoSansSC-Bold.ttf"));

    public static TrueTypeFont Regular => LazyRegular.Value;
    public static TrueTypeFont Bold => LazyBold.Value;

    private static TrueTypeFont Read(string file) =>
        new(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "fonts", file)));
}
