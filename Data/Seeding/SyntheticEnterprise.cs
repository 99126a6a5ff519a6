using System.Globalization;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Reference;

namespace RiskReport.Data.Seeding;

/// <summary>
/// Invents enterprises and their risks from a seed: the same seed gives the same city. All names, persons,
/// codes and numbers are made up.
/// </summary>
internal sealed class SyntheticEnterprise(ReferenceData reference, GradingRules rules, int year, int seed)
{
    private static readonly string[] Places = ["苏州", "昆山", "吴江", "常熟", "太仓", "江苏", "张家港"];
    private static readonly string[] FirstWords = ["华", "新", "联", "恒", "宏", "力", "佳", "雅", "天", "博", "明", "正", "创", "锐", "远", "盛", "金", "立", "安", "达"];
    private static readonly string[] SecondWords = ["泰", "信", "达", "成", "盛", "创", "安", "源", "启", "德", "丰", "晟", "海", "航", "鼎", "润", "宁", "和", "科", "辉"];
    private static readonly string[] Surnames = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "朱", "马", "胡", "郭", "何", "高", "林", "罗"];
    private static readonly string[] GivenNames = ["伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛", "明", "超", "霞", "平", "刚"];
    private static readonly string[] Roads = ["长江路", "人民路", "工业大道", "创业路", "兴业路", "科技路", "迎宾路", "振兴路"];
    private static readonly string[] Forms = ["科技有限公司", "有限公司", "股份有限公司", "(苏州)有限公司"];

    private static readonly (string Industry, string Trade, int Weight)[] Trades =
    [
        ("3484", "机械零部件", 14), ("3311", "金属结构", 12), ("2929", "塑胶", 12), ("3982", "电子电路", 12), ("1713", "纺织", 10),
        ("3670", "汽车零部件", 8), ("3525", "模具", 7), ("2231", "纸制品", 5), ("2110", "木业", 4), ("3360", "表面处理", 4),
        ("2651", "化工材料", 3), ("3252", "铝业", 3), ("1351", "肉类食品", 2), ("3841", "锂电", 2), ("3110", "炼铁", 1), ("5942", "危化品仓储", 1),
    ];

    private static readonly (string Name, string Accident, string Consequence)[] Risks =
    [
        ("喷漆房火灾", "火灾", "火灾蔓延，人员烧伤"), ("行车吊物坠落", "起重伤害", "人员砸伤"), ("冲压设备夹伤", "机械伤害", "手部致残"),
        ("配电柜触电", "触电", "人员触电死亡"), ("高处检修坠落", "高处坠落", "人员坠落重伤"), ("叉车碰撞", "车辆伤害", "人员碾压"),
        ("污水池清理中毒", "中毒和窒息", "人员中毒窒息"), ("除尘系统粉尘爆炸", "其他爆炸", "人员伤亡、厂房损毁"), ("熔融金属喷溅", "灼烫", "人员灼烫"),
        ("储气罐超压", "容器爆炸", "设备损毁、人员受伤"), ("化学品中间库泄漏", "中毒和窒息", "人员中毒"), ("货架坍塌", "坍塌", "人员掩埋"),
    ];

    private static readonly string[] Locations = ["1号车间", "2号车间", "锅炉房", "成品仓库", "除尘间", "危化品中间库", "污水处理站", "喷漆车间", "配电室"];
    private static readonly string[] Departments = ["生产部", "设备部", "安环部", "仓储部"];

    private readonly Region[] townships = reference.Regions.All.Where(r => r.IsTownship).ToArray();
    private readonly CatalogueItem[] catalogue = rules.Catalogue.Items.OrderBy(c => c.Code, StringComparer.Ordinal).ToArray();

    /// <summary>The n-th enterprise of the city; <paramref name="risks"/> is the average number of its risks.</summary>
    public Filing Create(int number, int risks)
    {
        var random = new Random(unchecked(seed * 1_000_003 + number));
        var township = townships[(int)(Math.Pow(random.NextDouble(), 1.3) * townships.Length)];
        var facts = Facts(number, township, random);
        var declared = random.Next(100) < 22 ? [] : Enumerable.Range(0, random.Next(1, risks * 2)).Select(_ => Risk(random)).ToList();
        var grade = Grader.Grade(declared.Select(r => r.Assessment).ToList(), declared.Count == 0, rules).Grade!;
        return new Filing
        {
            Facts = facts,
            HasMajorRisk = grade.Colour >= RiskColour.Orange,
            Risks = declared,
            Grade = grade,
            Source = random.Next(3) == 0 ? FilingSource.Import : FilingSource.Form,
            CommittedBy = facts.LegalRepresentative,
            CommittedRole = "主要负责人",
        };
    }

    /// <summary>What the n-th enterprise reports in another year: mostly the same again, in a fourth of all cases other risks.</summary>
    public Filing Later(Filing first, int number, int risks) => unchecked((number * 31) + (year * 7)) % 4 != 0 ? first
        : Create(number + 10_000_000 + year, risks) with { Facts = first.Facts };

    /// <summary>The answers whose sum is asked for, for the subjects that the enterprise has.</summary>
    private static SheetAnswers Sheets(EnterpriseFacts facts)
    {
        var answers = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var figure in SpecialSubject.Figures.Where(s => (SpecialSubject.BitsOf(facts) & s.Bit) != 0))
            answers[figure.Field.Key] = $"{1 + (facts.Employees / (figure.Subject is "CombustibleDust" or "AmmoniaRefrigeration" ? 4 : 40))}";
        return new SheetAnswers(answers);
    }

    private EnterpriseFacts Facts(int number, Region township, Random random)
    {
        var facts = Basics(number, township, random);
        return facts with { Sheets = Sheets(facts) };
    }

    private EnterpriseFacts Basics(int number, Region township, Random random)
    {
        var (industry, trade) = Trade(random);
        var above = random.Next(100) < 9;
        var employees = above ? random.Next(60, 900) : random.Next(3, 90);
        var revenue = above ? random.Next(2_000, 60_000) + random.Next(100) / 100m : random.Next(60, 1_990) + random.Next(100) / 100m;
        var box = reference.Regions.BoxOf(township.Code, DateOnly.MaxValue)!;
        var ward = int.Parse(township.Code[6..], CultureInfo.InvariantCulture);
        return new EnterpriseFacts
        {
            CreditCode = Code(township.Code[..6], number),
            Name = Pick(Places, random) + Pick(FirstWords, random) + Pick(SecondWords, random) + trade + Pick(Forms, random),
            TownshipCode = township.Code,
            IndustryCode = industry,
            Scale = above ? Scale.Above : Scale.Below,
            Address = $"{township.Name}{Pick(Roads, random)}{random.Next(1, 999)}号",
            Longitude = Along(box.West, box.East, 0.618m * ward, random.Next(1_000_000) / 1_000_000m),
            Latitude = Along(box.South, box.North, 0.755m * ward, random.Next(800_000) / 800_000m),
            LegalRepresentative = Person(random),
            SafetyOfficer = Person(random),
            Phone = $"1{random.Next(3, 9)}{random.Next(100_000_000, 999_999_999)}",
            Employees = employees,
            Revenue = revenue,
            FixedAssets = decimal.Round(revenue * random.Next(20, 90) / 100m, 2),
            MainProducts = trade + "制品",
            LargestShift = employees / 2 + 1,
            ExternalWorkers = employees / 10,
            CertifiedWorkers = employees / 12,
            InjuryInsured = employees,
            LiabilityCover = random.Next(2) == 0 ? 100 : 200,
            SafetySpending = decimal.Round(revenue / 100m, 2),
            CombustibleDust = industry is "2110" or "3252",
            AmmoniaRefrigeration = industry == "1351",
            MetalSmelting = industry is "3110" or "3252",
            DeepWellCasting = industry == "3252" && random.Next(3) == 0,
            ConfinedSpace = random.Next(4) == 0,
            SprayPainting = industry is "3360" or "3670" && random.Next(2) == 0,
        };
    }

    /// <summary>Around the middle of the township, which lies somewhere in the county's box; one in two hundred has mistyped a degree.</summary>
    private static decimal Along(decimal from, decimal to, decimal turn, decimal draw)
    {
        if (draw > 0.9975m)
            return to + 1;
        var off = (2 * draw) - 1;
        var middle = from + ((to - from) * (0.15m + (0.7m * (turn % 1))));
        return Math.Clamp(decimal.Round(middle + (off * Math.Abs(off) * 0.06m), 6), from, to);
    }

    /// <summary>Most risks of a real enterprise are small: the steps are drawn towards the low end.</summary>
    private RiskFacts Risk(Random random)
    {
        var draw = random.Next(1000);
        var (name, accident, consequence) = draw < 3 ? ("液氨储罐区泄漏", "中毒和窒息", "人员中毒") : Risks[random.Next(Risks.Length)];
        var type = reference.AccidentTypes.Find(accident, year)!;
        return new RiskFacts
        {
            Name = name,
            RiskPoint = name + "点",
            Location = Pick(Locations, random),
            AccidentType = type.Name,
            AccidentEdition = type.Edition,
            Consequence = consequence,
            Assessment = draw < 3 ? Unit(name, random) : Assess(name, random),
            Controls = "设置联锁与防护装置；专人巡检；作业审批",
            Emergency = "停机撤人，启动现场处置方案",
            Department = Pick(Departments, random),
            Owner = Person(random),
            Phone = $"1{random.Next(3, 9)}{random.Next(100_000_000, 999_999_999)}",
        };
    }

    private Assessment Assess(string name, Random random)
    {
        var draw = random.Next(1000);
        if (draw < 12)
            return new Assessment { Name = name, Method = GradingMethod.Catalogue, CatalogueCode = catalogue[random.Next(catalogue.Length)].Code };

        var method = rules.RuleSet.Find(draw < 650 ? GradingMethod.Lec : GradingMethod.Ls)!;
        decimal? Step(FactorKey key) => method.Factors.FirstOrDefault(f => f.Key == key) is { } factor
            ? factor.Steps[^(1 + (int)(Math.Pow(random.NextDouble(), 2.2) * factor.Steps.Count))].Value
            : null;
        return new Assessment { Name = name, Method = method.Method, L = Step(FactorKey.L), E = Step(FactorKey.E), C = Step(FactorKey.C), S = Step(FactorKey.S) };
    }

    private static Assessment Unit(string name, Random random) => new()
    {
        Name = name,
        Method = GradingMethod.MajorHazard,
        Unit = new MajorHazardUnit(random.Next(150), [new SubstanceAmount("氨", random.Next(2, 60)), new SubstanceAmount("乙醇", random.Next(1, 200))]),
    };

    private static (string Industry, string Trade) Trade(Random random)
    {
        var draw = random.Next(Trades.Sum(t => t.Weight));
        foreach (var (industry, trade, weight) in Trades)
        {
            if (draw < weight)
                return (industry, trade);
            draw -= weight;
        }

        throw new InvalidOperationException("The weights do not add up.");
    }

    /// <summary>Registration authority 9, kind 1, the county, and a body that starts with MB: never a code of the sample workbook.</summary>
    private string Code(string county, int number)
    {
        var body = $"91{county}MB{unchecked((uint)seed * 31 + (uint)number) % 10_000_000:D7}";
        return body + CreditCode.CheckCharacter(body);
    }

    private static string Person(Random random) => Pick(Surnames, random) + Pick(GivenNames, random) + (random.Next(2) == 0 ? Pick(GivenNames, random) : "");

    private static string Pick(string[] from, Random random) => from[random.Next(from.Length)];
}
