using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.WebEncoders;
using RiskReport.Web.Features.Api;
using RiskReport.Web.Features.Errors;
using RiskReport.Web.Features.Kept;
using RiskReport.Web.Identity;
using RiskReport.Web.Uploads;

namespace RiskReport.Web.Startup;

internal static class Pages
{
    /// <summary>Carries TempData["Notice"] over one redirect. The layout asks for it by name: looking into TempData alone sets a cookie.</summary>
    public const string NoticeCookie = "riskreport-notice";

    /// <summary>Answers in it: a report with 200 risks has some 5,000.</summary>
    private const int LongestForm = 10_000;

    public static void AddPages(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.AddControllersWithViews(o =>
            {
                o.Conventions.Add(new HeadAsGet());
                o.Filters.Add(new AutoValidateAntiforgeryTokenAttribute());
                o.Filters.Add(new ExpiredForm());
                o.Filters.Add(new OddAddress());
                // a list as long as a form may be, since a longer one than this is an exception
                o.MaxModelBindingCollectionSize = LongestForm;
                o.Filters.Add<UploadGate>();
                o.Filters.Add<OtherEnterprise>();
                // what the address names, no field of a form names otherwise
                var address = o.ValueProviderFactories.OfType<RouteValueProviderFactory>().Single();
                o.ValueProviderFactories.Remove(address);
                o.ValueProviderFactories.Insert(0, address);
                // required is said by our own sentences, not by a non-nullable type
                o.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
                var messages = o.ModelBindingMessageProvider;
                messages.SetAttemptedValueIsInvalidAccessor((value, _) => $"“{value}”无效，请核对。");
                messages.SetNonPropertyAttemptedValueIsInvalidAccessor(value => $"“{value}”无效，请核对。");
                messages.SetUnknownValueIsInvalidAccessor(_ => "填写的内容无效，请核对。");
                messages.SetNonPropertyUnknownValueIsInvalidAccessor(() => "填写的内容无效，请核对。");
                messages.SetValueIsInvalidAccessor(value => $"“{value}”无效，请核对。");
                messages.SetValueMustBeANumberAccessor(_ => "请填写数字。");
                messages.SetNonPropertyValueMustBeANumberAccessor(() => "请填写数字。");
                messages.SetValueMustNotBeNullAccessor(_ => "请填写。");
                messages.SetMissingBindRequiredValueAccessor(_ => "请填写。");
                messages.SetMissingKeyOrValueAccessor(() => "请填写。");
                messages.SetMissingRequestBodyRequiredValueAccessor(() => "请求没有内容。");
            })
            .AddRazorOptions(o =>
            {
                o.ViewLocationFormats.Clear();
                o.ViewLocationFormats.Add("/Features/{1}/{0}.cshtml");
                o.ViewLocationFormats.Add("/Features/Shared/{0}.cshtml");
            });
        services.Configure<FormOptions>(o => o.ValueCountLimit = LongestForm);
        var scanner = ScannerAddress.Configured(configuration);
        services.AddSingleton(p => new UploadScanner(scanner, p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<UploadScanner>>()));
        services.AddLimits();
        services.AddAntiforgery(o =>
        {
            o.Cookie = new SafeCookie("riskreport-form", configuration, environment) { SameSite = SameSiteMode.Strict };
            o.HeaderName = "RequestVerificationToken";
            o.SuppressXFrameOptionsHeader = true; // frame-ancestors says it
        });
        services.Configure<CookieTempDataProviderOptions>(o => o.Cookie = new SafeCookie(NoticeCookie, configuration, environment));
        services.AddHsts(o => o.MaxAge = TimeSpan.FromDays(365));

        // Chinese as it is; entities would make every page three times as long
        services.Configure<WebEncoderOptions>(o => o.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
    }

    public static void UsePages(this WebApplication app)
    {
        app.UseProxies();
        app.UseMiddleware<SecurityHeaders>();
        // in a scope of its own: the failed authentication or connection of the first try would only fail again
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandlingPath = "/error/500", CreateScopeForErrors = true });
        app.UseStatusCodePagesWithReExecute("/error/{0}");
        if (!app.Environment.IsDevelopment())
            app.UseHsts(); // only over https, and never for localhost
        app.UseStaticFiles(new StaticFileOptions
        {
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "public, max-age=604800",
        });
        app.UseMiddleware<PlainHttp>();
        app.UseRouting();
        app.UseRateLimiter();
        app.UseMiddleware<BodyLimit>();
        app.UseAuthentication();
        app.UseMiddleware<DeniedAccess>();
        app.UseAuthorization();
        app.UseMiddleware<FirstThings>();
        app.MapControllers();
        app.MapHealthChecks("/health/live", new() { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready").AllowAnonymous();
    }
}
