import { isIP } from 'node:net';

import type { Reach } from './reach.js';

/** Every address of a name. Rejects when there is none. */
export type Resolve = (host: string) => Promise<readonly string[]>;

/** Where a call goes: its address, and the only machines it may be connected to. */
export interface Target {
  readonly url: URL;
  readonly addresses: readonly string[];
}

/** Why no call is made. later: what keeps us may pass. */
export interface Barred {
  readonly because: string;
  readonly later: boolean;
}

const HTTPS_PORT = '443';
const never = (because: string): Barred => ({ because, later: false });

/** A URL writes an IPv6 address in brackets. */
const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');

/** The one failure of a resolver that says nothing about the name. @source getaddrinfo(3), EAI_AGAIN */
const isPassing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'EAI_AGAIN' || error.code === 'ETIMEOUT');

async function addressesOf(url: URL, resolve: Resolve): Promise<readonly string[] | Barred> {
  const host = hostOf(url);
  if (isIP(host) !== 0) return [host];
  try {
    const found = await resolve(host);
    return found.length > 0 ? found : never('its host has no address');
  } catch (error) {
    return { because: 'its host cannot be looked up', later: isPassing(error) };
  }
}

/**
 * Judges an address from outside before anything is sent there: every machine its name stands for must be public, or in a
 * network the operator opened; without TLS or on another port, only the latter.
 */
export function createTargetOf(reachOf: (address: string) => Reach, resolve: Resolve) {
  return async function targetOf(text: string): Promise<Target | Barred> {
    if (!URL.canParse(text)) return never('it is no web address');
    const url = new URL(text);
    if (url.protocol !== 'https:' && url.protocol !== 'http:') return never('it is no web address');
    if (url.username !== '' || url.password !== '') return never('it holds a user name or password');

    const addresses = await addressesOf(url, resolve);
    if ('because' in addresses) return addresses;
    const reaches = addresses.map(reachOf);
    if (reaches.includes('closed')) return never('it is not public, and its network not in ALLOW_OUTBOUND_NETS');
    const plain = url.protocol === 'http:' || ![HTTPS_PORT, ''].includes(url.port);
    if (plain && reaches.includes('public')) return never('it must be https on port 443');
    return { url, addresses };
  };
}
