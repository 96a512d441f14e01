import { AppError } from '../../src/app/errors.js';
import { createImportService } from '../../src/cli/import-service.js';
import type { ServiceClient } from '../../src/cli/service-client.js';

const ID = '79668a373589';
const running = { id: ID, state: 'running', doneRow: 10, rows: 20 };
const done = { id: ID, state: 'done', doneRow: 20, rows: 20 };
const away = new AppError('STORE_UNAVAILABLE', 'No service answers at http://127.0.0.1:3000');

/** Follows an import whose looks end so, one after the other; the last again and again. */
async function follow(looks: readonly (object | Error)[]) {
  const left = [...looks];
  const service: ServiceClient = {
    ask: async () => {
      const look = left.length > 1 ? left.shift() : left[0];
      if (look instanceof Error) throw look;
      return Response.json(look);
    },
    async *lines() {},
  };
  const heard: string[] = [];
  let waited = 0;
  const over = await createImportService(service)
    .follow(ID, {
      seen: { now: ({ state }) => void heard.push(state), lost: (why) => void heard.push(why) },
      pause: async (ms) => void (waited += ms),
    })
    .catch((error: unknown) => error);
  return { over, heard, waited };
}

describe('following an import', () => {
  it('looks until it is over', async () => {
    const { over, heard, waited } = await follow([running, running, done]);

    expect([over, heard, waited]).toEqual([done, ['running', 'running', 'done'], 800]);
  });

  it('waits for a service that is away, and says so once', async () => {
    const { over, heard } = await follow([running, away, away, running, away, done]);

    expect(over).toEqual(done);
    expect(heard).toEqual(['running', away.message, 'running', away.message, 'done']);
  });

  it('gives up after ten minutes', async () => {
    const { over, heard, waited } = await follow([running, away]);

    expect([over, heard, waited]).toEqual([away, ['running', away.message], 600_400]);
  });

  it.each(['NOT_FOUND', 'UNPROVEN', 'INTERNAL'] as const)('gives up at once where the answer is %s', async (code) => {
    const error = new AppError(code, 'no');

    expect((await follow([error])).over).toBe(error);
  });
});
