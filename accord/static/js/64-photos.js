// Photos: what was chosen is shown before it is sent, what waits appears by itself, and boxes are drawn by hand.
(() => {
  "use strict";
  const POLL_MS = 2000;

  // Each photo as it will be sent; what is too much is said before it goes over a slow line.
  const showChosen = (form) => {
    const input = form.querySelector('input[type="file"]');
    const place = form.querySelector(".chosen");
    input.addEventListener("change", () => {
      place.querySelectorAll("img").forEach((image) => URL.revokeObjectURL(image.src));
      place.replaceChildren();
      const files = [...input.files];
      const wrong = files
        .filter((file) => file.size > Number(form.dataset.mostBytes))
        .map((file) => `“${file.name}” ${form.dataset.tooLarge}`);
      if (files.length > Number(form.dataset.most)) wrong.push(form.dataset.tooMany);
      input.setCustomValidity(wrong[0] || "");
      for (const file of files.slice(0, Number(form.dataset.most))) {
        const image = document.createElement("img");
        image.alt = file.name;
        image.addEventListener("error", () => image.remove());
        image.src = URL.createObjectURL(file);
        place.append(image);
      }
      for (const sentence of wrong) {
        const said = document.createElement("p");
        said.textContent = sentence;
        place.append(said);
      }
    });
  };

  // Ten photos over a slow line take minutes: nobody shall send them twice meanwhile.
  const sendOnce = (form) => {
    const button = form.querySelector("button");
    form.addEventListener("submit", () => { button.disabled = true; });
    window.addEventListener("pageshow", () => { button.disabled = false; });
  };

  // Only the part with the photos is taken from the page: what is being typed below stays.
  const awaitPhotos = async () => {
    if (document.hidden) return setTimeout(awaitPhotos, POLL_MS);
    const album = document.getElementById("album");
    if (!album || !("waiting" in album.dataset)) return undefined;
    try {
      const answer = await fetch(location.pathname + location.search, { credentials: "same-origin", redirect: "error" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("album");
      if (answer.ok && fresh && fresh.innerHTML !== album.innerHTML) album.replaceWith(document.adoptNode(fresh));
    } catch {
      // The line is away: the next time may do.
    }
    return setTimeout(awaitPhotos, POLL_MS);
  };

  // A kept photo stands there by its name until its small copy is drawn; 202 says that it is being drawn.
  const awaitSmall = async (place, tries = 20) => {
    try {
      const answer = await fetch(place.dataset.small, { credentials: "same-origin", redirect: "error" });
      if (answer.status === 200) {
        const image = document.createElement("img");
        image.alt = place.textContent;
        image.src = place.dataset.small;
        return place.replaceWith(image);
      }
      if (answer.status !== 202) return undefined;
    } catch {
      // The line is away: the next time may do.
    }
    return tries ? setTimeout(awaitSmall, POLL_MS / 2, place, tries - 1) : undefined;
  };

  // A box is drawn with mouse, finger or pen; what counts are the numbers in the form, which can be typed as well.
  const drawBoxes = (form) => {
    const whole = document.getElementById("whole");
    const marks = whole.querySelector(".marks");
    const rows = [...form.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("input")]);
    const undo = form.querySelector(".undo");
    const isEmpty = (row) => row.every((input) => !input.value.trim());
    const rectangle = (numbers) => {
      const made = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      ["x", "y", "width", "height"].forEach((name, at) => made.setAttribute(name, `${numbers[at]}%`));
      return made;
    };
    const draw = (extra) => {
      const typed = rows.map((row) => row.map((input) => Number(input.value.replace(",", "."))));
      const sound = typed.filter((numbers) => numbers.every(Number.isFinite) && numbers[2] > 0 && numbers[3] > 0);
      marks.replaceChildren(...sound.map(rectangle), ...(extra ? [rectangle(extra)] : []));
      undo.hidden = rows.every(isEmpty);
    };
    const place = (event) => {
      const edge = whole.getBoundingClientRect();
      const within = (value) => Math.min(100, Math.max(0, value * 100));
      return [within((event.clientX - edge.left) / edge.width), within((event.clientY - edge.top) / edge.height)];
    };
    const between = ([left, top], [right, bottom]) =>
      [Math.min(left, right), Math.min(top, bottom), Math.abs(right - left), Math.abs(bottom - top)];
    let start = null;
    whole.classList.add("drawing");
    document.querySelectorAll(".drawn-only").forEach((each) => { each.hidden = false; });
    whole.addEventListener("pointerdown", (event) => {
      if (event.button || !rows.some(isEmpty)) return;
      event.preventDefault();
      whole.setPointerCapture(event.pointerId);
      start = place(event);
    });
    whole.addEventListener("pointermove", (event) => { if (start) draw(between(start, place(event))); });
    whole.addEventListener("pointercancel", () => { start = null; draw(); });
    whole.addEventListener("pointerup", (event) => {
      if (!start) return;
      const box = between(start, place(event));
      start = null;
      if (box[2] >= 0.5 && box[3] >= 0.5) {
        rows.find(isEmpty).forEach((input, at) => { input.value = box[at].toFixed(1); });
      }
      draw();
    });
    undo.addEventListener("click", () => {
      const last = rows.filter((row) => !isEmpty(row)).pop();
      if (last) last.forEach((input) => { input.value = ""; });
      draw();
    });
    form.addEventListener("input", () => draw());
    draw();
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll(".photos-form, .photos-along").forEach(showChosen);
    document.querySelectorAll(".photos-form").forEach(sendOnce);
    document.querySelectorAll(".awaited").forEach((place) => { place.hidden = false; awaitSmall(place); });
    const boxes = document.getElementById("boxes");
    if (boxes) drawBoxes(boxes);
    setTimeout(awaitPhotos, POLL_MS);
  });
})();
