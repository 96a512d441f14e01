import { request } from 'node:http';
import path from 'node:path';
import { missingParts } from '../../../src/sandbox/preview/bundle-page.js';
import { openPreview, type Preview } from '../../../src/sandbox/preview/preview-server.js';
import { createPortal } from '../../../src/sandbox/portal/portal.js';

const HOME = path.resolve(__dirname, '../../..');
const NOW = Date.UTC(2026, 10, 12, 12);
const portal = createPortal({ portalId: 4401, clientSecret: 's', appId: 71, now: () => NOW });
const contactId = portal.createContact({ firstname: 'Mila' }, { sourceType: 'TEST' });
let messages: 'there' | 'failing' = 'there';
let preview: Preview;

beforeAll(async () => {
  preview = await openPreview({
    home: HOME,
    port: 0,
    portal,
    serviceUrl: 'http://127.0.0.1:1',
    messagesOf: async () => {
      if (messages === 'failing') throw new TypeError('fetch failed');
      return [{ channel: 'slack', target: '#sales', state: 'sent', at: '2026-11-12T12:00:00.000Z' }];
    },
    now: () => NOW,
  });
});
afterAll(() => preview.close());

/** With headers a browser would not let a page choose. */
function ask(method: string, at: string, headers: Record<string, string> = {}): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(preview.url + at, { method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end(method === 'POST' ? '{}' : undefined);
  });
}

describe('the preview', () => {
  it('serves a page that may load from, and send to, its own address only', async () => {
    const response = await fetch(preview.url);

    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'self'; /);
    expect(await response.text()).not.toMatch(/https?:/);
  });

  it.each(['/page.js', '/worker.js', '/style.css', '/card/tab.js', '/card/sidebar.js'])('serves %s', async (file) => {
    expect((await fetch(preview.url + file)).status).toBe(200);
  });

  it('leaves React to the worker, as HubSpot does', async () => {
    const card = await (await fetch(`${preview.url}/card/tab.js`)).text();

    expect([card.includes('self.React'), card.includes('Minified React error')]).toEqual([true, false]);
  });

  it('shows a record, and says when messages cannot be read', async () => {
    const record = async (): Promise<unknown> => (await fetch(`${preview.url}/api/people/${contactId}`)).json();

    expect(await record()).toMatchObject({ name: 'Mila', messages: [{ channel: 'slack' }], messagesFailed: false });
    messages = 'failing';
    expect(await record()).toMatchObject({ name: 'Mila', messages: [], messagesFailed: true });
  });

  it.each<[string, string, Record<string, string>, number]>([
    ['GET', '/api/people/999999', {}, 404],
    ['GET', '/secret.js', {}, 404],
    ['GET', '/../package.json', {}, 404],
    ['POST', '/api/fetch', {}, 400],
    ['POST', '/api/fetch', { origin: 'https://elsewhere.example' }, 403],
    ['GET', '/api/about', { host: 'elsewhere.example' }, 403],
  ])('answers %s %s with %j: %i', async (method, at, headers, status) => {
    expect(await ask(method, at, headers)).toBe(status);
  });
});

describe('missingParts', () => {
  it('finds everything in the project, and names what an installation for production lacks', () => {
    expect(missingParts(HOME)).toEqual([]);
    expect(missingParts('/nowhere')).toEqual(expect.arrayContaining(['@hubspot/ui-extensions', 'react-dom', 'cards']));
  });
});
