import type { Stage } from '../../core/model.js';

/** Which of several rows of one person counts. */
export type Rule =
  /** The row with the furthest stage; of equal ones the last. */
  | 'furthest'
  /** The last row, wherever it leads. */
  | 'last';

/**
 * How far a stage is, for telling two rows of one person apart. Stages that lead off the journey count less than any on it:
 * somebody out in one row and qualified in another is qualified. No stage counts least.
 */
const FAR: Readonly<Record<Stage, number>> = {
  other: 1,
  disqualified: 2,
  subscriber: 3,
  lead: 4,
  mal: 5,
  recycled: 6,
  mql: 7,
  sal: 8,
  sql: 9,
  opportunity: 10,
  customer: 11,
  evangelist: 12,
};

/** What became of a row: it counts, it gave way to another row, or it cannot be used. */
export type RowFate =
  { readonly kind: 'counts' } | { readonly kind: 'gives-way'; readonly to: number } | { readonly kind: 'unusable' };

export interface ChosenRows {
  readonly rows: number;
  readonly people: number;
  readonly duplicates: number;
  readonly unusable: number;
  /** @param row from 1 */
  fateOf(row: number): RowFate;
}

/** Words of one person's fingerprint: 128 bits, so that a million people never meet by chance. */
const WORDS = 4;
const FIRST_SLOTS = 1 << 12;

/**
 * Tells people apart and chooses one row for each, in memory that grows by some 40 bytes a row: a million addresses as
 * texts in a Map would take three times of what a whole import may.
 *
 * @param seed of the fingerprints, so that nobody can prepare two addresses that meet
 */
export function createChooser(rule: Rule, seed: number) {
  let slots = new Int32Array(FIRST_SLOTS).fill(-1);
  let prints = new Uint32Array((FIRST_SLOTS / 2) * WORDS);
  let bestRow = new Uint32Array(FIRST_SLOTS / 2);
  let bestRank = new Uint8Array(FIRST_SLOTS / 2);
  /** Row → its person + 1; 0: unusable. */
  let personOf = new Uint32Array(FIRST_SLOTS);
  const print = new Uint32Array(WORDS);
  let rows = 0;
  let people = 0;
  let unusable = 0;

  function grow(): void {
    if (rows === personOf.length) personOf = widened(personOf, new Uint32Array(rows * 2));
    if (people < slots.length / 2) return;
    const most = slots.length;
    prints = widened(prints, new Uint32Array(most * WORDS));
    bestRow = widened(bestRow, new Uint32Array(most));
    bestRank = widened(bestRank, new Uint8Array(most));
    slots = new Int32Array(slots.length * 2).fill(-1);
    for (let person = 0; person < people; person += 1) slots[freeSlot(prints[person * WORDS] ?? 0)] = person;
  }

  function freeSlot(hash: number): number {
    const mask = slots.length - 1;
    let slot = hash & mask;
    while (slots[slot] !== -1) slot = (slot + 1) & mask;
    return slot;
  }

  /** The person with this fingerprint, or the slot to put a new one in, as −1 − slot. */
  function find(): number {
    const mask = slots.length - 1;
    for (let slot = (print[0] ?? 0) & mask; ; slot = (slot + 1) & mask) {
      const person = slots[slot] ?? -1;
      if (person === -1) return -1 - slot;
      const at = person * WORDS;
      if (
        prints[at] === print[0] &&
        prints[at + 1] === print[1] &&
        prints[at + 2] === print[2] &&
        prints[at + 3] === print[3]
      )
        return person;
    }
  }

  function personWith(text: string): number {
    fingerprint(text, seed, print);
    const found = find();
    if (found >= 0) return found;
    slots[-1 - found] = people;
    prints.set(print, people * WORDS);
    return people++;
  }

  return {
    /** The next row of the file, in order. `person`: absent for a row that cannot be used. */
    add(person: string | undefined, stage: Stage | undefined): void {
      grow();
      rows += 1;
      if (person === undefined) return void (unusable += 1);
      const who = personWith(person);
      personOf[rows - 1] = who + 1;
      const rank = stage === undefined ? 0 : FAR[stage];
      if (rule === 'furthest' && rank < (bestRank[who] ?? 0)) return;
      bestRow[who] = rows;
      bestRank[who] = rank;
    },
    /** All rows are there. */
    end(): ChosenRows {
      return {
        rows,
        people,
        unusable,
        duplicates: rows - unusable - people,
        fateOf: (row) => {
          const person = personOf[row - 1] ?? 0;
          if (person === 0) return { kind: 'unusable' };
          const to = bestRow[person - 1] ?? 0;
          return to === row ? { kind: 'counts' } : { kind: 'gives-way', to };
        },
      };
    },
  };
}

function widened<T extends Uint8Array | Uint32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** Four independent 32-bit mixes of a text. @source the multiply-and-xor rounds of MurmurHash3, one seed a word */
function fingerprint(text: string, seed: number, into: Uint32Array): void {
  let a = seed ^ 0x9e3779b9;
  let b = seed ^ 0x85ebca6b;
  let c = seed ^ 0xc2b2ae35;
  let d = seed ^ 0x27d4eb2f;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    a = Math.imul(a ^ code, 0x9e3779b1);
    b = Math.imul(b ^ code, 0x85ebca77);
    c = Math.imul(c ^ code ^ (a >>> 15), 0xc2b2ae3d);
    d = Math.imul(d ^ code ^ (b >>> 13), 0x27d4eb2f);
  }
  into[0] = mixed(a ^ (c >>> 16));
  into[1] = mixed(b ^ (d >>> 16));
  into[2] = mixed(c ^ text.length);
  into[3] = mixed(d ^ a);
}

function mixed(word: number): number {
  let mix = word ^ (word >>> 16);
  mix = Math.imul(mix, 0x85ebca6b);
  mix ^= mix >>> 13;
  mix = Math.imul(mix, 0xc2b2ae35);
  return (mix ^ (mix >>> 16)) >>> 0;
}
