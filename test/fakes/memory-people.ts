import type { Field } from '../../src/app/import/field-value.js';
import type { People, Upserted } from '../../src/app/import/import-job.js';
import type { MemoryCrm } from './memory-crm.js';

export interface MemoryPeople extends People {
  /** Each upsert call's addresses. */
  readonly upserts: readonly (readonly string[])[];
  /** The next upserts say nothing of their rows: of `lost` ones nothing happened. */
  script(...faults: readonly ('lost' | 'unheard' | 'refuse-first')[]): void;
}

const field = (name: string, type: string): Field => ({ name, type, several: false, readOnly: false, options: [] });
const FIELDS = new Map(
  [
    field('jobtitle', 'string'),
    field('company', 'string'),
    field('numberofemployees', 'number'),
    { ...field('hs_email_domain', 'string'), readOnly: true },
  ].map((one) => [one.name, one]),
);

const bornWith = (email: string) => ({
  email,
  hs_email_domain: email.split('@')[1] ?? '',
  lifecyclestage: 'lead',
});

/** People of the portal in memory, many at a time. */
export function createMemoryPeople(crm: MemoryCrm): MemoryPeople {
  const upserts: string[][] = [];
  const faults: string[] = [];
  let nextId = 9001;

  function idOf(email: string): string | undefined {
    return [...crm.contacts].find(([, { email: held, hs_additional_emails: more }]) =>
      [held, ...(more ?? '').split(';')].includes(email),
    )?.[0];
  }

  function write(email: string, properties: Readonly<Record<string, string>>): Upserted {
    const known = idOf(email);
    const id = known ?? String(nextId++);
    crm.contacts.set(id, { ...(crm.contacts.get(id) ?? bornWith(email)), ...properties });
    return { kind: 'written', id, created: known === undefined, ...(known ? { stage: undefined } : { stage: 'lead' }) };
  }

  return {
    upserts,
    script: (...more) => void faults.push(...more),
    async find({ by, keys, properties }) {
      return new Map(
        keys.flatMap((key) => {
          const id = by === 'id' ? key : idOf(key);
          const contact = id === undefined ? undefined : crm.contacts.get(id);
          if (id === undefined || !contact) return [];
          return [
            [key, { id, properties: Object.fromEntries(properties.map((name) => [name, contact[name] ?? null])) }],
          ];
        }),
      );
    },
    async upsert({ rows }) {
      upserts.push(rows.map(({ email }) => email));
      const fault = faults.shift();
      return new Map(
        rows.map(({ email, properties }, index): [string, Upserted] => {
          if (fault === 'refuse-first' && index === 0) return [email, { kind: 'refused', because: 'INVALID_OPTION' }];
          if (fault === 'lost') return [email, { kind: 'unknown' }];
          const written = write(email, properties);
          return [email, fault === 'unheard' ? { kind: 'unknown' } : written];
        }),
      );
    },
    fields: async () => FIELDS,
    async *members() {
      yield [...crm.contacts.keys()];
    },
  };
}
