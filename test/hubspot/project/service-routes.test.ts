import request from 'supertest';
import { WORKFLOW_ACTIONS } from '../../../actions/workflow-actions.js';
import { createApp } from '../../../src/http/create-app.js';
import { serviceRoutes } from '../../../src/hubspot/project/service-routes.js';
import { depsWith, signedV3 } from '../../http/app-under-test.js';
import { ACTIONS } from './temp-project.js';

/** What the service says to an empty call signed by HubSpot: 404 where it knows of nothing. */
const status = async (method: 'get' | 'post', path: string): Promise<number> => {
  const { deps } = depsWith({ actions: WORKFLOW_ACTIONS });
  const asked = request(createApp(deps))[method](path);
  const reply = await (method === 'get' ? asked : asked.set(signedV3('{}', path)).send('{}'));
  return reply.status;
};

describe('serviceRoutes', () => {
  it('has a route per action, and one per field whose choices come from us', () => {
    expect([...serviceRoutes(ACTIONS)]).toEqual(
      expect.arrayContaining(['/hubspot/actions/greet-lead', '/hubspot/actions/greet-lead/options/owner']),
    );
    expect(serviceRoutes(ACTIONS).has('/hubspot/actions/greet-lead/options/tone')).toBe(false);
  });

  it.each([...serviceRoutes(WORKFLOW_ACTIONS)].filter((path) => path.startsWith('/hubspot/actions/')))(
    'names %s, which the service answers',
    async (path) => {
      expect(await status('post', path)).not.toBe(404);
    },
  );

  it.each(['/hubspot/actions/no-such-action', '/hubspot/actions/set-stage/options/no-such-field'])(
    'does not name %s, which the service does not answer',
    async (path) => {
      expect(await status('post', path)).toBe(404);
      expect(serviceRoutes(WORKFLOW_ACTIONS).has(path)).toBe(false);
    },
  );

  it.each([
    ['post', '/hubspot/webhooks'],
    ['get', '/oauth/callback'],
  ] as const)('names %s %s exactly when the service answers it', async (method, path) => {
    const answers = (await status(method, path)) !== 404;

    expect(serviceRoutes(WORKFLOW_ACTIONS).has(path)).toBe(answers);
  });
});
