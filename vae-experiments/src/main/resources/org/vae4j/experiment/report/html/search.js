// Words narrow the tables to the rows that have all of them; ticks narrow them to some rows, whose differences stand out.
for (const table of document.querySelectorAll("table")) {
  const rows = Array.from(table.tBodies[0].rows);
  if (rows.length === 0 || !rows.every(row => row.cells[0].querySelector("a"))) continue;
  // Its place is taken by the field below.
  table.closest("figure").querySelector(".filter")?.remove();
  const bar = document.createElement("p");
  bar.className = "search";
  const words = document.createElement("input");
  words.type = "search";
  words.placeholder = "Search these runs";
  words.setAttribute("aria-label", "Search these runs");
  const only = document.createElement("button");
  only.type = "button";
  only.textContent = "Compare ticked runs";
  only.setAttribute("aria-pressed", "false");
  bar.append(words, only);
  table.before(bar);
  const ticks = rows.map(row => {
    const tick = document.createElement("input");
    tick.type = "checkbox";
    tick.setAttribute("aria-label", "Compare " + row.cells[0].textContent.trim());
    row.cells[0].prepend(tick);
    row.cells[0].classList.add("tick");
    return tick;
  });
  const show = () => {
    const plain = text => text.toLowerCase().replaceAll("−", "-");
    const wanted = plain(words.value).split(/\s+/).filter(word => word !== "");
    const comparing = only.getAttribute("aria-pressed") === "true";
    rows.forEach((row, i) => {
      const text = plain(said(row));
      row.hidden = comparing ? !ticks[i].checked : !wanted.every(word => text.includes(word));
    });
    const shown = rows.filter(row => !row.hidden);
    for (let column = 1; rows.length > 0 && column < rows[0].cells.length; column++) {
      const differ = comparing && new Set(shown.map(row => row.cells[column].textContent.trim())).size > 1;
      for (const row of rows) row.cells[column].classList.toggle("differs", differ);
    }
  };
  words.addEventListener("input", show);
  for (const tick of ticks) tick.addEventListener("change", show);
  only.addEventListener("click", () => {
    const pressed = only.getAttribute("aria-pressed") === "true";
    only.setAttribute("aria-pressed", String(!pressed));
    show();
  });
}
