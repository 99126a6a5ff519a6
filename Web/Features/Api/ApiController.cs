using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Domain.Api;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Features.Api;

/// <summary>A call of the API: a token instead of a cookie, JSON instead of pages.</summary>
[IgnoreAntiforgeryToken]
public abstract class ApiController : ControllerBase
{
    /// <summary>Chinese as it is; nothing of it is put into a page.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    protected ApiCaller Caller => HttpContext.Features.Get<ApiCaller>() ?? throw new InvalidOperationException("No token was checked.");

    protected static JsonResult Answer(object value, int status = StatusCodes.Status200OK) => new(value, Json) { StatusCode = status };

    /// <summary>Every parameter of the address that the call does not know.</summary>
    protected IEnumerable<ApiProblem> Unknown(params string[] known) => Request.Query.Keys
        .Where(k => !known.Contains(k, StringComparer.Ordinal))
        .Select(k => ApiProblems.Unknown(k, known));

    /// <summary>Between 1 and the most; the problem is null where it is.</summary>
    protected static (int Limit, ApiProblem? Problem) Limit(string? given, int usual, int most) =>
        string.IsNullOrEmpty(given) ? (usual, null)
        : int.TryParse(given, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var limit) && limit >= 1 && limit <= most ? (limit, null)
        : (usual, new ApiProblem("RANGE", "limit", $"limit 应为 1 至 {most} 的整数，现为“{given}”。"));
}
