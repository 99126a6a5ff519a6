using RiskReport.Domain.Accounts;

namespace RiskReport.Tests.Unit.Accounts;

[TestClass]
public sealed class AttemptLimitTests
{
    private static readonly DateTime Start = new(2026, 11, 2, 1, 0, 0, DateTimeKind.Utc);

    [TestMethod]
    public void A_network_may_mistype_all_year_but_not_guess()
    {
        Assert.AreEqual(TimeSpan.Zero, Pause(AttemptLimit.Network, every: TimeSpan.FromSeconds(18), times: 20_000));
        Assert.AreEqual(TimeSpan.Zero, Pause(AttemptLimit.Network, every: TimeSpan.FromSeconds(10), times: 400));
        Assert.AreNotEqual(TimeSpan.Zero, Pause(AttemptLimit.Network, every: TimeSpan.FromSeconds(10), times: 500));
        Assert.AreNotEqual(TimeSpan.Zero, Pause(AttemptLimit.Network, every: TimeSpan.Zero, times: 200));
    }

    [TestMethod]
    public void What_is_tried_for_one_person_fades_only_after_a_day_without_another()
    {
        Assert.AreEqual(TimeSpan.FromHours(1), Pause(AttemptLimit.Here, every: TimeSpan.FromHours(23), times: 30));
        Assert.AreEqual(TimeSpan.Zero, Pause(AttemptLimit.Here, every: TimeSpan.FromHours(25), times: 30));
    }

    private static TimeSpan Pause(AttemptLimit limit, TimeSpan every, int times)
    {
        var (failures, at, now) = (1, Start, Start);
        for (var i = 1; i < times; i++)
        {
            now += every;
            (failures, at) = limit.Count(failures, at, now);
        }

        return limit.PauseAfter(failures);
    }
}
