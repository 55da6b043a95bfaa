interface Placed {
  column: number;
  row: number;
}

interface Places<D> {
  /** Whether squares stand where the pack has put them. */
  asInPack: boolean;
  tiles: (D & Placed)[];
}

/** What the pack says of a district's place: [column, row]. */
interface Placeable {
  tile?: [number, number] | undefined;
}

/**
 * Where each district's square stands, from 0: as the pack has it, or, where one of them has no place or two have the
 * same, in rows in the order given. Rows are about half as many again as columns, as a telephone is held.
 */
export function placeTiles<D extends Placeable>(districts: readonly D[]): Places<D> {
  const given = districts.flatMap(({ tile }) => (tile ? [tile] : []));
  const places = new Set(given.map((tile) => tile.join()));
  if (places.size === districts.length) {
    const left = Math.min(...given.map(([column]) => column));
    const top = Math.min(...given.map(([, row]) => row));
    const tiles = districts.map((district) => {
      const [column, row] = district.tile!;
      return { ...district, column: column - left, row: row - top };
    });
    return { asInPack: true, tiles };
  }
  const columns = Math.max(3, Math.ceil(Math.sqrt(districts.length / 1.5)));
  const tiles = districts.map((district, index) => ({
    ...district,
    column: index % columns,
    row: Math.floor(index / columns),
  }));
  return { asInPack: false, tiles };
}
