import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';

const HEADER = 'Lead ID,First Name,Last Name,Title,Company,Email,Phone,Lead Status,Country,Industry,Annual Revenue';
const WORDS = ['New', 'Working', 'Contacted', 'Qualified', 'Unqualified', ''];
/** Every 50th row is of the person before it, of whom the row with the furthest stage counts. */
const TWICE = 50;
const PIECE = 1 << 20;

function lineOf(row) {
  const person = row % TWICE === TWICE - 1 ? row - 1 : row;
  const company = person % 5000;
  return [
    `00Q${String(row).padStart(15, '0')}`,
    `Ada${person % 997}`,
    `Lovelace${person % 9973}`,
    `"Head of Sales, ${person % 50}"`,
    `Company ${company} Ltd`,
    `person-${person}@example-${company}.com`,
    `+49 30 ${1_000_000 + (person % 900_000)}`,
    WORDS[row % WORDS.length],
    'Germany',
    'Software',
    String((person % 1000) * 1000),
  ].join(',');
}

/** Writes a Salesforce export: 11 columns, one of them in quotes, some people twice. */
export async function writeLeads(file, rows) {
  const out = createWriteStream(file);
  let piece = `${HEADER}\n`;
  for (let row = 0; row < rows; row += 1) {
    piece += `${lineOf(row)}\n`;
    if (piece.length < PIECE) continue;
    if (!out.write(piece)) await once(out, 'drain');
    piece = '';
  }
  out.end(piece);
  await finished(out);
}
