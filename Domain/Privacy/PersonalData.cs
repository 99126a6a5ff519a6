namespace RiskReport.Domain.Privacy;

/// <summary>What is kept of persons in a column, and why (个人信息保护法 6, 7, 17, 19, 47). A star stands for any table, or for any beginning of a name.</summary>
public sealed record PersonalData(string Column, string What, string Purpose, string Basis, string SeenBy, string Kept)
{
    /// <summary>Unless configured otherwise: as long as what was filed is likely to be asked about.</summary>
    public const int WrittenOffDays = 1095;

    private const string Duty = "履行法定职责和法定义务（《江苏省工业企业安全生产风险报告规定》）";
    private const string Security = "履行网络安全法定义务（《网络安全法》第二十一条）";
    private const string Offices = "本企业；所在地区的办公室；审计员和经批准的政务系统（接口按地区和范围授权）见到的电话和姓名为掩码";
    private const string Named = "本企业和所在地区的办公室见全名；审计员和经批准的政务系统只见第一个字";
    private const string Files = "随报告的版本保存";
    private const string OnRoll = "企业在名册期间；核销 1095 天后清除，可配置";
    private const string LastingAccount = "账户存续期间，停用后保留以证明操作人";
    private const string Mail = "本人删除时，或停用 180 天后清除";

    /// <summary>Every column that says anything of a person; a test holds it against the schema.</summary>
    public static readonly IReadOnlyList<PersonalData> All =
    [
        new("Enterprise.LegalRepresentative", "法定代表人姓名", "确定报告责任人", Duty, Named, OnRoll),
        new("Enterprise.SafetyOfficer", "安全负责人姓名", "联系企业，核实和催报", Duty, Named, OnRoll),
        new("Enterprise.Phone", "联系电话", "联系企业，核实和催报", Duty, "本企业见完整号码；办公室和审计员见掩码，办公室说明理由后可看完整号码并留痕", OnRoll),
        new("RiskItem.Owner", "风险责任人姓名", "落实管控责任", Duty, Named, Files),
        new("RiskItem.Phone", "风险责任人电话", "落实管控责任，公告栏和告知卡", Duty, "本企业见完整号码，其依法公示的告知卡和管控清单上也是完整号码；办公室的页面、报告、告知卡和管控清单为掩码", Files),
        new("Declaration.SafetyOfficer", "安全负责人姓名", "名册查询", Duty, Named, Files),
        new("Declaration.CommittedBy", "承诺人姓名", "确定报告责任人", Duty, Named, Files),
        new("Declaration.CommittedRole", "承诺人职务", "确定报告责任人", Duty, Offices, Files),
        new("Declaration.Basics", "报告中的上述各项", "报告的内容", Duty, Offices, Files),
        new("Declaration.Draft", "填写中的上述各项", "填写报告", Duty, "本企业", "提交后清除"),
        new("Declaration.Pending", "变更报告中的上述各项", "变更报告的内容", Duty, Offices, Files),
        new("DeclarationVersion.Content", "报告中的上述各项", "报告的不可更改的版本", Duty, Offices + "；本企业可取原文，办公室说明理由后可取并留痕", "长期，证明已经报告"),
        new("ImportFile.Content", "导入文件中的上述各项", "核对导入，撤销导入", Duty, "导入的办公室", "400 天，可配置"),
        new("ImportOutcome.Changes", "导入时变更的上述各项", "说明导入改了什么", Duty, "导入的办公室", "随导入记录保存"),
        new("ImportOutcome.PriorState", "导入前的上述各项", "撤销导入", Duty, "不显示", "随导入记录保存"),
        new("ImportProblem.CellValue", "有问题的单元格原文", "改正导入文件", Duty, "导入的办公室", "随导入记录保存"),
        new("Account.UserName", "用户名，可能是姓名", "登录，确定操作人", Security, "本人；管理该账户的办公室和管理员；操作记录的读者", LastingAccount),
        new("Account.NormalizedUserName", "用户名，可能是姓名", "登录", Security, "不显示", LastingAccount),
        new("Account.PhoneNumber", "申请人电话", "核实申请人，告知结果", Duty, "管理该账户的办公室和管理员见掩码", "停用 180 天后清除"),
        new("Account.Email", "电子邮箱", "催报和提醒，重设密码，告知账户变动", Duty, "本人见完整地址；管理该账户的办公室和管理员见掩码", Mail),
        new("Account.NormalizedEmail", "电子邮箱", "催报和提醒，重设密码，告知账户变动", Duty, "不显示", Mail),
        new("MailedCode.Address", "尚未确认的电子邮箱，或重设码发往的邮箱", "确认邮箱，重设密码", Duty, "本人", "使用后或 24 小时后清除"),
        new("ReminderMail.Address", "电子邮箱", "证明已经提醒", Duty, "本地区的办公室和审计员见掩码", "180 天"),
        new("AccountRequest.PersonName", "申请人姓名", "核实申请人", Duty, "所在镇（街道）办公室", "答复 180 天后清除"),
        new("AccountRequest.Phone", "申请人电话", "核实申请人，告知结果", Duty, "所在镇（街道）办公室见完整号码，用于打电话核实", "答复 180 天后清除"),
        new("AccountRequest.UserName", "申请的用户名，可能是姓名", "新建账户", Duty, "所在镇（街道）办公室", "答复 180 天后清除"),
        new("AccountRequest.NormalizedUserName", "申请的用户名，可能是姓名", "新建账户", Duty, "不显示", "答复 180 天后清除"),
        new("AccountRequest.Note", "申请说明，可能有部门和职务", "核实申请人", Duty, "所在镇（街道）办公室", "答复 180 天后清除"),
        new("AccountSession.Device", "浏览器和系统", "本人辨认登录的设备", Security, "本人", "最后使用 180 天后清除"),
        new("AccountSession.Network", "网络地址", "识别熟悉的网络，防止猜密码", Security, "不显示", "最后使用 180 天后清除"),
        new("ExternalIdentity.IdentitySha256", "统一身份认证的账号标识（只存散列值）", "统一身份认证登录", Security, "不显示", "解除绑定时清除"),
        new("Attempt.Network", "网络地址", "防止猜密码", Security, "不显示", "24 小时后清除"),
        new("AuditEntry.Account", "用户名，可能是姓名", "安全审计", Security, "审计员", "不少于 6 个月，不可删除"),
        new("AuditEntry.Subject", "涉及的账户", "安全审计", Security, "审计员", "不少于 6 个月，不可删除"),
        new("AuditEntry.Source", "网络地址", "安全审计", Security, "审计员", "不少于 6 个月，不可删除"),
        new("SavedView.OwnerName", "用户名，可能是姓名", "说明视图是谁的", Duty, "同一办公室", "随视图保存"),
        new("*.*By", "操作人的用户名，可能是姓名", "说明是谁办理的", Security, "同一地区的办公室和审计员", "随记录保存"),
        new("*.*Reason", "办理的理由，可能写有姓名和职务", "说明为什么办理", Security, "同一地区的办公室和审计员", "随记录保存；注册申请的答复理由 180 天后清除"),
        new("*.*From", "操作人的网络地址", "安全审计", Security, "不显示，或审计员", "随记录保存"),
    ];

    public bool Covers(string table, string column)
    {
        var (of, name) = (Column[..Column.IndexOf('.', StringComparison.Ordinal)], Column[(Column.IndexOf('.', StringComparison.Ordinal) + 1)..]);
        return (of == "*" || of == table) && (name.StartsWith('*') ? column.EndsWith(name[1..], StringComparison.Ordinal) : column == name);
    }
}
