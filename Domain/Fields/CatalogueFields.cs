namespace RiskReport.Domain.Fields;

/// <summary>The sheet 目录, by which an edition of the catalogue comes in and goes out.</summary>
public static class CatalogueFields
{
    public const string Sheet = "目录";

    public static readonly Field Code = new("Code", "目录编号", FieldKind.CatalogueCode) { Required = true, MaxLength = 20 };
    public static readonly Field Group = new("Group", "类别", FieldKind.Text) { Required = true, MaxLength = 60 };
    public static readonly Field Name = new("Name", "名称", FieldKind.Text) { Required = true };
    public static readonly Field Colour = new("Colour", "等级", FieldKind.Text) { Required = true, Hint = "重大或较大" };
    public static readonly Field Requirement = new("Requirement", "判定条件", FieldKind.Text) { Required = true, MaxLength = 400 };
    public static readonly Field AccidentTypes = new("AccidentTypes", "事故类型", FieldKind.LongText) { Required = true, Hint = "多个用分号隔开" };

    public static readonly IReadOnlyList<Field> All = [Code, Group, Name, Colour, Requirement, AccidentTypes];
}
