// Pages work without this file; it only saves a step.
document.querySelector(".error-summary")?.focus();

// an automatic save that did not arrive is said, and what was typed stays where it is
for (const failure of ["htmx:responseError", "htmx:sendError"]) {
  document.body.addEventListener(failure, event => {
    const saved = document.getElementById("saved");
    if (!saved) return;
    const status = event.detail.xhr?.status;
    saved.textContent = status === 401 ? "登录已过期，没有自动保存。填写的内容仍在本页；点“保存”，重新登录后可以继续，不会丢失。"
      : status === 404 ? "此项已在别处删除，没有自动保存。填写的内容仍在本页；点“保存”可以把它加回来。"
      : status === 409 ? "您已在别处切换企业，没有自动保存。填写的内容仍在本页；点“保存”可以选择怎样继续。"
      : "没有自动保存（网络不通或服务器忙）。填写的内容仍在本页，请稍后点“保存”。";
  });
}

// what was typed last is sent on leaving too, before the pause of the automatic save is over
const form = document.querySelector("form.report[hx-post]");
if (form) {
  let unsaved = false;
  form.addEventListener("input", () => { unsaved = true; });
  form.addEventListener("submit", () => { unsaved = false; });
  document.body.addEventListener("htmx:beforeRequest", () => { unsaved = false; });
  addEventListener("pagehide", () => {
    if (unsaved) navigator.sendBeacon(form.getAttribute("hx-post"), new URLSearchParams(new FormData(form)));
  });
}
