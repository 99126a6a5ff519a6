using System.Text.Json.Nodes;

namespace RiskReport.Web.Features.Api;

/// <summary>What the requests of <see cref="ApiExamples"/> are answered, by a feed and a roster in which nothing else stands; a test asks.</summary>
internal static class ApiAnswers
{
    public static readonly JsonNode Grade = JsonNode.Parse("""
        {
          "ruleSet": "2021-A", "colour": "red",
          "items": [
            {
              "colour": "orange", "score": 270, "rule": "2021-A/LEC/orange",
              "reason": "LEC 评估：可能性 L=3 × 暴露频次 E=6 × 后果 C=15 = 270，不低于较大界限 160、低于重大界限 320，判定为较大(橙)（规则 2021-A/LEC/orange；依据：作业条件危险性评价法（格雷厄姆-金尼法）通行界限 160≤D<320，四色分级对应较大）。",
              "lower": "如将可能性 L 由 3 降为 1（可能性小，完全意外），得分降为 90，即降为一般(黄)。"
            },
            {
              "colour": "red", "score": 20, "rule": "2021-A/LS/red",
              "reason": "LS 评估：可能性 L=4 × 严重性 S=5 = 20，不低于重大界限 20，判定为重大(红)（规则 2021-A/LS/red；依据：风险矩阵法通行界限（甲类划分）R 20至25 为重大）。",
              "lower": "如将可能性 L 由 4 降为 3（没有防护装置或个体防护，或未严格执行规程，或曾发生过），得分降为 15，即降为较大(橙)。"
            },
            {
              "colour": "yellow", "score": 8, "rule": "2021-A/majorHazard/level4",
              "reason": "GB18218 评估：氨 20 吨（Q=10，β=2），s = Σ(q/Q) = 2 ≥ 1，构成重大危险源；厂外 500 米内 120 人，α=2，R = α×Σ(β·q/Q) = 2×4 = 8，R < 10 为四级，判定为一般(黄)（规则 2021-A/majorHazard/level4；依据：GB 18218-2018 §4.3 四级 R<10；等级对应的颜色为地方做法，可配置）。",
              "lower": null
            }
          ],
          "overrides": [
            {
              "colour": "red", "rule": "2021-A/OV-2",
              "reason": "企业存在重大危险源，企业风险等级不低于重大(红)（规则 2021-A/OV-2；依据：安委办〔2016〕11号及多数省份的直接判定做法，本省是否适用待主管部门确认）。"
            }
          ],
          "reasons": [
            "企业存在重大危险源，企业风险等级不低于重大(红)（规则 2021-A/OV-2；依据：安委办〔2016〕11号及多数省份的直接判定做法，本省是否适用待主管部门确认）。",
            "第 2 项：LS 评估：可能性 L=4 × 严重性 S=5 = 20，不低于重大界限 20，判定为重大(红)（规则 2021-A/LS/red；依据：风险矩阵法通行界限（甲类划分）R 20至25 为重大）。"
          ]
        }
        """)!;

    public static readonly JsonNode Receipt = JsonNode.Parse("""
        {
          "receiptNumber": "SZ2026-00000001-1", "verificationCode": "C7C62EM9JTVP7AZA", "number": 1, "type": "first",
          "colour": "orange", "contentSha256": "87f3595054cbde8870ce90e1b4c89399f87b1292da3da180346710bb34f4630a",
          "filedAt": "2026-11-24T02:00:00.000Z"
        }
        """)!;

