/** Sequences of words and what they stand for. */
export interface Trie<T> {
  children: Map<string, Trie<T>>;
  values: T[];
}

export function createTrie<T>(): Trie<T> {
  return { children: new Map(), values: [] };
}

export function addTo<T>(trie: Trie<T>, keys: readonly string[], value: T): void {
  let node = trie;
  for (const key of keys) {
    let child = node.children.get(key);
    if (!child) {
      child = createTrie();
      node.children.set(key, child);
    }
    node = child;
  }
  node.values.push(value);
}

export interface Found<T> {
  /** In words. */
  length: number;
  values: T[];
}

/**
 * The longest sequence that begins at `from` and has an accepted value; `keyAt` gives the word at a position,
 * undefined where a sequence may not go on.
 */
export function findLongest<T>(
  trie: Trie<T>,
  from: number,
  keyAt: (position: number) => string | undefined,
  accepts: (value: T, length: number) => boolean = () => true,
): Found<T> | undefined {
  let node: Trie<T> | undefined = trie;
  let best: Found<T> | undefined;
  for (let position = from; ; position++) {
    const key = keyAt(position);
    node = key === undefined ? undefined : node.children.get(key);
    if (!node) return best;
    const length = position - from + 1;
    const values = node.values.filter((value) => accepts(value, length));
    if (values.length) best = { length, values };
  }
}
