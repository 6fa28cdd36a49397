// Rows as CSV (RFC 4180), safe to open in a spreadsheet: no cell of it is read as a formula.

/** The text of a file, with a mark of order so that spreadsheets read it as UTF-8. */
export function csv(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

function cell(text: string): string {
  const guarded = /^\s*[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text;
  return `"${guarded.replaceAll('"', '""')}"`;
}
