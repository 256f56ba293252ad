// Where the tiles of the network stand: columns of units, centred, as many as fit to be seen.
import type { LayerShape } from '../protocol';

export interface Tile { layer: number; unit: number; x: number; y: number } // left top corner
export interface Column { layer: number; x: number; shown: number; units: number }
export interface Layout { size: number; column: number; width: number; height: number; columns: Column[]; tiles: Tile[]; at(layer: number, unit: number): Tile | undefined }

export const HEADER = 92;
const GAP = 14;
const FEW = 8;
const HEIGHT = 560; // the tiles of a column should not need more

export function lay_out(layers: LayerShape[], width: number, unfolded: ReadonlySet<number>): Layout {
  const shown = layers.map(({ units }, k) => (units <= FEW || unfolded.has(k) ? units : FEW - 1));
  const rows = Math.max(1, ...layers.map(({ units }, k) => Math.min(units, unfolded.has(k) ? FEW : shown[k]!)));
  const room = (width - 20) / layers.length;
  const wanted = Math.min(96, HEIGHT / rows - GAP);
  const size = Math.round(Math.max(48, Math.min(wanted, room - 64)));
  const column = Math.max(width < 480 ? 78 : 112, size); // a header needs so much
  const step = Math.max(column + 8, (width - column - 8) / Math.max(1, layers.length - 1));
  const most = Math.max(1, ...shown);
  const height = HEADER + most * (size + GAP) + 24;
  const columns = layers.map(({ units }, k) => ({ layer: k, x: 4 + k * step, shown: shown[k]!, units }));
  const tiles: Tile[] = [];
  const index = new Map<string, Tile>();
  for (const { layer, x, shown: count } of columns) {
    const top = HEADER + ((most - count) * (size + GAP)) / 2;
    for (let unit = 0; unit < count; ++unit) {
      const tile = { layer, unit, x: x + (column - size) / 2, y: top + unit * (size + GAP) };
      tiles.push(tile);
      index.set(`${layer}.${unit}`, tile);
    }
  }
  return { size, column, width: Math.max(width, 4 + (layers.length - 1) * step + column + 4), height, columns, tiles, at: (layer, unit) => index.get(`${layer}.${unit}`) };
}

export interface Edge { layer: number; unit: number; column: number; from: Tile; to: Tile; path: string }

/** The edges between tiles that are seen; an edge that skips layers bows below them. */
export function edges_of(layers: LayerShape[], layout: Layout): Edge[] {
  const edges: Edge[] = [];
  const middle = layout.size / 2;
  layers.forEach((shape, layer) => {
    let column = 0;
    for (const source of shape.from) {
      for (let i = 0; i < (layers[source]?.units ?? 0); ++i, ++column) {
        const from = layout.at(source, i);
        if (!from) continue;
        for (let unit = 0; unit < shape.units; ++unit) {
          const to = layout.at(layer, unit);
          if (!to) continue;
          const [x0, y0, x1, y1] = [from.x + layout.size, from.y + middle, to.x, to.y + middle];
          const bend = (x1 - x0) / 2;
          const dip = source === layer - 1 ? 0 : layout.size * 0.62 * (layer - source - 1) + 18;
          edges.push({ layer, unit, column, from, to, path: `M${x0} ${y0}C${x0 + bend} ${y0 + dip} ${x1 - bend} ${y1 + dip} ${x1} ${y1}` });
        }
      }
    }
  });
  return edges;
}
