import type { Archetype, CompanyWish } from './kind.js';
import { seedOf, weighted } from './chance.js';
import { companyAt, type Company } from './companies.js';
import { JOBS } from './jobs.js';
import { PLACES, asciiOf, type Place } from './places.js';
import { createRandom, type Random } from '../random.js';

/** Who somebody is: name, address, work. */
export type Identity = Readonly<Record<string, string>>;

/** Works for one of these: a rival. Models of the sandbox may count on it. */
export const RIVAL_DOMAIN = 'rival.example';
const UNIVERSITIES = ['Universiteit Nederveen', 'Hochschule Elbtal', 'Hogeschool Scheldestad'];
const FREE_MAIL = ['gmail.com', 'outlook.com', 'hotmail.com'];
const SERVED: ReadonlySet<string> = new Set(['Netherlands', 'Belgium', 'Germany']);
const FITTING: ReadonlySet<string> = new Set(['50-100', '100-500', '500-1000', '1000+']);
/** About so many people per company. */
const COLLEAGUES = 3;
/** Somebody works at one of so many companies. */
const NEIGHBOURS = 9;
const DEFAULT_KNOWN = 0.9;

/** Number `index` of a seed: the same person each time. */
export function identityOf(seed: number, index: number, kind: Archetype): Identity {
  const random = createRandom(seedOf(seed, index, 'identity'));
  const company = companyFor(kind.company, random, (near) => companyAt(seed, near), index);
  const place = homeOf(company, random);
  const firstname = random.pick(place.firstNames) ?? '';
  const lastname = random.pick(place.lastNames) ?? '';
  const email = addressOf(firstname, lastname, company, random);
  const known = random.chance(kind.known ?? DEFAULT_KNOWN);
  return {
    firstname,
    lastname,
    email,
    hs_email_domain: email.split('@')[1] ?? '',
    ...(known && { ...workOf(kind, random, place.country), ...firmOf(company), country: place.country }),
    ...(random.chance(0.5) && { city: company?.city ?? random.pick(place.cities) ?? '' }),
    ...(random.chance(0.4) && { phone: `${place.dial}555 0${100 + random.int(900)}` }),
  };
}

/** Looks among the companies that belong to this part of the list, so that people of one company stand near each other. */
function companyFor(
  wish: CompanyWish,
  random: Random,
  at: (index: number) => Company,
  index: number,
): Company | undefined {
  if (wish === 'none') return undefined;
  if (wish === 'rival') return { ...at(index), id: '', name: 'Rival Inc.', domain: RIVAL_DOMAIN };
  if (wish === 'university') return university(random);
  const near = (): Company => at(Math.floor(index / COLLEAGUES) + random.int(NEIGHBOURS));
  let company = near();
  // Some are what they should not be: a demo asked for from the wrong country, say.
  const tries = random.chance(0.12) ? 0 : 12;
  for (let tried = 0; tried < tries && !suits(wish, company); tried++) company = near();
  return company;
}

function suits(wish: CompanyWish, { numemployees, country }: Company): boolean {
  if (wish === 'tiny') return numemployees === '1-5';
  return wish !== 'fit' || (FITTING.has(numemployees) && SERVED.has(country));
}

function university(random: Random): Company {
  const name = random.pick(UNIVERSITIES) ?? '';
  const country = { 'Hochschule Elbtal': 'Germany', 'Hogeschool Scheldestad': 'Belgium' }[name] ?? 'Netherlands';
  const domain = `${asciiOf(name)}.example`;
  const facts = { numemployees: '1000+', annualrevenue: '', industry: 'Higher Education' };
  return { id: '', name, domain, country, city: '', ...facts };
}

/** Most work where they live. */
function homeOf(company: Company | undefined, random: Random): Place {
  const [there] = PLACES.find(([{ country }]) => country === company?.country) ?? [];
  return there && random.chance(0.95) ? there : weighted(random, PLACES);
}

function addressOf(first: string, last: string, company: Company | undefined, random: Random): string {
  const [given, family] = [asciiOf(first), asciiOf(last)];
  if (company === undefined || random.chance(0.06)) {
    return `${given}.${family}.sandbox@${random.pick(FREE_MAIL) ?? 'gmail.com'}`;
  }
  return `${random.chance(0.3) ? given.slice(0, 1) : given}.${family}@${company.domain}`;
}

function workOf(kind: Archetype, random: Random, country: string): Identity {
  const jobs = JOBS[weighted(random, kind.job)];
  const job = random.pick(jobs.filter((each) => each.country === undefined || each.country === country));
  if (job === undefined) return {};
  const { title: jobtitle, seniority: hs_seniority, role: hs_role, buying } = job;
  return { jobtitle, hs_seniority, hs_role, ...(buying !== '' && { hs_buying_role: buying }) };
}

function firmOf(company: Company | undefined): Identity {
  if (company === undefined) return {};
  const { id, name, domain, industry, numemployees, annualrevenue } = company;
  return {
    company: name,
    website: `https://www.${domain}`,
    industry,
    numemployees,
    ...(annualrevenue !== '' && { annualrevenue }),
    ...(id !== '' && { associatedcompanyid: id }),
  };
}
