"use strict";
// Offers only the units of what was measured; without this, the server refuses the others.
document.addEventListener("DOMContentLoaded", () => {
  const danger = document.getElementById("danger");
  if (danger) danger.focus();
  const form = document.querySelector("form.measuring");
  if (!form) return;
  const units = new Map(
    [...form.querySelectorAll(".units li")].map((each) => [each.dataset.quantity, each.dataset.units.split(" ")]),
  );
  const quantity = form.elements.namedItem("quantity");
  const unit = form.elements.namedItem("unit");
  const offer = () => {
    const fitting = units.get(quantity.value) || [];
    for (const option of unit.options) option.hidden = option.disabled = !fitting.includes(option.value);
    if (!fitting.includes(unit.value) && fitting.length) unit.value = fitting[0];
  };
  quantity.addEventListener("change", offer);
  offer();
});
