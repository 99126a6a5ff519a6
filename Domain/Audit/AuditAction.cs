namespace RiskReport.Domain.Audit;

/// <summary>What is entered into the audit trail. The codes are stored and never change their meaning.</summary>
public enum AuditAction
{
    SignedIn,
    SignedOut,
    PasswordChanged,
    AccountMade,
    MembershipGiven,
    MembershipEnded,
    ActivationCodeMade,
    RegistrationRefused,
    ReportFiled,
    ReportReplaced,
    ReportReturned,
    ReportAccepted,
    ReportReopened,
    ChangeFiled,
    ChangeReturned,
    ChangeAccepted,
    Withdrawn,
    WriteOffAsked,
    WriteOffRefused,
    WrittenOff,
    Restored,
    FilingUndone,
    Regraded,
    ManagementRated,
    PhoneShown,
    Exported,
    ExportedWithPhones,
    FileTaken,
    ImportUploaded,
    ImportApplied,
    ImportUndone,
    ImportCancelled,
    ImportResumed,
    RulesCopied,
    RulesEdited,
    RulesDecided,
    RulesWithdrawn,
    RulesDeleted,
    CatalogueAdded,
    CatalogueWithdrawn,
    ScheduleChanged,
    ViewRemoved,
    AuditRead,
    BackupMade,
    BackupRestored,
}

public static class AuditActionWords
{
    private static readonly Dictionary<string, AuditAction> ByCode = Enum.GetValues<AuditAction>().ToDictionary(Code);

    public static string Code(this AuditAction action) => Text(action).Code;

    public static string Word(this AuditAction action) => Text(action).Word;

    /// <summary>Null for a code that this program does not know, such as one of a newer version.</summary>
    public static AuditAction? Parse(string? code) => code is not null && ByCode.TryGetValue(code, out var action) ? action : null;

    private static (string Code, string Word) Text(AuditAction action) => action switch
    {
        AuditAction.SignedIn => ("session.sign-in", "登录"),
        AuditAction.SignedOut => ("session.sign-out", "退出登录"),
        AuditAction.PasswordChanged => ("account.password", "修改密码"),
        AuditAction.AccountMade => ("account.made", "新建账户"),
        AuditAction.MembershipGiven => ("account.membership-given", "授权办理企业"),
        AuditAction.MembershipEnded => ("account.membership-ended", "停止办理企业"),
        AuditAction.ActivationCodeMade => ("account.activation-code", "生成激活码"),
        AuditAction.RegistrationRefused => ("account.registration-refused", "不同意注册申请"),
        AuditAction.ReportFiled => ("report.filed", "提交报告"),
        AuditAction.ReportReplaced => ("report.replaced", "重新提交报告"),
        AuditAction.ReportReturned => ("report.returned", "退回报告"),
        AuditAction.ReportAccepted => ("report.accepted", "接受报告"),
        AuditAction.ReportReopened => ("report.reopened", "重新打开报告"),
        AuditAction.ChangeFiled => ("report.change-filed", "提交变更报告"),
        AuditAction.ChangeReturned => ("report.change-returned", "退回变更报告"),
        AuditAction.ChangeAccepted => ("report.change-accepted", "接受变更报告"),
        AuditAction.Withdrawn => ("report.withdrawn", "撤回变更或核销申请"),
        AuditAction.WriteOffAsked => ("report.write-off-asked", "申请核销"),
        AuditAction.WriteOffRefused => ("report.write-off-refused", "不同意核销"),
        AuditAction.WrittenOff => ("report.written-off", "核销"),
        AuditAction.Restored => ("report.restored", "恢复已核销的企业"),
        AuditAction.FilingUndone => ("report.undone", "随导入撤销报告"),
        AuditAction.Regraded => ("report.regraded", "重新评级"),
        AuditAction.ManagementRated => ("management.rated", "填写管理评价"),
        AuditAction.PhoneShown => ("phone.shown", "查看完整电话"),
        AuditAction.Exported => ("export.made", "导出"),
        AuditAction.ExportedWithPhones => ("export.phones", "导出（含完整电话）"),
        AuditAction.FileTaken => ("export.taken", "下载后台导出的文件"),
        AuditAction.ImportUploaded => ("import.uploaded", "上传导入文件"),
        AuditAction.ImportApplied => ("import.applied", "确认导入"),
        AuditAction.ImportUndone => ("import.undone", "撤销导入"),
        AuditAction.ImportCancelled => ("import.cancelled", "取消导入"),
        AuditAction.ImportResumed => ("import.resumed", "继续导入"),
        AuditAction.RulesCopied => ("rules.copied", "新建规则草案"),
        AuditAction.RulesEdited => ("rules.edited", "编辑规则草案"),
        AuditAction.RulesDecided => ("rules.decided", "决定规则施行"),
        AuditAction.RulesWithdrawn => ("rules.withdrawn", "撤回规则"),
        AuditAction.RulesDeleted => ("rules.deleted", "删除规则草案"),
        AuditAction.CatalogueAdded => ("catalogue.added", "导入风险目录"),
        AuditAction.CatalogueWithdrawn => ("catalogue.withdrawn", "撤回风险目录"),
        AuditAction.ScheduleChanged => ("view.scheduled", "设定按计划生成"),
        AuditAction.ViewRemoved => ("view.removed", "删除视图"),
        AuditAction.AuditRead => ("audit.read", "查看审计记录"),
        AuditAction.BackupMade => ("backup.made", "备份"),
        AuditAction.BackupRestored => ("backup.restored", "从备份恢复"),
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, null),
    };
}
