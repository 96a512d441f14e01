import fs from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import { findChromium } from './find-chromium.js';
import { startPreview, until, type Portal, type PreviewProcess } from './preview-process.js';

/* The card as a rep uses it: the built service on a sandbox portal, the very card in its worker, in a browser. */

const executablePath = findChromium();
const NONE = 'skipped: there is no Chromium on this machine (install it, or name it in CHROMIUM_PATH)';
const inBrowser = executablePath === undefined ? describe.skip : describe;

it('has a browser wherever these tests must run', () => {
  if (process.env['CI'] === 'true') expect(executablePath).toEqual(expect.any(String));
});

inBrowser(executablePath === undefined ? NONE : 'the card in a browser', () => {
  let preview: PreviewProcess;
  let browser: Browser;
  const asked: string[] = [];

  beforeAll(async () => {
    [preview, browser] = await Promise.all([
      startPreview(),
      chromium.launch({
        ...(executablePath === undefined ? {} : { executablePath }),
        args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
      }),
    ]);
  }, 90_000);
  afterAll(async () => {
    await browser.close();
    await preview.end();
  });

  /** The leads at a stage, each taken once, so that no test stands in another's way. */
  const taken = new Set<string>();
  async function takeLead(stage: string, fits: (portal: Portal) => boolean = () => true): Promise<string> {
    // The weakest first: they stay where they are.
    for (const { id, score } of (await preview.people(stage)).toReversed()) {
      if (score === undefined || taken.has(id) || !fits(await preview.portal(id))) continue;
      taken.add(id);
      return id;
    }
    throw new Error(`nobody is left at ${stage}`);
  }
  /** One more answer does not make him an SQL by itself. */
  const saidLittle = (portal: Portal): boolean =>
    [
      ['handoff_need'],
      ['handoff_timing_answer', 'handoff_timing_date'],
      ['handoff_authority', 'handoff_decision_maker_contact'],
      ['handoff_budget', 'handoff_capacity'],
    ].filter((names) => names.some((name) => portal[name])).length < 2 && !portal['handoff_need'];

  async function open(id: string, locale = 'en'): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
    page.setDefaultTimeout(15_000);
    page.on('request', (request) => asked.push(new URL(request.url()).origin));
    await page.goto(`${preview.url}/#contact=${id}&locale=${locale}`);
    return page;
  }

  const card = (page: Page) => page.getByRole('region', { name: 'Lead score', exact: true });
  const button = (page: Page, name: string) => card(page).getByRole('button', { name, exact: true }).last();
  const toast = (page: Page, text: string) => page.locator('.toasts').getByText(text).waitFor();

  it('takes a lead from its score to SQL, and portal, log and task agree', async () => {
    const id = await takeLead('marketingqualifiedlead', saidLittle);
    const { handoff_score: score } = await preview.portal(id);
    const page = await open(id);
    await card(page)
      .getByRole('img', { name: `Score ${score} of 100` })
      .waitFor();

    await card(page).getByLabel('Need', { exact: true }).fill('Replace the old CRM');
    await button(page, 'Save answers').click();
    await toast(page, 'Answers saved.');
    expect(await preview.portal(id)).toMatchObject({ handoff_need: 'Replace the old CRM' });

    await button(page, 'Accept').click();
    await toast(page, 'Lead accepted.');
    await button(page, 'Set SQL').click();
    await card(page).getByLabel('Note').fill('They want to start in May');
    await button(page, 'Set SQL').click();
    await toast(page, 'Now sales-qualified.');

    expect(await preview.portal(id)).toMatchObject({ lifecyclestage: 'Sales Qualified Lead' });
    const log = await preview.transitions(id);
    expect(log.at(-1)).toMatchObject({ to: 'sql', way: 'manual', actor: 'user:9001' });
    const task = await until(async () => (await preview.record(id)).tasks[0]);
    expect(task.subject).toContain('SQL');
    await page.getByRole('region', { name: /^Tasks \([1-9]/ }).waitFor();
    await page.close();
  });

  it('gives a lead back to marketing, with the reason', async () => {
    const id = await takeLead('marketingqualifiedlead');
    const page = await open(id);

    await button(page, 'Recycle').click();
    await card(page).getByLabel('Reason').fill('No money this year');
    await button(page, 'Recycle').click();
    await toast(page, 'Back to marketing.');

    expect(await preview.portal(id)).toMatchObject({ handoff_recycle_reason: 'No money this year' });
    expect((await preview.transitions(id)).at(-1)).toMatchObject({ to: 'recycled', way: 'manual' });
    await page.close();
  });

  it('answers a tab that is out of date, and does nothing', async () => {
    const id = await takeLead('marketingqualifiedlead');
    const [first, second] = await Promise.all([open(id), open(id)]);
    await button(second, 'Accept').waitFor();

    await button(first, 'Accept').click();
    await toast(first, 'Lead accepted.');
    const log = await preview.transitions(id);
    await button(second, 'Accept').click();
    await card(second).getByText('This page was out of date').waitFor();

    expect(await preview.transitions(id)).toEqual(log);
    await Promise.all([first.close(), second.close()]);
  });

  it('says that nobody answers, goes on when somebody does, and does once what was pressed twice', async () => {
    const id = await takeLead('marketingqualifiedlead');
    const page = await browser.newPage();
    page.setDefaultTimeout(15_000);
    const down = { json: { status: 502, body: '{"category":"BAD_GATEWAY"}' } };
    await page.route('**/api/fetch', (route) => route.fulfill(down));
    await page.goto(`${preview.url}/#contact=${id}&locale=en`);
    await card(page).getByText('The Handoff service did not answer').waitFor();
    await page.unroute('**/api/fetch');
    await button(page, 'Try again').click();
    await button(page, 'Accept').waitFor();

    // The press arrives, its answer does not.
    await page.route('**/api/fetch', async (route) => {
      await route.fetch();
      await route.fulfill(down);
    });
    await button(page, 'Accept').click();
    await card(page).getByText('We do not know whether it was done.').waitFor();
    await page.unroute('**/api/fetch');
    await button(page, 'Try again').click();
    await toast(page, 'Lead accepted.');

    expect((await preview.transitions(id)).filter(({ way }) => way === 'manual')).toMatchObject([{ to: 'sal' }]);
    await page.close();
  });

  it('is used with the keyboard alone', async () => {
    const id = await takeLead('salesqualifiedlead');
    const page = await open(id);
    await button(page, 'Disqualify').waitFor();
    const tabTo = async (label: string): Promise<void> => {
      for (let press = 0; press < 40; press += 1) {
        await page.keyboard.press('Tab');
        const at = await page.evaluate<string>(
          `(document.activeElement.labels?.[0] ?? document.activeElement).textContent.replace('*', '').trim()`,
        );
        if (at === label) return;
      }
      throw new Error(`Tab never reaches ${label}`);
    };

    await tabTo('Skip to the record');
    await page.keyboard.press('Enter');
    await tabTo('Disqualify');
    await page.keyboard.press('Enter');
    await card(page).getByLabel('Reason').waitFor();
    await tabTo('Reason');
    if ((await page.evaluate<string>('document.activeElement.tagName')) === 'SELECT')
      await page.keyboard.press('ArrowDown');
    else await page.keyboard.type('Not a buyer');
    await tabTo('Disqualify');
    await page.keyboard.press('Enter');
    await toast(page, 'Lead disqualified.');

    expect(await preview.portal(id)).toMatchObject({ hs_lead_status: 'Unqualified' });
    await page.close();
  });

  it.each(['en', 'nl'])('has no serious fault of accessibility in %s', async (locale) => {
    const page = await open(await takeLead('marketingqualifiedlead'), locale);
    await button(page, locale === 'nl' ? 'Maak SQL' : 'Set SQL').click();
    await card(page)
      .getByLabel(locale === 'nl' ? 'Notitie' : 'Note')
      .waitFor();

    await page.evaluate(fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
    const faults = await page.evaluate<string[]>(
      `axe.run().then(({ violations }) => violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ')))`,
    );

    expect(faults).toEqual([]);
    await page.close();
  });

  it.each(['en', 'nl'])(
    'names the stage on the journey without breaking a word, in the narrowest window (%s)',
    async (locale) => {
      const page = await browser.newPage({ viewport: { width: 320, height: 900 } });
      page.setDefaultTimeout(15_000);
      const names = card(page).locator('.step-name');
      const shown: string[] = [];
      for (const stage of ['lead', 'marketingqualifiedlead', 'customer']) {
        await page.goto('about:blank');
        await page.goto(`${preview.url}/#contact=${(await preview.people(stage))[0]?.id}&locale=${locale}`);
        await names.first().waitFor({ state: 'attached' });
        shown.push(
          await page.evaluate<string>(`(() => {
          const box = document.querySelector('.steps').parentElement.getBoundingClientRect();
          return [...document.querySelectorAll('.step-name')].flatMap((name) => {
            const range = document.createRange();
            range.selectNodeContents(name);
            const lines = [...range.getClientRects()].filter(({ width }) => width > 1);
            const inside = lines.every(({ left, right }) => left >= box.left && right <= box.right);
            return lines.length === 0 ? [] : [[name.textContent, lines.length, inside ? 'inside' : 'cut off'].join(' ')];
          }).join(', ');
        })()`),
        );
      }

      const customer = locale === 'nl' ? 'Klant' : 'Customer';
      expect(shown).toEqual(['Lead 1 inside', 'MQL 1 inside', `${customer} 1 inside`]);
      await page.close();
    },
  );

  it('asks nothing of any other machine', () => {
    expect([...new Set(asked)]).toEqual([preview.url]);
  });
});
