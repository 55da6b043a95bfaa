/**
 * Rows as a spreadsheet opens them: UTF-8 with its mark, so that Vietnamese stays readable, and no cell that would be
 * run as a formula (OWASP, CSV injection).
 */
export function writeCsv(rows: readonly (readonly (string | number)[])[]): string {
  return `\ufeff${rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`;
}

function cell(value: string | number): string {
  const text = String(value);
  const defused = typeof value === 'string' && /^[=+\-@\t\r\n]/.test(text.trimStart()) ? `'${text}` : text;
  return /[",\r\n]/.test(defused) ? `"${defused.replaceAll('"', '""')}"` : defused;
}
