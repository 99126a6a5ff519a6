using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using RiskReport.Domain.Reference;

namespace RiskReport.Web.Features.Api;

/// <summary>What the API can do, for whoever writes a program against it.</summary>
[AllowAnonymous, Route("openapi/v1.json")]
public sealed class OpenApiController(ReferenceData reference, IOptions<ApiLimits> limits) : ApiController
{
    [HttpGet("")]
    public IActionResult Describe() => Answer(ApiDocument.Of(reference, limits.Value));
}
