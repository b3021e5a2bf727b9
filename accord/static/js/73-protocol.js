// The line of a mistake is brought into sight in the text itself; without a script it is marked above it.
document.addEventListener("DOMContentLoaded", () => {
  const text = document.querySelector("textarea.code[data-line]");
  if (!text) return;
  const lines = text.value.split("\n");
  const line = Math.min(Number(text.dataset.line), lines.length);
  const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  text.setSelectionRange(start, start + lines[line - 1].length);
  text.scrollTop = (text.scrollHeight / lines.length) * Math.max(0, line - 6);
});
