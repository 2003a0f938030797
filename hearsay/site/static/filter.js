// Adds a field to long tables and lists that hides the rows without the typed words. Without scripts all rows show.
"use strict";

for (const container of document.querySelectorAll("[data-filter]")) {
  const rows = [...(container.tBodies ? container.tBodies[0].rows : container.children)];
  if (rows.length < 12) continue;
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const label = document.createElement("label");
  const input = document.createElement("input");
  const status = document.createElement("span");
  label.className = "filter";
  label.append(`Find in these ${container.dataset.filter} `, input, " ", status);
  input.type = "search";
  status.setAttribute("role", "status");
  input.addEventListener("input", () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, number) => {
      row.hidden = !words.every((word) => texts[number].includes(word));
      shown += row.hidden ? 0 : 1;
    });
    status.textContent = words.length ? `${shown} of ${rows.length}` : "";
  });
  const region = container.closest(".scroll") ?? container;
  region.before(label);
}
