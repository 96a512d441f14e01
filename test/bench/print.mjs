import Table from 'cli-table3';

const PLAIN = { style: { head: [], border: [] } };

function tableText({ head, rows }) {
  const table = new Table({ head, ...PLAIN, colAligns: head.map((_, column) => (column === 0 ? 'left' : 'right')) });
  table.push(...rows);
  return table.toString();
}

function aimsText(aims) {
  const rows = aims.map(({ what, aim, got, met }) => [what, aim, got, met ? 'met' : 'MISSED']);
  return tableText({ head: ['aim', 'wanted', 'got', ''], rows });
}

/** A finished part of the bench for people to read. */
export function sectionText({ title, notes, tables, aims }) {
  return ['', title, '='.repeat(title.length), ...notes, ...tables.map(tableText), aimsText(aims)].join('\n');
}
