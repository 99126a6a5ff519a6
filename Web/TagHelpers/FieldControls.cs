using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using RiskReport.Domain.Fields;

namespace RiskReport.Web.TagHelpers;

/// <summary>What is typed into or chosen from; Own takes further attributes, Whole is written.</summary>
internal sealed record FieldControl(TagBuilder Own, IHtmlContent Whole, bool IsGroup);

/// <summary>
/// The control by the kind of field. No maxlength and no required: they would cut what is pasted and show one problem
/// at a time; the server says everything at once.
/// </summary>
internal static class FieldControls
{
    public static FieldControl For(Field field, FieldQuestion question, string value, IEnumerable<SelectListItem>? options, string? type)
    {
        options ??= field.Kind switch
        {
            FieldKind.Method or FieldKind.Choice => field.Words.Select(w => new SelectListItem(w, w)),
            _ => null,
        };
        if (options is not null)
            return Select(question, value, options);
        return field.Kind switch
        {
            FieldKind.YesNo or FieldKind.HasMajorRisk or FieldKind.Scale => Radios(question, value, field.Words),
            FieldKind.LongText => LongText(question, value),
            _ => Input(field, question, value, type),
        };
    }

    private static FieldControl Input(Field field, FieldQuestion question, string value, string? type)
    {
        var input = Control("input", "form-control", question);
        input.TagRenderMode = TagRenderMode.SelfClosing;
        input.Attributes["type"] = type ?? (field.Kind == FieldKind.Phone ? "tel" : "text");
        if (type != "password")
            input.Attributes["value"] = value;
        if (field.Kind is FieldKind.Whole or FieldKind.Fraction)
        {
            input.Attributes["inputmode"] = field.Kind == FieldKind.Whole ? "numeric" : "decimal";
            input.AddCssClass("short");
        }

        if (field.IsCode)
        {
            input.Attributes["autocomplete"] = "off";
            input.Attributes["spellcheck"] = "false";
            input.AddCssClass("medium");
        }

        return new FieldControl(input, input, IsGroup: false);
    }

    private static FieldControl LongText(FieldQuestion question, string value)
    {
        var area = Control("textarea", "form-control", question);
        area.Attributes["rows"] = "3";
        area.InnerHtml.Append("\n" + value); // HTML drops one line break after the tag
        return new FieldControl(area, area, IsGroup: false);
    }

    private static FieldControl Select(FieldQuestion question, string value, IEnumerable<SelectListItem> options)
    {
        var select = Control("select", "form-select", question);
        var items = options.ToList();
        select.InnerHtml.AppendHtml(Option("请选择", "", value.Length == 0));
        // an answer that is not in the list is kept, or the problem would be about something not on the page
        if (value.Length > 0 && items.TrueForAll(o => o.Value != value))
            select.InnerHtml.AppendHtml(Option(value, value, selected: true));
        foreach (var item in items)
            select.InnerHtml.AppendHtml(Option(item.Text, item.Value, item.Value == value));
        return new FieldControl(select, select, IsGroup: false);
    }

    /// <summary>The first one bears the field's id, so that a link to the field lands on something to choose.</summary>
    private static FieldControl Radios(FieldQuestion question, string value, IReadOnlyList<string> words)
    {
        var group = new HtmlContentBuilder();
        TagBuilder? first = null;
        var choices = question.Required ? words : [.. words, ""];
        for (var i = 0; i < choices.Count; i++)
        {
            var id = i == 0 ? question.Id : $"{question.Id}-{i + 1}";
            var radio = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing };
            radio.AddCssClass("form-check-input");
            Set(radio, ("type", "radio"), ("id", id), ("name", question.Name), ("value", choices[i]));
            if (choices[i] == value)
                radio.Attributes["checked"] = "checked";
            if (question.Problem is not null)
                Set(radio, ("aria-invalid", "true"), ("aria-describedby", question.DescribedBy!));
            first ??= radio;

            var label = new TagBuilder("label");
            label.AddCssClass("form-check-label");
            label.Attributes["for"] = id;
            label.InnerHtml.Append(choices[i].Length == 0 ? "未填" : choices[i]);
            var line = new TagBuilder("div");
            line.AddCssClass("form-check form-check-inline");
            line.InnerHtml.AppendHtml(radio).AppendHtml(label);
            group.AppendHtml(line);
        }

        return new FieldControl(first!, group, IsGroup: true);
    }

    private static TagBuilder Control(string tag, string style, FieldQuestion question)
    {
        var control = new TagBuilder(tag);
        control.AddCssClass(style);
        Set(control, ("id", question.Id), ("name", question.Name));
        if (question.Required)
            control.Attributes["aria-required"] = "true";
        if (question.DescribedBy is { } ids)
            control.Attributes["aria-describedby"] = ids;
        if (question.Problem is not null)
        {
            control.Attributes["aria-invalid"] = "true";
            control.AddCssClass("is-invalid");
        }

        return control;
    }

    private static TagBuilder Option(string text, string value, bool selected)
    {
        var option = new TagBuilder("option");
        option.Attributes["value"] = value;
        if (selected)
            option.Attributes["selected"] = "selected";
        option.InnerHtml.Append(text);
        return option;
    }

    private static void Set(TagBuilder tag, params (string Name, string Value)[] attributes)
    {
        foreach (var (name, value) in attributes)
            tag.Attributes[name] = value;
    }
}
