import { Parser, type CST } from 'yaml';

/**
 * How deep lists and maps are nested in a YAML text, counted without recursion and before anything is built from it: the
 * composer of the yaml package recurses, and a hundred kilobytes of `[` take the whole process down with it.
 *
 * @param limit counting stops as soon as it is passed
 * @returns the depth, or `limit + 1` when it is deeper; 0 for a plain value or an empty text
 */
export function yamlDepth(text: string, limit: number): number {
  let deepest = 0;
  const open: { readonly token: CST.Token; readonly depth: number }[] = [];
  for (const token of new Parser().parse(text)) open.push({ token, depth: 0 });
  for (let next = open.pop(); next; next = open.pop()) {
    const depth = next.depth + ('items' in next.token ? 1 : 0);
    deepest = Math.max(deepest, depth);
    if (depth > limit) return limit + 1;
    for (const token of childrenOf(next.token)) open.push({ token, depth });
  }
  return deepest;
}

function childrenOf(token: CST.Token): CST.Token[] {
  if (token.type === 'document') return token.value ? [token.value] : [];
  if (!('items' in token)) return [];
  return token.items.flatMap((item) => [item.key, item.value].filter((child) => child !== null && child !== undefined));
}
