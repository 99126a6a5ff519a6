using RiskReport.Domain.Imports;

namespace RiskReport.Tests.Unit.Imports;

/// <summary>What an office may still do with an import, from where it stands.</summary>
[TestClass]
public sealed class ImportJobTests
{
    private static readonly DateTime Now = new(2026, 11, 24, 2, 0, 0, DateTimeKind.Utc);

    private static readonly ImportJob Applied = new()
    {
        Id = 1,
        FileName = "企业.xlsx",
        FileSha256 = "",
        RegionCode = "320583",
        Year = 2026,
        Stage = ImportStage.Apply,
        AllOrNothing = false,
        Status = ImportStatus.Finished,
        Attempts = 1,
        AttemptsBefore = 0,
        EnterprisesTotal = 2,
        EnterprisesDone = 2,
        RisksTotal = 0,
        RowsTotal = 2,
        RowsDone = 2,
        RowsAtStart = 0,
        CreatedAt = Now,
        CreatedBy = "office",
        CreatedFrom = "test",
        AppliedAt = Now,
    };

    private static readonly ImportJob Unread = Applied with { Status = ImportStatus.Failed, EnterprisesTotal = 0, EnterprisesDone = 0 };

    private static readonly ImportJob TakenBack = Applied with { Status = ImportStatus.Failed, UndoneAt = Now, AllOrNothing = true, AllGood = true };

    [TestMethod]
    public void Goes_on_what_somebody_or_something_interrupted()
    {
        Assert.IsFalse(Applied.MayGoOn, "it came to its end");
        Assert.IsTrue((Applied with { Status = ImportStatus.Failed }).MayGoOn, "it had begun");
        Assert.IsFalse(Unread.MayGoOn, "what stands in the file does not change by trying");
        Assert.IsTrue((Unread with { CancelAskedAt = Now }).MayGoOn, "cancelled before it began");
        Assert.IsTrue((Unread with { Attempts = 8, AttemptsBefore = 5 }).MayGoOn, "ended its worker three times");
        Assert.IsFalse((Unread with { Attempts = 8, AttemptsBefore = 6 }).MayGoOn, "attempts before do not count");
        Assert.IsFalse((Applied with { Status = ImportStatus.Failed, FilesGivenUpAt = Now }).MayGoOn, "there is nothing left to read");
    }

    [TestMethod]
    public void Goes_on_what_was_being_taken_back_and_not_what_has_been()
    {
        Assert.IsTrue(TakenBack.MayGoOn);
        Assert.IsFalse((TakenBack with { AllGood = false }).MayGoOn);
        Assert.IsTrue((TakenBack with { Stage = ImportStage.Undo, AllGood = null }).MayGoOn, "an undo that was interrupted");
    }

    [TestMethod]
    public void Is_cancelled_while_it_runs_but_not_while_it_is_taken_back()
    {
        Assert.IsTrue((Applied with { Status = ImportStatus.Running }).MayBeCancelled);
        Assert.IsTrue((Applied with { Status = ImportStatus.Running, Stage = ImportStage.Undo, UndoneAt = Now }).MayBeCancelled);
        Assert.IsFalse((TakenBack with { Status = ImportStatus.Running }).MayBeCancelled);
        Assert.IsFalse(Applied.MayBeCancelled);
    }

    [TestMethod]
    public void Is_undone_once_within_thirty_days_when_something_was_written()
    {
        Assert.IsTrue(Applied.MayBeUndone(Now + ImportJob.UndoTime));
        Assert.IsFalse(Applied.MayBeUndone(Now + ImportJob.UndoTime + TimeSpan.FromSeconds(1)));
        Assert.IsTrue((Applied with { Status = ImportStatus.Failed }).MayBeUndone(Now), "what an interrupted one has written");
        Assert.IsFalse((Applied with { Status = ImportStatus.Running }).MayBeUndone(Now));
        Assert.IsFalse((Applied with { Stage = ImportStage.Check }).MayBeUndone(Now));
        Assert.IsFalse((Applied with { UndoneAt = Now }).MayBeUndone(Now));
        Assert.IsFalse((Applied with { EnterprisesDone = 0 }).MayBeUndone(Now));
        Assert.IsFalse((Applied with { AppliedAt = null }).MayBeUndone(Now));
    }
}
