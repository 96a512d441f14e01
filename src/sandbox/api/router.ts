/** A route that was found, with the named parts of its path (escapes decoded). */
export interface Found<T> {
  readonly target: T;
  readonly params: Readonly<Record<string, string>>;
}

/** Finds what answers a path. Fixed parts win over named ones; a trailing slash does not count. */
export interface Router<T> {
  add(method: string, template: string, target: T): void;
  /** `undefined`: no such path · `'method'`: the path is there, the method is not. */
  find(method: string, path: string): Found<T> | 'method' | undefined;
}

interface Node<T> {
  readonly fixed: Map<string, Node<T>>;
  named?: Node<T>;
  readonly targets: Map<string, { readonly target: T; readonly names: readonly string[] }>;
}

export function createRouter<T>(): Router<T> {
  const root = emptyNode<T>();

  function add(method: string, template: string, target: T): void {
    const names: string[] = [];
    let node = root;
    for (const part of split(template)) {
      const name = /^\{(.+)\}$/.exec(part)?.[1];
      if (name !== undefined) names.push(name);
      node = name === undefined ? fixedChild(node, part) : (node.named ??= emptyNode<T>());
    }
    node.targets.set(method, { target, names });
  }

  function find(method: string, path: string): Found<T> | 'method' | undefined {
    const ends = matching(root, split(path));
    for (const { node, values } of ends) {
      const found = node.targets.get(method);
      if (!found) continue;
      const params = Object.fromEntries(found.names.map((name, i) => [name, decode(values[i] ?? '')]));
      return { target: found.target, params };
    }
    return ends.length > 0 ? 'method' : undefined;
  }

  return { add, find };
}

function emptyNode<T>(): Node<T> {
  return { fixed: new Map(), targets: new Map() };
}

function fixedChild<T>(node: Node<T>, part: string): Node<T> {
  const child = node.fixed.get(part) ?? emptyNode<T>();
  node.fixed.set(part, child);
  return child;
}

interface End<T> {
  readonly node: Node<T>;
  readonly values: readonly string[];
}

function matching<T>(node: Node<T>, parts: readonly string[], values: readonly string[] = []): End<T>[] {
  const [part, ...rest] = parts;
  if (part === undefined) return node.targets.size > 0 ? [{ node, values }] : [];
  const fixed = node.fixed.get(part);
  return [
    ...(fixed ? matching(fixed, rest, values) : []),
    ...(node.named ? matching(node.named, rest, [...values, part]) : []),
  ];
}

function split(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
