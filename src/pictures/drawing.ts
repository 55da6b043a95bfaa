import { createHash } from 'node:crypto';

/** A square of the map: a district where the pack puts it. */
export interface Tile {
  name: string;
  column: number;
  row: number;
  chosen?: boolean;
  /** How many stories; on a map that counts every tile has one. */
  count?: number;
}

/** What a picture shows, all its words in the reader's language; plain data, so that it can wait in the database. */
export type Drawing =
  | { kind: 'map'; locale: string; title: string; subtitle: string; foot: string; tiles: Tile[] }
  /** A link for other people to scan or type. */
  | { kind: 'share'; title: string; lines: string[]; link: string };

// Goes up whenever the same drawing is to look different.
const look = 1;

/** Equal drawings have equal keys. */
export function keyOf(drawing: Drawing): string {
  return createHash('sha256')
    .update(JSON.stringify([look, drawing]))
    .digest('base64url');
}
