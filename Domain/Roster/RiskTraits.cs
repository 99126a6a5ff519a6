using RiskReport.Domain.Grading;

namespace RiskReport.Domain.Roster;

/// <summary>
/// Which methods and accident types the risks of a report have, a bit to each, so that a roster is filtered without reading
/// a million risks. The bits are stored: the list only grows at its end.
/// </summary>
public static class RiskTraits
{
    /// <summary>Of both editions of GB 6441; a name in both is one question and one bit.</summary>
    private static readonly string[] AccidentTypes =
    [
        "物体打击", "车辆伤害", "机械伤害", "起重伤害", "触电", "淹溺", "灼烫", "火灾", "高处坠落", "坍塌",
        "冒顶片帮", "透水", "放炮", "火药爆炸", "瓦斯爆炸", "锅炉爆炸", "容器爆炸", "其他爆炸", "中毒和窒息", "其他伤害",
        "厂(场)内车辆致害", "道路(轨道)车辆致害", "机械致害", "起重致害", "跌落", "水害", "管道爆炸", "可燃气体爆炸", "可燃液体蒸气爆炸", "粉尘爆炸",
        "民用爆炸物品爆炸", "烟花爆竹爆炸", "其他可燃固体爆炸", "高温熔融物爆炸", "中毒", "窒息", "滑坡", "泄漏", "其他",
    ];

    public static IReadOnlyList<string> AccidentTypeNames => AccidentTypes;

    private static readonly Dictionary<string, long> BitByName = AccidentTypes.Index().ToDictionary(t => t.Item, t => 1L << t.Index);

    /// <summary>For a name that has no bit of its own: what carries it has to be looked at.</summary>
    private const long Unlisted = 1L << 62;

    public static int BitsOf(IEnumerable<GradingMethod> methods) => methods.Aggregate(0, (bits, method) => bits | (1 << ((int)method - 1)));

    public static long BitsOf(IEnumerable<string> accidentTypes) => accidentTypes.Aggregate(0L, (bits, name) => bits | BitByName.GetValueOrDefault(name, Unlisted));

    /// <summary>Whether the bit says all there is to say.</summary>
    public static bool IsListed(string accidentType) => BitByName.ContainsKey(accidentType);
}
