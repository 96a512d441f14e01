import { addQuarantineCommands } from '../../src/cli/quarantine-command.js';
import { runWithService } from './run-with-service.js';

const HELD = {
  id: 7,
  at: '2026-11-21T12:00:00.000Z',
  contactId: '101',
  kind: 'jump',
  from: 'lead',
  stage: 'sql',
  form: '2c4d1f3e-0d6b-4f5a-9f0e-6f0a1b2c3d4e',
  state: 'open',
  because: 'no proof',
};

const run = (words: readonly string[], given?: Parameters<typeof runWithService>[2]) =>
  runWithService(addQuarantineCommands, words, given);

describe('handoff quarantine and reconcile', () => {
  it('lists what is held, as a table and as JSON lines', async () => {
    const table = await run(['quarantine', 'list'], { lines: [HELD] });
    const json = await run(['quarantine', 'list', '--json', '--all'], { lines: [HELD] });

    expect([table.asked, json.asked]).toEqual([[['quarantine', { state: 'open' }]], [['quarantine', {}]]]);
    expect(table.out).toContain('no proof');
    expect(JSON.parse(json.out)).toEqual(HELD);
  });

  it.each([
    ['release', 'released', 0],
    ['revert', 'reverted', 0],
    ['revert', 'not-possible', 1],
  ])('%s says what came of it: %s', async (how, state, exit) => {
    const ran = await run(['quarantine', how, '7'], { answer: { state, because: 'so' } });

    expect([ran.asked, ran.out, ran.exit]).toEqual([[[`quarantine/7/${how}`, undefined]], `${state}: so\n`, exit]);
  });

  it('refuses an id that is none, before any effect', async () => {
    const { asked, exit } = await run(['quarantine', 'release', '../x']);

    expect([asked, exit]).toEqual([[], 2]);
  });

  it('says that log and portal agree', async () => {
    const { asked, out } = await run(['reconcile', '--since', '2026-11-21']);

    expect([asked, out]).toEqual([[['reconcile', { since: '2026-11-21' }]], 'Log and portal agree.\n']);
  });
});
