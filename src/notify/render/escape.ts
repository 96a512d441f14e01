/* Escaping is the last step of a channel: what comes in is plain text, what goes out belongs to that channel alone. */

const HTML: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
/** @source Slack, formatting text: these three and no others */
const SLACK: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** For HTML, inside elements and inside quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => HTML[char] ?? char);
}

/**
 * For Slack's `mrkdwn`, cut so that what Slack counts fits; nothing is cut in the middle of a character.
 *
 * @param limit characters after escaping, above zero
 */
export function escapeSlack(text: string, limit: number): string {
  const parts = [...text].map((char) => SLACK[char] ?? char);
  if (lengthOf(parts) <= limit) return parts.join('');
  let kept = '';
  for (const part of parts) {
    if (kept.length + part.length >= limit) break;
    kept += part;
  }
  return `${kept}…`;
}

function lengthOf(parts: readonly string[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0);
}

/** The address as it may be shown: https, without credentials. @returns `undefined` for any other */
export function httpsLink(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { protocol, username, password, href } = new URL(address);
  return protocol === 'https:' && username === '' && password === '' ? href : undefined;
}

/** Takes the link out of a text: programs make one of every `scheme://` they meet, and only ours is to be followed. */
export function withoutLinks(text: string): string {
  return text.replaceAll('://', ': //');
}
