/**
 * Does what was found hold all that was sent? HubSpot adds parts of its own; what is in a list must be there in the same
 * order, and nothing else.
 */
export function isWithin(sent: unknown, found: unknown): boolean {
  if (typeof sent !== 'object' || sent === null) return sent === found;
  if (Array.isArray(sent)) {
    return Array.isArray(found) && sent.length === found.length && sent.every((part, at) => isWithin(part, found[at]));
  }
  if (typeof found !== 'object' || found === null) return false;
  const held = new Map<string, unknown>(Object.entries(found));
  return Object.entries(sent).every(([name, part]) => isWithin(part, held.get(name)));
}
