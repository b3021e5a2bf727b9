"use strict";
// Recording hazards: choosing a wording with the keyboard, what a timeline means, and a danger said while typing.
// Without this script the same is done by the server, one step later.
document.addEventListener("DOMContentLoaded", () => {
  const form = document.getElementById("hazard");
  if (!form) return;
  // Without this script what is looked for goes along with what was typed; with it the search is a form of its own.
  const search = document.querySelector("form[data-entry]");
  if (search) for (const each of search.querySelectorAll("[form]")) each.removeAttribute("form");
  const said = document.getElementById("say-danger");
  if (said) { said.scrollIntoView(); said.querySelector("h2").focus(); }
  const field = (name) => form.elements[name];

  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.dispatchEvent(new Event("leaving"));
    form.requestSubmit(form.querySelector("button.button"));
  });

  // What was typed and not saved is not left without asking. A form that came back has not been saved either.
  const typed = () => JSON.stringify([...new FormData(form)].map(([name, value]) => [name, value instanceof File ? value.name : value]));
  const atFirst = said || document.getElementById("problems") ? "" : typed();
  let isSent = false;
  window.addEventListener("pageshow", () => { isSent = false; form.removeAttribute("aria-busy"); });
  window.addEventListener("beforeunload", (event) => {
    if (isSent || typed() === atFirst) return;
    event.preventDefault();
    event.returnValue = true; // for browsers that do not ask otherwise
  });

  // One click is one hazard: the key in the form would make a second one the same, but the wait is shown.
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    isSent = true;
    form.setAttribute("aria-busy", "true");
  });

  const shared = [...form.querySelectorAll(".shared")];
  const showShared = () => {
    const building = (field("place").value || "").split("-")[0];
    for (const each of shared) each.hidden = each.dataset.building !== building;
  };
  field("place").addEventListener("change", showShared);
  showShared();

  if (!search) return;
  const get = async (address, asked) => fetch(`${address}${address.includes("?") ? "&" : "?"}${new URLSearchParams(asked)}`, { credentials: "same-origin" });

  const due = document.getElementById("due");
  let askedDue = 0;
  const sayDue = async () => {
    const mine = ++askedDue;
    const answer = await get(search.dataset.timeline, { text: field("recommended_timeline").value });
    if (answer.ok && mine === askedDue) due.textContent = (await answer.json()).says;
  };
  field("recommended_timeline").addEventListener("change", sayDue);

  const danger = document.getElementById("danger");
  let askedDanger = 0;
  const sayDanger = async () => {
    const mine = ++askedDanger;
    const severity = new FormData(form).get("severity") || "";
    if (severity !== "severe_and_imminent") { danger.replaceChildren(); return; }
    const answer = await get(search.dataset.danger, { severity, place: field("place").value });
    if (answer.ok && mine === askedDanger) danger.innerHTML = await answer.text();
  };
  for (const each of form.querySelectorAll("[name=severity]")) each.addEventListener("change", sayDanger);
  field("place").addEventListener("change", sayDanger);
  if (!said && new FormData(form).get("severity") === "severe_and_imminent") sayDanger();

  // The search for wordings, as a list to choose from.
  const box = document.getElementById("q");
  const list = document.getElementById("wordings");
  const nothing = document.getElementById("wordings-said");
  let offers = [];
  let chosen = -1;
  let asked = 0;
  let timer = 0;
  list.setAttribute("role", "listbox");
  for (const [name, value] of Object.entries({ role: "combobox", "aria-controls": "wordings", "aria-expanded": "false", "aria-autocomplete": "list" })) box.setAttribute(name, value);

  const point = (at) => {
    chosen = at;
    [...list.children].forEach((each, place) => each.setAttribute("aria-selected", String(place === at)));
    if (at < 0) box.removeAttribute("aria-activedescendant");
    else { box.setAttribute("aria-activedescendant", list.children[at].id); list.children[at].scrollIntoView({ block: "nearest" }); }
  };
  const show = (found) => {
    offers = found;
    list.replaceChildren(...found.map((each, at) => {
      const item = document.createElement("li");
      const title = document.createElement("strong");
      const about = document.createElement("span");
      item.id = `wording-${at}`;
      item.setAttribute("role", "option");
      title.textContent = each.title;
      about.textContent = each.about;
      about.className = "small";
      item.append(title, about);
      item.addEventListener("mousedown", (event) => { event.preventDefault(); take(each); });
      return item;
    }));
    box.setAttribute("aria-expanded", String(found.length > 0));
    nothing.textContent = found.length || !box.value.trim() ? "" : document.getElementById("no-wordings").innerHTML;
    point(found.length ? 0 : -1);
  };
  const look = async () => {
    const mine = ++asked;
    if (!box.value.trim()) { show([]); return []; }
    const answer = await get(search.dataset.wordings, { q: box.value });
    const found = answer.ok ? await answer.json() : [];
    if (mine === asked) show(found);
    return found;
  };
  const put = (name, value) => {
    const elements = field(name);
    if (elements instanceof RadioNodeList) for (const each of elements) each.checked = each.value === value;
    else elements.value = value;
  };
  // A wording is put where nothing stands, or what a wording put there before. Somebody's own words are kept, and that is said.
  const WORDED = ["observation", "observation_bn", "recommended_action", "recommended_action_bn", "recommended_timeline", "severity", "category"];
  const plain = (words) => words.replace(/\r\n?/g, "\n").trim();
  const notes = {};
  const kept = {};
  let standard = JSON.parse(form.dataset.chosen);
  for (const name of WORDED) {
    const note = document.createElement("p");
    note.className = "small";
    note.setAttribute("aria-live", "polite");
    const elements = field(name);
    (elements instanceof RadioNodeList ? elements[0] : elements).closest(".field").append(note);
    notes[name] = note;
  }
  const isOwn = (name) => plain(field(name).value) !== "" && plain(field(name).value) !== plain(standard[name] || "");
  const wordOf = (name, value) => {
    const elements = field(name);
    if (elements instanceof RadioNodeList) return [...elements].find((each) => each.value === value).closest("label").textContent.trim();
    return [...elements.options].find((each) => each.value === value).text;
  };
  const sayKept = (name, value) => {
    const isChoice = name === "severity" || name === "category";
    const sentence = document.getElementById(isChoice ? "kept-choice" : "kept-words").innerHTML;
    notes[name].textContent = isChoice ? `${sentence} ${wordOf(name, value)}` : sentence;
  };
  const fill = (name, value) => {
    delete kept[name];
    if (notes[name]) notes[name].textContent = "";
    put(name, value);
  };
  const putWording = (fields) => {
    for (const [name, value] of Object.entries(fields)) {
      if (!WORDED.includes(name) || !isOwn(name) || plain(field(name).value) === plain(value)) fill(name, value);
      else { kept[name] = value; sayKept(name, value); }
    }
    standard = fields;
  };
  // Emptied, a field takes the standard words; a choice made as the wording says needs no word any more.
  const fillEmptied = () => {
    for (const [name, value] of Object.entries(kept)) {
      if (!isOwn(name)) fill(name, value);
    }
    sayDue();
  };
  form.addEventListener("change", () => { if (Object.keys(kept).length) fillEmptied(); });
  form.addEventListener("leaving", () => { if (Object.keys(kept).length) fillEmptied(); });

  const BLANK = /\[(?!place\]|স্থান\])[^\]\n]{1,12}\]/;
  // A blank that stands once in the English and once in the Bangla is filled in both: the same number in both scripts.
  let pairs = {};
  let open = null;
  const inBangla = (words) => words.replace(/[0-9]/g, (digit) => "০১২৩৪৫৬৭৮৯"[digit]);
  const fillTwin = () => {
    if (!open) return;
    const { name, before, blank, after } = open;
    open = null;
    const text = field(name).value;
    const twin = field(`${name}_bn`);
    const words = pairs[blank] && `[${pairs[blank]}]`;
    if (!twin || !words || !text.startsWith(before) || !text.endsWith(after)) return;
    const typed = text.slice(before.length, text.length - after.length).trim();
    const isAlone = !before.includes(`[${blank}]`) && !after.includes(`[${blank}]`) && twin.value.split(words).length === 2;
    if (isAlone && /^[0-9.,/ -]+$/.test(typed)) twin.value = twin.value.replace(words, inBangla(typed));
  };
  const nextBlank = () => {
    fillTwin();
    for (const name of ["observation", "observation_bn", "recommended_action", "recommended_action_bn"]) {
      const text = field(name);
      const found = BLANK.exec(text.value);
      if (!found) continue;
      const end = found.index + found[0].length;
      open = { name, before: text.value.slice(0, found.index), blank: found[0].slice(1, -1), after: text.value.slice(end) };
      text.focus();
      text.setSelectionRange(found.index, end);
      return true;
    }
    return false;
  };
  const take = (wording) => {
    ++asked;
    putWording(wording.fields);
    if ("recommended_timeline" in kept) sayDue();
    else { ++askedDue; due.textContent = wording.due; }
    pairs = wording.blanks;
    show([]);
    nothing.textContent = "";
    sayDanger();
    (field("place").value || field("place").options.length === 1 ? field("location") : field("place")).focus();
  };
  box.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(look, 120); });
  search.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(timer);
    const found = await look();
    if (event.submitter === null && found.length) take(found[0]);
  });
  box.addEventListener("keydown", async (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!offers.length) return;
      event.preventDefault();
      point((chosen + (event.key === "ArrowDown" ? 1 : -1) + offers.length) % offers.length);
    } else if (event.key === "Escape") {
      show([]);
    } else if (event.key === "Enter" && !event.ctrlKey && !event.isComposing) {
      event.preventDefault();
      clearTimeout(timer);
      const before = box.value;
      const found = offers.length && chosen > 0 ? offers : await look();
      if (before === box.value && found.length) take(found[Math.max(chosen, 0)] || found[0]);
    }
  });
  if (list.children.length) look();
  form.addEventListener("leaving", fillTwin);
  form.addEventListener("focusout", (event) => { if (open && event.target === field(open.name)) fillTwin(); });
  // What is still open is filled in before Enter saves.
  field("location").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.ctrlKey && nextBlank()) event.preventDefault();
  });
  for (const name of ["observation", "observation_bn", "recommended_action", "recommended_action_bn"]) {
    field(name).addEventListener("keydown", (event) => {
      if (event.key !== "Tab" || event.shiftKey || !open) return;
      if (nextBlank()) event.preventDefault();
    });
  }
});
