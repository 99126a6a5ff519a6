using System.Globalization;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Roster;

namespace RiskReport.Tests.Benchmarks;

/// <summary>Invented enterprises with Chinese texts of realistic length; row n is always the same.</summary>
internal static class SyntheticRoster
{
    private static readonly string[] Counties = ["昆山市", "张家港市", "常熟市", "太仓市", "吴江区", "吴中区", "相城区", "姑苏区", "虎丘区", "苏州工业园区"];
    private static readonly string[] Townships = ["玉山镇", "巴城镇", "周市镇", "陆家镇", "花桥镇", "淀山湖镇", "张浦镇", "周庄镇", "千灯镇", "锦溪镇", "开发区"];
    private static readonly string[] Words = ["华", "盛", "恒", "达", "瑞", "丰", "新", "源", "联", "创", "宏", "泰", "精", "科", "美", "嘉", "信", "诚", "安", "顺"];
    private static readonly string[] Trades = ["精密机械", "纺织科技", "电子材料", "化工", "食品", "包装制品", "金属制品", "汽车零部件", "新能源", "木业"];
    private static readonly string[] Industries = ["金属结构制造", "棉纺纱加工", "电子元器件与机电组件设备制造", "有机化学原料制造", "糕点、面包制造", "纸和纸板容器制造", "木质家具制造"];
    private static readonly string[] Risks = ["粉尘爆炸", "液氨泄漏", "有限空间中毒和窒息", "机械伤害", "火灾", "高温熔融金属喷溅", "触电", "车辆伤害"];
    private static readonly string[] Persons = ["张伟", "王芳", "李娜", "刘洋", "陈静", "杨帆", "赵敏", "黄磊", "周建国", "吴秀英"];

    private static readonly DateTime Start = new(2026, 1, 5, 1, 0, 0, DateTimeKind.Utc);

    public static IEnumerable<RosterRow> Rows(int count) => Enumerable.Range(1, count).Select(Row);

    private static RosterRow Row(int n)
    {
        var random = new Random(n);
        var isFiled = random.Next(10) > 0;
        var colour = isFiled ? (RiskColour)random.Next(1, 5) : (RiskColour?)null;
        return new RosterRow
        {
            EnterpriseId = n,
            CreditCode = string.Create(CultureInfo.InvariantCulture, $"91320583MA{random.Next(10_000_000, 99_999_999)}"),
            Name = $"苏州{Pick(Words)}{Pick(Words)}{Pick(Words)}{Pick(Trades)}有限公司",
            County = Pick(Counties),
            Township = Pick(Townships),
            IndustryCode = random.Next(1310, 4390).ToString(CultureInfo.InvariantCulture),
            Industry = Pick(Industries),
            Scale = (Scale)random.Next(1, 3),
            Year = 2026,
            Type = isFiled ? (DeclarationType)random.Next(1, 4) : null,
            Status = isFiled ? (DeclarationStatus)random.Next(2, 5) : DeclarationStatus.NotFiled,
            SubmittedAt = isFiled ? Start.AddSeconds(random.Next(20_000_000)) : null,
            Colour = colour,
            TopScore = isFiled ? random.Next(20, 720) / 2m : null,
            RedItems = random.Next(3),
            OrangeItems = random.Next(5),
            YellowItems = random.Next(12),
            BlueItems = random.Next(20),
            MainRisk = isFiled ? $"{Pick(Risks)};{Pick(Risks)}" : null,
            SafetyOfficer = Pick(Persons),
            Phone = string.Create(CultureInfo.InvariantCulture, $"138{random.Next(10_000_000, 99_999_999)}"),
        };

        string Pick(string[] from) => from[random.Next(from.Length)];
    }
}
