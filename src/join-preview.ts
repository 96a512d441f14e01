import { AppError } from './app/errors.js';
import { spawn } from 'node:child_process';
import { missingParts } from './sandbox/preview/bundle-page.js';
import { openPreview, type Preview } from './sandbox/preview/preview-server.js';
import type { MessageRow } from './sandbox/preview/page-contract.js';
import type { Portal } from './sandbox/portal/portal.js';

export interface PreviewJoin {
  /** The folder of the project. */
  readonly home: string;
  /** Wanted; another one when it is taken. 0: any free one. */
  readonly port: number;
  readonly portal: Portal;
  /** `url`: as HubSpot knows it. */
  readonly service: { readonly url: string; readonly port: number };
  readonly adminToken: string;
}

/** The preview, or why there is none, in words for the terminal. */
export type JoinedPreview =
  { readonly ok: true; readonly preview: Preview } | { readonly ok: false; readonly because: string };

/** Opens the record page of the sandbox on a running service. What is missing for it is no reason to stop. */
export async function joinPreview({ home, port, portal, service, adminToken }: PreviewJoin): Promise<JoinedPreview> {
  const missing = missingParts(home);
  if (missing.length > 0)
    return { ok: false, because: `it needs ${missing.join(', ')}: run npm install with development packages` };
  const messagesOf = (contactId: string) =>
    readMessages(`http://127.0.0.1:${service.port}`, adminToken, portal.portalId, contactId);
  const options = { home, portal, serviceUrl: service.url, messagesOf, now: Date.now };
  try {
    const preview = await openPreview({ ...options, port }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE') throw error;
      return openPreview({ ...options, port: 0 });
    });
    return { ok: true, preview };
  } catch (error) {
    return { ok: false, because: error instanceof Error ? error.message : String(error) };
  }
}

/** The service's own log of what was sent, newest first. Rejects when it cannot be read. */
async function readMessages(url: string, token: string, portalId: number, contactId: string): Promise<MessageRow[]> {
  const query = new URLSearchParams({ portal: String(portalId), contact: contactId });
  const response = await fetch(`${url}/admin/deliveries?${query.toString()}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  if (!response.ok) throw new AppError('INTERNAL', `The service answered ${response.status}`);
  const text = await response.text();
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as MessageRow)
    .map(({ channel, target, state, at }) => ({ channel, target, state, at }))
    .reverse();
}

const OPENERS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

/** Shows an address in the browser of this desktop. Where there is none nothing happens: the address was printed. */
export function openBrowser(url: string): void {
  const [command, ...words] = OPENERS[process.platform] ?? ['xdg-open'];
  spawn(command, [...words, url], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
}
