import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { AppError } from '../../src/app/errors.js';
import { CSV_SIZE, inspectCsv, readCsv, type CsvLine } from '../../src/files/read-csv.js';
import { spoolInput } from '../../src/files/spool-input.js';

let dir: string;
let file: string;
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'csv-'));
  file = path.join(dir, 'people.csv');
});
afterEach(() => fs.rmSync(dir, { recursive: true }));

async function linesOf(text: string | Buffer): Promise<CsvLine[]> {
  fs.writeFileSync(file, text);
  const lines: CsvLine[] = [];
  for await (const line of readCsv(file)) lines.push(line);
  return lines;
}

async function refusalOf(text: string | Buffer): Promise<string> {
  fs.writeFileSync(file, text);
  try {
    await inspectCsv(file);
    return 'fine';
  } catch (error) {
    if (error instanceof AppError) return `${error.code} ${error.message.replace(`${file}: `, '')}`;
    throw error;
  }
}

const good = (row: number, a: string, b: string): CsvLine => ({ row, record: { a, b } });
const bad = (row: number, problem: string): CsvLine => ({ row, problem });

describe('readCsv', () => {
  it.each([
    ['plain rows', 'a,b\n1,2\n3,4\n', [good(1, '1', '2'), good(2, '3', '4')]],
    ['no newline at the end', 'a,b\n1,2', [good(1, '1', '2')]],
    ['Windows line ends', 'a,b\r\n1,2\r\n3,4\r\n', [good(1, '1', '2'), good(2, '3', '4')]],
    ['old Mac line ends', 'a,b\r1,2\r', [good(1, '1', '2')]],
    ['a byte order mark', '\uFEFF"a",b\n1,2\n', [good(1, '1', '2')]],
    ['quotes, commas and lines inside a cell', 'a,b\n"x, ""y""\nz",2\n', [good(1, 'x, "y"\nz', '2')]],
    ['blank lines, which are no rows', 'a,b\n\n1,2\n\r\n3,4\n', [good(1, '1', '2'), good(2, '3', '4')]],
    ['blank cells, which stay blank', 'a,b\n,\n ,\n', [good(1, '', ''), good(2, ' ', '')]],
    ['spaces around the header', ' a , b \n1,2\n', [good(1, '1', '2')]],
    ['a header alone', 'a,b\n', []],
  ])('reads %s', async (_what, text, expected) => {
    expect(await linesOf(text)).toEqual(expected);
  });

  it.each([
    ['too few cells', 'a,b\n1\n3,4\n', [bad(1, 'expected 2 columns, found 1'), good(2, '3', '4')]],
    ['too many cells', 'a,b\n1,2,3\n3,4\n', [bad(1, 'expected 2 columns, found 3'), good(2, '3', '4')]],
    [
      'a quote that is never closed',
      'a,b\n1,2\n3,"4\n5,6\n7,8\n',
      [good(1, '1', '2'), bad(2, 'a quote that is never closed'), good(3, '5', '6'), good(4, '7', '8')],
    ],
    [
      'a quote closed by another row',
      'a,b\n1,"2\n3,4\n5,"6"\n',
      [bad(1, 'text after a closing quote; write a quote inside a cell twice'), good(2, '3', '4'), good(3, '5', '6')],
    ],
    ['a stray quote', 'a,b\n1,5" pipe\n3,4\n', [bad(1, 'a quote inside a cell that is not quoted'), good(2, '3', '4')]],
    [
      'a stray quote after a byte order mark',
      '\uFEFFa,b\r\n\r\n1,5" pipe\r\n3,4\r\n',
      [bad(1, 'a quote inside a cell that is not quoted'), good(2, '3', '4')],
    ],
    ['a NUL character', 'a,b\n1,\0\n3,4\n', [bad(1, 'b: contains a NUL character'), good(2, '3', '4')]],
    ['a cell over 8 KiB', `a,b\n1,${'x'.repeat(8193)}\n3,4\n`, [bad(1, 'b: larger than 8 KiB'), good(2, '3', '4')]],
    [
      'a cell over 8 KiB in bytes',
      `a,b\n1,${'é'.repeat(4097)}\n3,4\n`,
      [bad(1, 'b: larger than 8 KiB'), good(2, '3', '4')],
    ],
    [
      'a row over 64 KiB',
      `a,b\n1,"${'x,\n'.repeat(22_000)}"\n3,4\n`,
      [bad(1, 'larger than 64 KiB'), good(2, '3', '4')],
    ],
  ])('reports %s in its place and goes on', async (_what, text, expected) => {
    expect(await linesOf(text)).toEqual(expected);
  });

  it('reads a cell of exactly 8 KiB', async () => {
    expect(await linesOf(`a,b\n1,${'x'.repeat(8192)}\n`)).toEqual([good(1, '1', 'x'.repeat(8192))]);
  });

  it('loses no row that shares a piece of the file with a bad one', async () => {
    const rows = Array.from({ length: 20_000 }, (_, n) => (n % 5000 === 2500 ? `${n},"x"y` : `${n},"b ${n}"`));

    const lines = await linesOf(`a,b\n${rows.join('\n')}\n`);

    expect(lines.map(({ row }) => row)).toEqual(rows.map((_, n) => n + 1));
    expect(lines.filter((line) => 'problem' in line).map(({ row }) => row)).toEqual([2501, 7501, 12_501, 17_501]);
    expect(lines.at(-1)).toEqual(good(20_000, '19999', 'b 19999'));
  });

  it('takes column names that mean something to JavaScript as names', async () => {
    const [line] = await linesOf('__proto__,constructor\n1,2\n');

    expect(line && 'record' in line && Object.entries(line.record)).toEqual([
      ['__proto__', '1'],
      ['constructor', '2'],
    ]);
  });
});

