// Pages work without this file; it only saves a step.
document.querySelector(".error-summary")?.focus();
