using System.Globalization;
using RiskReport.Data.Audit;
using RiskReport.Domain;
using RiskReport.Domain.Audit;
using RiskReport.Domain.Mail;

namespace RiskReport.Web.Mail;

/// <summary>
/// Sends the signed anchors to where the operator of this place cannot reach them. What has not gone out goes out with the next; the anchors are the
/// files themselves, so nothing that waits is lost with the program. An address that cannot be reached keeps none from the others, which get the same again with
/// the next.
/// </summary>
public sealed class AnchorLetters
{
    /// <summary>Half a thousand to a letter: a year and more.</summary>
    private const int Most = 500;

    private readonly Mailer mailer;
    private readonly AuditAnchors anchors;
    private readonly string[] to;

    public AnchorLetters(Mailer mailer, AuditAnchors anchors, IConfiguration configuration)
    {
        (this.mailer, this.anchors) = (mailer, anchors);
        to = (configuration["Audit:AnchorMail"] ?? "").Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries);
        if (to.FirstOrDefault(a => MailAddress.Problem(a) is not null) is { } wrong)
            throw new InvalidOperationException($"Audit:AnchorMail must be addresses with a comma between them, and '{wrong}' is none.");
    }

    /// <summary>Up to which anchor all have been sent, and whether that is all there are.</summary>
    public async Task<(DateTime? SentTo, bool AreAll)> SendAsync(DateTime? sentTo, CancellationToken ct)
    {
        var waiting = to.Length == 0 ? [] : anchors.Read().Anchors.Where(a => sentTo is null || a.At > sentTo).ToList();
        if (waiting.Count > 0 && !mailer.IsConfigured)
            return (sentTo, false);
        foreach (var some in waiting.Chunk(Most))
        {
            var areSent = true;
            foreach (var address in to)
                areSent &= await mailer.SendAsync(Letter(address, some), ct) is MailOutcome.Sent;
            if (!areSent)
                return (sentTo, false);
            sentTo = some[^1].At;
        }

        return (sentTo, true);
    }

    private static OutgoingMail Letter(string address, AuditAnchor[] waiting) => new(
        address, $"审计锚点 {ChinaTime.FromUtc(waiting[^1].At):yyyy-MM-dd}（第 {waiting[^1].Number.ToString(CultureInfo.InvariantCulture)} 条）", $"""
        审计记录的签名锚点。请妥善保存本邮件：审计记录如被截去或改写，凭锚点可以发现。
        核对时把每个锚点的五行原样存为一个文件（行末为 LF），核对方法见系统的说明。

        {string.Join('\n', waiting.Select(a => a.Write()))}
        """);
}
