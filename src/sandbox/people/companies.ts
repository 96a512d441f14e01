import { seedOf, weighted, type Weighted } from './chance.js';
import { PLACES, asciiOf } from './places.js';
import { createRandom, type Random } from '../random.js';

export interface Company {
  /** Record id, for `associatedcompanyid`. */
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  readonly country: string;
  readonly city: string;
  readonly industry: string;
  /** One of HubSpot's ranges. */
  readonly numemployees: string;
  /** Euros a year. */
  readonly annualrevenue: string;
}

const FIRST_COMPANY_ID = 20_000_000_000;

const NAMES =
  'Noordlicht,Veldhoven,Kanaal,Brugpoort,Zilver,Havenmeester,Lindeblad,Oostwind,Meridian,Kompas,Tulp,Rivier,Hanse,Morgen,Feder,Alder,Brightwell,Harbour,Atelier,Lumen'.split(
    ',',
  );
const FIELDS: readonly { readonly word: string; readonly industry: string }[] = [
  { word: 'Logistics', industry: 'Logistics' },
  { word: 'Software', industry: 'Computer Software' },
  { word: 'Energy', industry: 'Renewables & Environment' },
  { word: 'Bouw', industry: 'Construction' },
  { word: 'Finance', industry: 'Financial Services' },
  { word: 'Zorg', industry: 'Hospital & Health Care' },
  { word: 'Foods', industry: 'Food & Beverages' },
  { word: 'Academy', industry: 'Education Management' },
  { word: 'Makelaars', industry: 'Real Estate' },
  { word: 'Advies', industry: 'Management Consulting' },
  { word: 'Machines', industry: 'Machinery' },
  { word: 'Retail', industry: 'Retail' },
  { word: 'Media', industry: 'Marketing and Advertising' },
];
const LEGAL_FORM: Readonly<Record<string, string>> = {
  Netherlands: 'BV',
  Belgium: 'NV',
  Germany: 'GmbH',
  'United Kingdom': 'Ltd',
  'United States': 'Inc.',
  France: 'SAS',
};

/** Range of people, and roughly what each of them brings in a year, in thousands of euros. */
const SIZES: Weighted<{ readonly range: string; readonly about: number }> = [
  [{ range: '1-5', about: 3 }, 16],
  [{ range: '5-25', about: 14 }, 20],
  [{ range: '25-50', about: 36 }, 16],
  [{ range: '50-100', about: 75 }, 16],
  [{ range: '100-500', about: 260 }, 18],
  [{ range: '500-1000', about: 720 }, 8],
  [{ range: '1000+', about: 3200 }, 6],
];

/** Number `index` of the companies of a seed: always the same one, and no two share a domain. */
export function companyAt(seed: number, index: number): Company {
  const random = createRandom(seedOf(seed, index, 'company'));
  const place = weighted(random, PLACES);
  const { name, industry } = nameAt(index);
  const size = weighted(random, SIZES);
  return {
    id: String(FIRST_COMPANY_ID + index),
    name: [name, LEGAL_FORM[place.country]].filter(Boolean).join(' '),
    domain: `${asciiOf(name)}.example`,
    country: place.country,
    city: random.pick(place.cities) ?? '',
    industry,
    numemployees: size.range,
    annualrevenue: String(revenue(random, size.about)),
  };
}

/** Walks through all pairs of words before it takes numbers, neighbours far apart. */
function nameAt(index: number): { readonly name: string; readonly industry: string } {
  const pairs = NAMES.length * FIELDS.length;
  const pair = (index * 107) % pairs;
  const round = Math.floor(index / pairs);
  const field = FIELDS[pair % FIELDS.length];
  const name = [NAMES[Math.floor(pair / FIELDS.length)], field?.word, ...(round > 0 ? [String(round + 1)] : [])];
  return { name: name.join(' '), industry: field?.industry ?? '' };
}

/** To three digits, as people round. */
function revenue(random: Random, people: number): number {
  return Number((people * (60_000 + random.int(160_000))).toPrecision(3));
}