describe('inspectCsv', () => {
  it('says what columns and how many rows there are, unusable ones included', async () => {
    fs.writeFileSync(file, 'a, b\n1,2\n3\n"4",5\n');

    expect(await inspectCsv(file)).toEqual({ columns: ['a', 'b'], rows: 3 });
  });

  it.each([
    ['an empty file', '', 'INVALID_INPUT no header: the first line must name the columns'],
    ['blank lines', '\n\n', 'INVALID_INPUT no header: the first line must name the columns'],
    ['a column twice', 'a,b, a\n', 'INVALID_INPUT the column a is there twice'],
    ['a column without a name', 'a,,b\n', 'INVALID_INPUT column 2 has no name in the header'],
    ['a header that is not CSV', '"a\n1\n', 'INVALID_INPUT the header cannot be read: a quote that is never closed'],
    ['semicolons', 'a;b\n1;2\n', 'INVALID_INPUT columns must be separated by commas'],
    ['201 columns', Array.from({ length: 201 }, (_, n) => `c${n}`).join(','), 'INVALID_INPUT more than 200 columns'],
    ['200 columns', Array.from({ length: 200 }, (_, n) => `c${n}`).join(','), 'fine'],
    ['Latin-1', Buffer.from('a,b\nJos\u00e9,1\n', 'latin1'), 'INVALID_INPUT not UTF-8; save it as "CSV UTF-8"'],
    ['UTF-16', Buffer.from('\uFEFFa,b\n', 'utf16le'), 'INVALID_INPUT not UTF-8; save it as "CSV UTF-8"'],
    ['half a character at the end', Buffer.from([0x61, 0x0a, 0xc3]), 'INVALID_INPUT not UTF-8; save it as "CSV UTF-8"'],
  ])('judges %s', async (_what, text, expected) => {
    expect(await refusalOf(text)).toBe(expected);
  });

  it('has limits of 50 MiB and 200,000 rows', () => {
    expect(CSV_SIZE).toEqual({ fileBytes: 52_428_800, rows: 200_000 });
  });

  it('takes so many rows, and more only on request', async () => {
    const limits = { fileBytes: 1000, rows: 3 };

    fs.writeFileSync(file, 'a\n1\n2\n3\n');
    expect(await inspectCsv(file, { limits })).toEqual({ columns: ['a'], rows: 3 });

    fs.writeFileSync(file, 'a\n1\n2\n3\n4\n');
    await expect(inspectCsv(file, { limits })).rejects.toThrow('more than 3 rows; --large takes it all the same');
    expect(await inspectCsv(file, { limits, large: true })).toMatchObject({ columns: ['a'] });
  });

  it('takes 50 MiB, and more only on request', async () => {
    fs.writeFileSync(file, 'a\n');
    fs.truncateSync(file, 50 * 1024 * 1024 + 1);

    await expect(inspectCsv(file)).rejects.toThrow('larger than 50 MiB; --large takes it all the same');
  });

  it.each([
    ['a file that is not there', 'nobody.csv', 'NOT_FOUND'],
    ['a directory', '.', 'INVALID_INPUT'],
  ])('refuses %s', async (_what, name, code) => {
    await expect(inspectCsv(path.join(dir, name))).rejects.toMatchObject({ code });
  });
});

describe('spoolInput', () => {
  it('keeps what it is given in a file of this user alone, until it is removed', async () => {
    const { file: spooled, remove } = await spoolInput(Readable.from(['a,b\n', Buffer.from('1,2\n')]));

    expect(fs.readFileSync(spooled, 'utf8')).toBe('a,b\n1,2\n');
    expect(fs.statSync(spooled).mode & 0o777).toBe(0o600);
    remove();
    expect(fs.existsSync(path.dirname(spooled))).toBe(false);
  });

  it('stops at 50 MiB', async () => {
    const megabyte = Buffer.alloc(1024 * 1024, 'x');

    await expect(spoolInput(Readable.from(Array<Buffer>(51).fill(megabyte)))).rejects.toMatchObject({
      code: 'TOO_LARGE',
    });
  });
});
