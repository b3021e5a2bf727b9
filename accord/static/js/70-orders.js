// A ready measure puts its words into the fields in both languages; whatever somebody typed of their own stays.
document.addEventListener("DOMContentLoaded", () => {
  "use strict";
  const form = document.querySelector("form.set-measure");
  if (!form) return;
  const ready = new Map([...document.querySelectorAll(".ready-words li")].map((each) => [each.dataset.ready, each.dataset]));
  const fields = { words: "words", wordsBn: "words_bn", limit: "limit_kpa" };
  form.addEventListener("change", (event) => {
    if (event.target.name !== "ready") return;
    const chosen = ready.get(event.target.value) || { words: "", wordsBn: "", limit: "" };
    for (const [from, name] of Object.entries(fields)) {
      const field = form.elements.namedItem(name);
      const isOffered = [...ready.values()].some((each) => each[from] === field.value);
      if (!field.value || isOffered) field.value = chosen[from];
    }
  });
});
