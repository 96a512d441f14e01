import { CST, Lexer, Parser } from 'yaml';

/**
 * How deep lists and maps are nested in a YAML text, counted without recursion and before anything is built from it: the
 * composer of the yaml package recurses, and a hundred kilobytes of `[` take the whole process down with it.
 *
 * @param limit counting stops as soon as it is passed
 * @returns the depth, or `limit + 1` when it is deeper; 0 for a plain value or an empty text
 */
export function yamlDepth(text: string, limit: number): number {
  if (bracketDepth(text, limit) > limit) return limit + 1;
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

/** Brackets alone, which can be counted while the text is read: the parser slows down when they pile up. */
function bracketDepth(text: string, limit: number): number {
  let open = 0;
  for (const lexeme of new Lexer().lex(text)) {
    const type = CST.tokenType(lexeme);
    if (type === 'flow-map-start' || type === 'flow-seq-start') open += 1;
    if (type === 'flow-map-end' || type === 'flow-seq-end') open -= 1;
    if (open > limit) return open;
  }
  return open;
}

function childrenOf(token: CST.Token): CST.Token[] {
  if (token.type === 'document') return token.value ? [token.value] : [];
  if (!('items' in token)) return [];
  return token.items.flatMap((item) => [item.key, item.value].filter((child) => child !== null && child !== undefined));
}
