import type { Stage } from '../../core/model.js';
import { AppError } from '../errors.js';

/** How a file from elsewhere is read. Columns are found whatever their case; of several names the first that is there counts. */
export interface ImportMapping {
  /** Named in the log as where a stage came from. */
  readonly name: string;
  /** Columns that hold the e-mail a person is found by. */
  readonly email: readonly string[];
  /** Columns that hold HubSpot's own record id; where one is there, people are found by it and none are made. */
  readonly contactId: readonly string[];
  readonly stage: StageMapping | undefined;
  /** Column → contact property. A column the file does not have is no mistake. */
  readonly properties: Readonly<Record<string, string>>;
}

export type StageMapping =
  /** The first of the columns that says something counts, row by row. */
  | {
      readonly kind: 'column';
      readonly columns: readonly string[];
      /** Foreign word, trimmed and in lower case → our stage. */
      readonly words: Readonly<Record<string, Stage>>;
      /** Such words which say nothing where a later column does. */
      readonly undecided?: readonly string[] | undefined;
    }
  /** Everybody in the file goes there. */
  | { readonly kind: 'all'; readonly stage: Stage };

/** One row as far as it must be known before people are told apart. `stage` absent: the cell is blank. */
export type RowHead = { readonly person: string; readonly stage: Stage | undefined } | { readonly problem: string };

/** A mapping laid over the columns of one file. */
export interface RowMapper {
  /** How people are found. */
  readonly by: 'email' | 'id';
  /** Properties that can be set, and the column each comes from. */
  readonly properties: ReadonlyMap<string, string>;
  /** Columns nothing is done with. */
  readonly unused: readonly string[];
  readonly head: (cells: readonly string[]) => RowHead;
  /** Property → what the cell holds, trimmed; blank cells are left out: they never empty a property. */
  readonly values: (cells: readonly string[]) => Record<string, string>;
}

/** Longest e-mail address. @source RFC 5321 */
const LONGEST_EMAIL = 254;
const EMAIL = /^[^\s@,;:"<>()[\]\\]+@[^\s@,;:"<>()[\]\\]+\.[^\s@,;:"<>()[\]\\.]+$/;
const CONTACT_ID = /^[1-9]\d{0,15}$/;
/** Of a foreign word in a reason: enough to find it, too little for a whole note. */
const WORD_SHOWN = 40;

/**
 * Lays a mapping over a file's columns.
 *
 * @throws {AppError} INVALID_INPUT when the file has no column for what the mapping needs, or two for one property
 */
export function createRowMapper(mapping: ImportMapping, columns: readonly string[]): RowMapper {
  const places = placesOf(columns);
  const placeOf = (names: readonly string[]): number | undefined =>
    names.map((name) => places.get(fold(name))).find((place) => place !== undefined);
  const idAt = placeOf(mapping.contactId);
  const emailAt = placeOf(mapping.email);
  const personAt = idAt ?? emailAt;
  if (personAt === undefined)
    throw new AppError('INVALID_INPUT', `no column for the person: one of ${listed(mapping)} is needed`);
  const stageOf = createStageReader(mapping, placeOf);
  const sources = propertyPlaces(mapping, places);
  const used = new Set([personAt, ...stageOf.at, ...sources.map(({ at }) => at)]);
  const by = idAt === undefined ? 'email' : 'id';
  const personOf = by === 'email' ? emailOf : contactIdOf;

  return {
    by,
    properties: new Map(sources.map(({ property, column }) => [property, column])),
    unused: columns.filter((_, index) => !used.has(index)),
    head(cells) {
      const person = personOf((cells[personAt] ?? '').trim());
      if (typeof person !== 'string') return person;
      return stageOf.read(person, cells);
    },
    values(cells) {
      const values: Record<string, string> = {};
      for (const { property, at } of sources) {
        const value = (cells[at] ?? '').trim();
        if (value !== '') values[property] = value;
      }
      return values;
    },
  };
}

const fold = (text: string): string => text.trim().toLowerCase();

function placesOf(columns: readonly string[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  columns.forEach((column, index) => {
    const other = places.get(fold(column));
    if (other !== undefined)
      throw new AppError('INVALID_INPUT', `two columns are named ${columns[other]} and ${column}: drop or rename one`);
    places.set(fold(column), index);
  });
  return places;
}

const listed = ({ email, contactId }: ImportMapping): string => [...contactId, ...email].join(', ');

function emailOf(cell: string): string | { readonly problem: string } {
  if (cell === '') return { problem: 'no e-mail' };
  if (cell.length > LONGEST_EMAIL || !EMAIL.test(cell)) return { problem: 'not an e-mail address' };
  return cell.toLowerCase();
}

function contactIdOf(cell: string): string | { readonly problem: string } {
  return CONTACT_ID.test(cell) ? cell : { problem: 'not a HubSpot record id' };
}

interface StageReader {
  /** Places of its columns. */
  readonly at: readonly number[];
  readonly read: (person: string, cells: readonly string[]) => RowHead;
}

function createStageReader(
  { stage, name }: ImportMapping,
  placeOf: (names: readonly string[]) => number | undefined,
): StageReader {
  if (stage === undefined) return { at: [], read: (person) => ({ person, stage: undefined }) };
  if (stage.kind === 'all') return { at: [], read: (person) => ({ person, stage: stage.stage }) };
  const at = stage.columns.flatMap((column) => placeOf([column]) ?? []);
  if (at.length === 0)
    throw new AppError('INVALID_INPUT', `no column for the stage: one of ${stage.columns.join(', ')} is needed`);
  const words = new Map(Object.entries(stage.words));
  const undecided = new Set(stage.undecided);
  const read = (person: string, cells: readonly string[]): RowHead => {
    const said = at.map((place) => (cells[place] ?? '').trim()).filter((word) => word !== '');
    const word = said.find((one) => !undecided.has(fold(one))) ?? said[0];
    if (word === undefined) return { person, stage: undefined };
    const known = words.get(fold(word));
    return known === undefined ? { problem: unknownWord(word, name) } : { person, stage: known };
  };
  return { at, read };
}

function unknownWord(word: string, name: string): string {
  const shown = word.length > WORD_SHOWN ? `${word.slice(0, WORD_SHOWN)}…` : word;
  return `the stage "${shown}" is not in the mapping ${name}`;
}

interface Source {
  readonly property: string;
  readonly column: string;
  readonly at: number;
}

function propertyPlaces({ properties }: ImportMapping, places: ReadonlyMap<string, number>): Source[] {
  const found = Object.entries(properties).flatMap(([column, property]): Source[] => {
    const at = places.get(fold(column));
    return at === undefined ? [] : [{ property, column, at }];
  });
  for (const { property, column } of found) {
    const other = found.find((source) => source.property === property && source.column !== column);
    if (other)
      throw new AppError('INVALID_INPUT', `the columns ${column} and ${other.column} both go to ${property}: drop one`);
  }
  return found;
}
