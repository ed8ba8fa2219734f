// A table that is wider than paper is printed in blocks of columns, each beside the first column, so that no word breaks.
const PAPER = 138; // Letters of a printed line, about.
addEventListener("beforeprint", () => {
  for (const table of document.querySelectorAll(":is(.many, .lots) table")) {
    const rows = Array.from(table.rows);
    const word = cell => Math.max(...cell.textContent.trim().split(cell.matches("td.number") ? /\n/ : /(?<=[_.\s])/).map(w => w.length));
    const widths = Array.from(rows[0].cells, (_, i) => 1.5 + Math.max(...rows.map(row => word(row.cells[i]))));
    const room = PAPER - Math.max(24, widths[0]);
    const all = widths.slice(1).reduce((sum, width) => sum + width, 0);
    const each = all / Math.ceil(all / room);
    const block = widths.map(() => 0);
    for (let i = 1, filled = 0; i < widths.length; i++) {
      block[i] = block[i - 1];
      if (filled > 0 && (filled + widths[i] > room || filled + widths[i] / 2 > each)) {
        block[i]++;
        filled = 0;
      }
      filled += widths[i];
    }
    const last = block[block.length - 1];
    for (let b = 0; last > 0 && b <= last; b++) {
      const part = table.cloneNode(true);
      part.className = "block";
      for (const row of part.rows) Array.from(row.cells).forEach((cell, i) => { if (i > 0 && block[i] !== b) cell.remove(); });
      table.before(part);
    }
  }
});
addEventListener("afterprint", () => { for (const part of document.querySelectorAll("table.block")) part.remove(); });
