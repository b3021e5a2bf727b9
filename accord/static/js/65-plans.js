// What an action lacks is said while it is typed, calmly, below its fields; without a script it is said after saving.
document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector(".plan-lines");
  if (!form) return;
  const waiting = new Map();
  const ask = async (card) => {
    const sent = new URLSearchParams({ csrf_token: form.elements.csrf_token.value, prefix: card.dataset.prefix });
    for (const each of card.querySelectorAll("textarea, input")) sent.set(each.name, each.value);
    try {
      const response = await fetch(form.dataset.hints, { method: "POST", body: sent, redirect: "manual" });
      if (response.status !== 200) return;
      const told = await response.json();
      const list = card.querySelector(".hints");
      list.replaceChildren(...told.hints.map((hint) => Object.assign(document.createElement("li"), { textContent: hint })));
      list.hidden = told.hints.length === 0;
    } catch {
      // No signal: the hints come with the next answer of the server.
    }
  };
  let isChanged = false;
  form.addEventListener("input", (event) => {
    isChanged = true;
    const card = event.target.closest(".plan-row");
    clearTimeout(waiting.get(card));
    waiting.set(card, setTimeout(ask, 700, card));
  });
  form.addEventListener("submit", () => { isChanged = false; });
  // The next page of the plan must not take what was typed on this one with it.
  window.addEventListener("beforeunload", (event) => { if (isChanged) event.preventDefault(); });
});
