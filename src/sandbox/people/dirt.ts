import type { Random } from '../random.js';

type Properties = Readonly<Record<string, string>>;
type Change = (properties: Properties, random: Random) => Readonly<Record<string, string>>;

/** What forms, imports and people in a hurry leave behind. One row, one kind of dirt: what it changes. */
const DIRT: readonly Change[] = [
  () => ({ jobtitle: 'N/A', industry: 'n/a' }),
  () => ({ company: '   ', country: ' ' }),
  ({ email }) => ({ email: (email ?? '').toUpperCase() }),
  ({ phone, jobtitle }) => ({ jobtitle: phone || '020 555 0100', phone: jobtitle || '' }),
  () => ({ annualrevenue: '1,250,000' }),
  () => ({ annualrevenue: '€ 2.5 mln', numemployees: '' }),
  ({ country }) => ({ country: COUNTRY_SPELLINGS[country ?? ''] ?? 'unknown' }),
  () => ({ email: '' }),
  ({ company }) => ({ company: `${company || 'Vereniging'} — ${LONG_NAME}` }),
  () => ({ firstname: '陽子', lastname: '山田🚀' }),
  ({ firstname, lastname }) => ({
    firstname: ` ${(firstname ?? '').toLowerCase()} `,
    lastname: (lastname ?? '').toUpperCase(),
  }),
  ({ lastname }) => ({ lastname: `<b>${lastname ?? ''}</b>`, message: '=HYPERLINK("https://x.example","click")' }),
  () => ({ hs_analytics_num_page_views: '0', num_conversion_events: '0', hs_seniority: '', hs_role: '' }),
  () => ({ handoff_timing_date: '', handoff_timing_answer: 'ASAP!!!', handoff_budget: '-' }),
];

const COUNTRY_SPELLINGS: Readonly<Record<string, string>> = {
  Netherlands: 'NL',
  Belgium: 'BELGIË ',
  Germany: 'Deutschland',
  'United Kingdom': 'UK',
  'United States': 'USA',
  France: 'france',
};

const LONG_NAME =
  'Internationale Coöperatieve Vereniging tot Bevordering van Duurzame Samenwerking in de Logistieke Keten '.repeat(3);

/** Soils somebody's data in one to three ways. */
export function soil(properties: Properties, random: Random): Record<string, string> {
  const kinds = random.shuffle(DIRT).slice(0, 1 + random.int(3));
  return kinds.reduce((soiled, change) => ({ ...soiled, ...change(soiled, random) }), { ...properties });
}
