// A touch on the round is sent at once, without leaving the place in the list; without a script the form does the same.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.classList.contains("touch") || !event.submitter) return;
  event.preventDefault();
  const answer = event.submitter;
  const wrong = form.querySelector(".wrong");
  const sent = new FormData(form);
  sent.set(answer.name, answer.value);
  answer.disabled = true;
  try {
    const response = await fetch(form.action, { method: "POST", body: new URLSearchParams(sent), headers: { Accept: "application/json" }, redirect: "manual" });
    if (response.type === "opaqueredirect" || ![200, 422].includes(response.status)) {
      form.classList.remove("touch");
      answer.disabled = false;
      form.requestSubmit(answer);
      return;
    }
    const told = await response.json();
    wrong.hidden = response.ok;
    if (!response.ok) {
      wrong.textContent = told.sentence;
      return;
    }
    for (const each of form.querySelectorAll(".answer")) each.setAttribute("aria-pressed", String(each === answer));
    form.closest(".round-line").querySelector(".stands").innerHTML = told.badge;
    document.getElementById("round-progress").textContent = told.progress;
  } catch {
    // No signal: the form is sent the plain way, and the browser says so itself.
    form.classList.remove("touch");
    answer.disabled = false;
    form.requestSubmit(answer);
  } finally {
    answer.disabled = false;
  }
});
