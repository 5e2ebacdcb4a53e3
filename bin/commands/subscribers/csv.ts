/** Cells of a text of comma separated values (RFC 4180), trimmed; `line` is where their row begins, from 1. */
export type CsvRow = { line: number; cells: string[] };

/** One cell with what ends it. A quote that is never closed goes on to the end; what follows a closed one is left out. */
const CELL = /(?:"((?:[^"]|"")*)"?[^,\r\n]*|([^,\r\n]*))(,|\r\n|\r|\n|$)/y;

/** The rows of a text; empty ones are left out. */
export function csvRows(text: string): CsvRow[] {
  const rows: CsvRow[] = [];
  let row: CsvRow = { line: 1, cells: [] };
  let line = 1;
  CELL.lastIndex = text.startsWith('\u{feff}') ? 1 : 0;
  for (let ended: string | undefined; ended !== ''; ) {
    const [whole, quoted, bare, end] = CELL.exec(text)!;
    row.cells.push((quoted?.replaceAll('""', '"') ?? bare!).trim());
    line += whole.split(/\r\n|\r|\n/).length - 1;
    ended = end!;
    if (ended === ',') continue;
    if (row.cells.some((cell) => cell !== '')) rows.push(row);
    row = { line, cells: [] };
  }
  return rows;
}
