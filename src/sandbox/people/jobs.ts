/** What people do. Seniority and role are ours where HubSpot publishes no options. */
export interface Job {
  readonly title: string;
  readonly seniority: string;
  readonly role: string;
  /** `hs_buying_role`; empty for most. */
  readonly buying: string;
  /** Titles in a country's own language; absent: used everywhere. */
  readonly country?: string;
}
export type JobLevel = 'decider' | 'manager' | 'worker' | 'owner' | 'student' | 'rival';

const row = (title: string, seniority: string, role: string, buying = ''): Job => ({ title, seniority, role, buying });
const local = (country: string, job: Job): Job => ({ ...job, country });

export const JOBS: Readonly<Record<JobLevel, readonly Job[]>> = {
  decider: [
    row('CEO', 'executive', 'entrepreneurship', 'DECISION_MAKER;BUDGET_HOLDER'),
    row('Chief Revenue Officer', 'executive', 'sales', 'DECISION_MAKER'),
    row('CTO', 'executive', 'information_technology', 'DECISION_MAKER'),
    row('CFO', 'executive', 'finance', 'BUDGET_HOLDER'),
    row('VP Sales', 'vp', 'sales', 'DECISION_MAKER;CHAMPION'),
    row('VP Marketing', 'vp', 'marketing', 'CHAMPION'),
    local('Netherlands', row('Commercieel directeur', 'director', 'sales', 'DECISION_MAKER')),
    row('Director of Operations', 'director', 'operations', 'EXECUTIVE_SPONSOR'),
    local('Germany', row('Geschäftsführer', 'owner', 'entrepreneurship', 'DECISION_MAKER;BUDGET_HOLDER')),
    local('France', row('Directrice marketing', 'director', 'marketing', 'INFLUENCER')),
  ],
  manager: [
    row('Marketing Manager', 'manager', 'marketing', 'INFLUENCER'),
    row('Head of RevOps', 'manager', 'operations', 'CHAMPION'),
    row('Sales Manager', 'manager', 'sales', 'CHAMPION'),
    row('IT Manager', 'manager', 'information_technology', 'BLOCKER'),
    local('Germany', row('Vertriebsleiter', 'manager', 'sales', 'INFLUENCER')),
    row('Office Manager', 'manager', 'administrative'),
    row('Product Owner', 'senior', 'product', 'END_USER'),
  ],
  worker: [
    row('Account Executive', 'employee', 'sales', 'END_USER'),
    row('Marketing Specialist', 'employee', 'marketing', 'END_USER'),
    row('Software Engineer', 'senior', 'engineering'),
    row('Data Analyst', 'employee', 'research'),
    row('Consultant', 'senior', 'consulting', 'INFLUENCER'),
    row('Customer Success Manager', 'employee', 'customer_service'),
    local('Netherlands', row('Medewerker binnendienst', 'entry', 'sales')),
    row('Recruiter', 'employee', 'recruiting'),
  ],
  owner: [
    row('Owner', 'owner', 'entrepreneurship', 'DECISION_MAKER;BUDGET_HOLDER'),
    row('Founder', 'owner', 'marketing', 'DECISION_MAKER'),
    row('Freelance consultant', 'owner', 'consulting'),
    local('Netherlands', row('Eigenaar', 'owner', 'design', 'DECISION_MAKER')),
  ],
  student: [
    row('Student', 'entry', 'education'),
    row('Intern', 'entry', 'marketing'),
    row('MSc student', 'entry', 'research'),
    local('Germany', row('Werkstudent', 'entry', 'education')),
  ],
  rival: [
    row('Product Marketing Manager', 'manager', 'marketing'),
    row('Competitive Intelligence Lead', 'senior', 'research'),
    row('Account Executive', 'employee', 'sales'),
  ],
};
