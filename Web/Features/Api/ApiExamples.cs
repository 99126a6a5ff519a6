using System.Text.Json.Nodes;

namespace RiskReport.Web.Features.Api;

/// <summary>Requests that work, for the description of the API.</summary>
internal static class ApiExamples
{
    public static readonly JsonNode Grade = JsonNode.Parse("""
        {
          "items": [
            { "name": "行车吊物坠落", "method": "LEC", "l": 3, "e": 6, "c": 15 },
            { "method": "LS", "l": 4, "s": 5 },
            { "method": "majorHazard", "people": 120, "substances": [{ "name": "氨", "q": 20 }] }
          ],
          "enterprise": { "hazardPlacePeople": 3, "majorHazard": true }
        }
        """)!;

    public static readonly JsonNode Webhook = JsonNode.Parse("""{ "type": "changes.available", "timestamp": "2026-11-24T02:00:00.000Z", "data": { "cursor": "1234.1795485600000" } }""")!;

    public static readonly JsonNode Filing = JsonNode.Parse("""
        {
          "basics": {
            "name": "昆山示例机械有限公司", "township": "320583100", "industry": "3511", "scale": "below", "address": "长江路1号",
            "longitude": 120.98, "latitude": 31.38, "legalRepresentative": "王伟", "safetyOfficer": "李芳", "phone": "0512-57301234",
            "employees": 20, "revenue": 1800.5, "confinedSpace": true,
            "hazardPlacePeople": 0, "majorHazard": false, "seriousViolation": false, "accidentConditions": false, "hasMajorRisk": true
          },
          "sheets": { "confinedSpaces": 2, "confinedKinds": "污水池", "confinedEntries": 12, "confinedContracted": false },
          "risks": [
            {
              "name": "行车吊物坠落", "riskPoint": "10吨行车", "location": "2号车间", "accidentType": "起重伤害", "consequence": "人员砸伤",
              "method": "LEC", "l": 3, "e": 6, "c": 15, "controls": "每日检查吊具", "emergency": "立即停机送医", "department": "生产部", "owner": "张磊"
            },
            {
              "name": "氨瓶间泄漏", "location": "氨瓶间", "accidentType": "中毒和窒息", "consequence": "人员中毒", "method": "majorHazard",
              "people": 40, "substances": [{ "name": "氨", "q": 2.5 }],
              "controls": "固定式报警仪", "emergency": "佩戴空气呼吸器堵漏", "department": "设备部", "owner": "陈勇"
            }
          ],
          "confirmations": {}
        }
        """)!;
}
