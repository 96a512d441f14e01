import { embeddedBench, postgresBench, type Bench } from './bench.js';
import { acceptanceBattery } from './battery/acceptances.js';
import { announcementBattery } from './battery/announcements.js';
import { assignmentBattery } from './battery/assignments.js';
import { announcementsOfMergedBattery } from './battery/announcements-of-merged.js';
import { budgetBattery } from './battery/budget.js';
import { chainBattery } from './battery/chain.js';
import { claimAnnouncementsBattery } from './battery/claim-announcements.js';
import { clockBattery } from './battery/clocks.js';
import { completionBattery } from './battery/completions.js';
import { composeBattery } from './battery/compose.js';
import { deferBattery } from './battery/defer.js';
import { deliveryBattery } from './battery/deliveries.js';
import { digestBattery } from './battery/digests.js';
import { forgetPortalBattery } from './battery/forget-portal.js';
import { formBattery } from './battery/forms.js';
import { importRowsBattery } from './battery/import-rows.js';
import { importBattery } from './battery/imports.js';
import { inboxBattery } from './battery/inbox.js';
import { leaseBattery } from './battery/leases.js';
import { logBattery } from './battery/logs.js';
import { mergeBattery } from './battery/merges.js';
import { planBattery } from './battery/plan.js';
import { privacyBattery } from './battery/privacy.js';
import { quarantineBattery } from './battery/quarantine.js';
import { settleBattery } from './battery/settle.js';
import { signalBattery } from './battery/signals.js';
import { slaBattery } from './battery/sla.js';
import { tellBattery } from './battery/tell.js';

/* The same battery on both engines: what passes on one and not on the other is a mistake. */

const serverUrl = process.env['TEST_DATABASE_URL'];
const BATTERIES = [
  planBattery,
  settleBattery,
  deferBattery,
  leaseBattery,
  completionBattery,
  logBattery,
  clockBattery,
  acceptanceBattery,
  announcementBattery,
  assignmentBattery,
  announcementsOfMergedBattery,
  tellBattery,
  claimAnnouncementsBattery,
  composeBattery,
  deliveryBattery,
  slaBattery,
  signalBattery,
  digestBattery,
  budgetBattery,
  importBattery,
  importRowsBattery,
  inboxBattery,
  chainBattery,
  mergeBattery,
  privacyBattery,
  quarantineBattery,
  formBattery,
  forgetPortalBattery,
];

function battery(make: () => Promise<Bench>): void {
  let made: Bench | undefined;

  beforeAll(async () => {
    made = await make();
  });

  afterAll(() => made?.close());

  const bench = (): Bench => {
    if (!made) throw new Error('The store was not opened.');
    return made;
  };
  for (const part of BATTERIES) part(bench);
}

describe('the embedded store', () => battery(embeddedBench));

if (serverUrl === undefined) {
  describe('PostgreSQL', () => {
    it.skip('is skipped: TEST_DATABASE_URL not set', () => undefined);
  });
} else {
  describe('PostgreSQL', () => battery(() => postgresBench(serverUrl)));
}
