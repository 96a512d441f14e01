import { AppError } from '../../../src/app/errors.js';
import { createAskStage } from '../../../src/app/import/ask-stage.js';
import type { ImportJob } from '../../../src/app/import/import-job.js';
import type { Outcome } from '../../../src/app/outcome.js';

const JOB = { portalId: 4401, id: '79668a373589', kind: 'import', options: {} } as unknown as ImportJob;
const WHAT = {
  row: 1,
  contactId: '101',
  want: { kind: 'recycle', reason: 'why', wakeUpAfterDays: undefined },
} as const;
const MOVED: Outcome = {
  decision: { kind: 'refused', code: 'hubspot-rejected', because: 'HubSpot refused the call' },
};
const busy = (cause?: AppError) => new AppError('HUBSPOT_BUSY', 'later', { cause, retryAfterMs: 10 });
const unauthorized = new AppError('HUBSPOT_UNAUTHORIZED', 'HubSpot no longer accepts our token');

/** Asks for a stage; the road answers so, one time after the other. */
async function ask(answers: readonly (Outcome | AppError)[]) {
  const left = [...answers];
  const heard = { asked: 0, givenBack: 0, waitedMs: 0 };
  const askStage = createAskStage({
    qualify: async () => {
      heard.asked += 1;
      const answer = left.shift();
      if (answer === undefined || answer instanceof Error) throw answer ?? busy();
      return answer;
    },
    evaluations: { find: async () => undefined },
    giveBack: async () => void (heard.givenBack += 1),
    digest: (text) => text,
    now: () => 0,
    pause: async (ms) => void (heard.waitedMs += ms),
  });
  const result = await askStage(JOB, WHAT).catch((error: unknown) => error);
  return { result, ...heard };
}

describe('asking for a stage of an import', () => {
  it('asks again while HubSpot is busy, and gives back what it leaves', async () => {
    expect(await ask([busy(), busy(), MOVED])).toEqual({
      result: { kind: 'failed', because: 'HubSpot refused the call' },
      ...{ asked: 3, givenBack: 2, waitedMs: 20 },
    });
  });

  it('gives up after five times', async () => {
    expect(await ask([])).toMatchObject({ result: { code: 'HUBSPOT_BUSY' }, asked: 5, givenBack: 5 });
  });

  it.each([
    ['refuses the token', unauthorized],
    ['refuses the token in the middle of a move', busy(unauthorized)],
  ])('does not ask again where HubSpot %s: somebody has to do something first', async (_name, error) => {
    expect(await ask([error, MOVED])).toEqual({ result: unauthorized, asked: 1, givenBack: 1, waitedMs: 0 });
  });
});
