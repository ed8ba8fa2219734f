"use strict";
// A click on a column's name sorts its table; a second click turns the order round.
for (const button of document.querySelectorAll("th button")) {
  button.addEventListener("click", () => {
    const head = button.closest("th");
    const column = Array.from(head.parentNode.children).indexOf(head);
    const body = head.closest("table").tBodies[0];
    const ascending = head.getAttribute("aria-sort") !== "ascending";
    const value = row => row.cells[column].dataset.sort;
    const numeric = Array.from(body.rows).every(row => value(row) === "" || !Number.isNaN(Number(value(row))));
    const order = (a, b) => {
      const x = value(a), y = value(b);
      if (x === "" || y === "") return x === y ? 0 : x === "" ? 1 : -1;
      const difference = numeric ? Number(x) - Number(y) : x.localeCompare(y);
      return ascending ? difference : -difference;
    };
    for (const other of head.parentNode.children) other.setAttribute("aria-sort", "none");
    head.setAttribute("aria-sort", ascending ? "ascending" : "descending");
    body.append(...Array.from(body.rows).sort(order));
  });
}
// What a row says and where it leads: a link has the directory of a run, which is called by its settings.
const said = row => row.textContent + Array.from(row.querySelectorAll("a"), a => " " + a.getAttribute("href")).join("");
// What is typed leaves the rows that have it in any cell.
for (const input of document.querySelectorAll(".filter input")) {
  const figure = input.closest("figure");
  const rows = Array.from(figure.querySelector("table").tBodies[0].rows);
  // Numbers have the sign that is as wide as a digit, keyboards the hyphen.
  const plain = text => text.toLowerCase().replaceAll("−", "-");
  input.addEventListener("input", () => {
    const wanted = plain(input.value);
    for (const row of rows) row.hidden = !plain(said(row)).includes(wanted);
    const shown = rows.filter(row => !row.hidden).length;
    figure.querySelector(".filter output").textContent = shown < rows.length ? `${shown} of ${rows.length}` : "";
  });
}