    public static readonly JsonNode Declaration = JsonNode.Parse("""
        {
          "creditCode": "91320583MA1W8K3T2U", "year": 2026, "version": 1, "status": "submitted", "type": "first",
          "pending": null, "submittedAt": "2026-11-24T02:00:00.000Z", "returnDueOn": null, "colour": "orange",
          "topScore": 270, "ruleSet": "2021-A", "catalogueEdition": "较大以上安全风险目录(示例)",
          "reasons": [
            "行车吊物坠落：LEC 评估：可能性 L=3 × 暴露频次 E=6 × 后果 C=15 = 270，不低于较大界限 160、低于重大界限 320，判定为较大(橙)（规则 2021-A/LEC/orange；依据：作业条件危险性评价法（格雷厄姆-金尼法）通行界限 160≤D<320，四色分级对应较大）。"
          ],
          "basics": {
            "creditCode": "91320583MA1W8K3T2U", "name": "昆山示例机械有限公司", "township": "320583100", "industry": "3511",
            "scale": "below", "address": "长江路1号", "longitude": 120.98, "latitude": 31.38, "legalRepresentative": "王*",
            "safetyOfficer": "李*", "phone": "0512-******34", "employees": 20, "revenue": 1800.5, "confinedSpace": true,
            "hazardPlacePeople": 0, "majorHazard": false, "seriousViolation": false, "accidentConditions": false,
            "hasMajorRisk": true
          },
          "sheets": { "confinedSpaces": 2, "confinedKinds": "污水池", "confinedEntries": 12, "confinedContracted": false },
          "risks": [
            {
              "name": "行车吊物坠落", "riskPoint": "10吨行车", "location": "2号车间", "accidentType": "起重伤害", "consequence": "人员砸伤",
              "method": "LEC", "l": 3, "e": 6, "c": 15, "controls": "每日检查吊具", "emergency": "立即停机送医", "department": "生产部",
              "owner": "张*",
              "grade": {
                "colour": "orange", "score": 270, "rule": "2021-A/LEC/orange",
                "reason": "LEC 评估：可能性 L=3 × 暴露频次 E=6 × 后果 C=15 = 270，不低于较大界限 160、低于重大界限 320，判定为较大(橙)（规则 2021-A/LEC/orange；依据：作业条件危险性评价法（格雷厄姆-金尼法）通行界限 160≤D<320，四色分级对应较大）。"
              }
            },
            {
              "name": "氨瓶间泄漏", "location": "氨瓶间", "accidentType": "中毒和窒息", "consequence": "人员中毒", "method": "majorHazard",
              "people": 40, "substances": [{ "name": "氨", "q": 2.5 }], "controls": "固定式报警仪", "emergency": "佩戴空气呼吸器堵漏",
              "department": "设备部", "owner": "陈*",
              "grade": {
                "colour": "blue", "score": 0.6, "rule": "2021-A/majorHazard/none",
                "reason": "GB18218 评估：氨 2.5 吨（Q=10，β=2），s = Σ(q/Q) = 0.25 < 1，该单元不构成重大危险源，判定为低(蓝)（规则 2021-A/majorHazard/none；依据：GB 18218-2018 §4.2，s<1 不构成重大危险源；仅就重大危险源而言为低，该单元的其他风险应另行评估）。"
              }
            }
          ],
          "confirmations": [],
          "versions": [
            {
              "receiptNumber": "SZ2026-00000001-1", "verificationCode": "C7C62EM9JTVP7AZA", "number": 1, "type": "first",
              "colour": "orange", "contentSha256": "87f3595054cbde8870ce90e1b4c89399f87b1292da3da180346710bb34f4630a",
              "filedAt": "2026-11-24T02:00:00.000Z"
            }
          ]
        }
        """)!;

    public static readonly JsonNode Roster = JsonNode.Parse("""
        {
          "items": [
            {
              "creditCode": "91320583MA1W8K3T2U", "name": "昆山示例机械有限公司", "county": "昆山市", "townshipCode": "320583100",
              "township": "玉山镇", "industryCode": "3511", "industry": "专用设备制造业", "scale": "below", "year": 2026,
              "type": "first", "status": "submitted", "submittedAt": "2026-11-24T02:00:00.000Z", "colour": "orange",
              "topScore": 270, "redItems": 0, "orangeItems": 1, "yellowItems": 0, "blueItems": 1, "mainRisk": "行车吊物坠落",
              "safetyOfficer": "李*", "phone": "0512-******34"
            }
          ],
          "nextCursor": null
        }
        """)!;

    public static readonly JsonNode Changes = JsonNode.Parse("""
        {
          "items": [
            {
              "townshipCode": "320583100", "townshipNumber": 1, "kind": "filed", "at": "2026-11-24T02:00:00.000Z",
              "creditCode": "91320583MA1W8K3T2U", "year": 2026, "number": 1, "status": "submitted", "colour": "orange",
              "verificationCode": "C7C62EM9JTVP7AZA",
              "contentSha256": "87f3595054cbde8870ce90e1b4c89399f87b1292da3da180346710bb34f4630a"
            }
          ],
          "nextCursor": "1.1795485600000", "more": false, "heads": [{ "townshipCode": "320583100", "townshipNumber": 1 }]
        }
        """)!;
}
