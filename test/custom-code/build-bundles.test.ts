import path from 'node:path';
import { buildBundles } from '../../src/custom-code/build-bundles.js';
import type { Model } from '../../src/core/model.js';
import { loadModel } from '../../src/files/load-model.js';
import { modelOf } from '../core/case-model.js';

const HOME = path.resolve(__dirname, '../..');
const SAAS = loadModel(path.join(HOME, 'workflows/models/saas.yaml'));

async function textOf(name: string, model: Model): Promise<string> {
  const bundles = await buildBundles({ home: HOME, model });
  return bundles.find((bundle) => bundle.name === name)?.text ?? '';
}

const headOf = (text: string): string[] => text.split('\n').filter((line) => line.startsWith('//'));

/** The first words of the lines of one part of the header. */
function listIn(text: string, title: string): string[] {
  const lines = headOf(text);
  const from = lines.findIndex((line) => line.startsWith(`// ${title}`)) + 1;
  const part = lines.slice(from, lines.indexOf('//', from));
  return part.map((line) => /^\/\/ +(\S+)/.exec(line)?.[1] ?? '');
}

const asking = (count: number): Model => {
  const rules = Array.from({ length: count }, (_, index) => ({
    id: `r${index}`,
    when: { property: `p${String(index).padStart(2, '0')}`, is: 'y' },
    points: 1,
    because: `R${index}`,
  }));
  return modelOf({ fit: { max: 10, rules } });
};

describe('buildBundles', () => {
  it('keeps each bundle of the model that comes with it below 60 kB, and says so in bytes', async () => {
    const bundles = await buildBundles({ home: HOME, model: SAAS });

    expect(bundles.map(({ name }) => name)).toEqual(['score-lead', 'qualify-lead', 'set-stage']);
    for (const { text, bytes } of bundles) {
      expect(bytes).toBe(Buffer.byteLength(text));
      expect(bytes).toBeLessThan(60_000);
      expect(text).toContain(`size: ${Math.ceil(bytes / 1000)} kB`);
    }
  });

  it.each(['score-lead', 'qualify-lead'])('P14: leaves nothing in %s that could reach out of it', async (name) => {
    const text = await textOf(name, SAAS);

    expect(text.match(/\b(require\(|import\(|fetch\(|process\.)/g)).toBeNull();
    expect(text.match(/exports\.main = async \(event, callback\) =>/g)).toHaveLength(1);
  });

  it('leaves one library and one secret in set-stage', async () => {
    const text = await textOf('set-stage', SAAS);

    expect(text.match(/require\([^)]*\)/g)).toEqual(['require("@hubspot/api-client")']);
    expect(text.match(/process\.\w+[^ ?]*/g)).toEqual(['process.env["HANDOFF_TOKEN"]']);
    expect(text).not.toContain('console.');
  });

  it('gives the same bytes for the same model, wherever it is called from', async () => {
    const before = process.cwd();
    const first = await buildBundles({ home: HOME, model: SAAS });

    process.chdir('/');
    try {
      // The build tool remembers where it was loaded.
      await jest.isolateModulesAsync(async () => {
        const elsewhere = await import('../../src/custom-code/build-bundles.js');
        expect(await elsewhere.buildBundles({ home: HOME, model: SAAS })).toEqual(first);
      });
    } finally {
      process.chdir(before);
    }
  });

  it('asks for the properties the rules read and those that date their signals, and no others', async () => {
    const model = modelOf({
      require: [{ id: 'r', when: { property: 'country', is: 'NL' }, because: 'R' }],
      fit: {
        max: 10,
        rules: [
          { id: 'a', when: { property: 'size', atLeast: 1 }, points: 5, halfLifeDays: 9, since: 'seen', because: 'A' },
        ],
      },
      intent: { max: 10, rules: [{ id: 'b', when: { signal: 'email_replied' }, points: 5, because: 'B' }] },
      evidence: { answers: { need: ['need'] } },
      stages: { sql: { direct: ['demo_requested'] } },
    });
    const replies = ['hs_email_last_reply_date', 'hs_sales_email_last_replied'];

    expect(listIn(await textOf('score-lead', model), 'Properties')).toEqual([...replies, 'seen', 'size']);
    expect(listIn(await textOf('qualify-lead', model), 'Properties')).toEqual([
      'country',
      'hs_email_last_reply_date',
      'hs_lead_status',
      'hs_sales_email_last_replied',
      'lifecyclestage',
      'need',
      'recent_conversion_date',
      'recent_conversion_event_name',
      'seen',
      'size',
    ]);
  });

  it('names the outputs the code has', async () => {
    const text = await textOf('qualify-lead', SAAS);

    expect(listIn(text, 'Outputs')).toEqual([
      'decision',
      'stage',
      'lifecyclestage',
      'leadStatus',
      'score',
      'fit',
      'intent',
      'timing',
      'coverage',
      'because',
      'missing',
      'nextAction',
      'model',
    ]);
  });

  it('says what the server sees and custom code cannot', async () => {
    const head = headOf(await textOf('qualify-lead', SAAS)).join(' ');

    expect(head).toMatch(/count as never seen:.*pricing_viewed/);
    expect(head).toMatch(/stay unknown: engaged_contacts/);
  });

  it('takes 50 inputs, and refuses 51 with their number and names', async () => {
    const fits = await buildBundles({ home: HOME, model: asking(48) });

    expect(fits.map(({ inputs }) => inputs)).toEqual([48, 50, 3]);
    await expect(buildBundles({ home: HOME, model: asking(49) })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringMatching(
        /^qualify-lead would need 51 properties, .* at most 50; .*: hs_lead_status, .*p48$/,
      ),
    });
  });

  it('keeps a text of the model from ending the header', async () => {
    const model = { ...SAAS, description: 'B2B */ globalThis.caught = 1\nthrow 1\u2028throw 2' };
    const text = await textOf('score-lead', model);

    expect(headOf(text)[1]).toContain('B2B */ globalThis.caught = 1 throw 1 throw 2');
    expect(text.split('\n').filter((line) => line.startsWith('throw'))).toEqual([]);
  });

  it('says what to do when its own code is not there', async () => {
    await expect(buildBundles({ home: __dirname, model: SAAS })).rejects.toMatchObject({
      code: 'INTERNAL',
      message: 'the code of the bundles cannot be read: install the package again',
    });
  });
});
