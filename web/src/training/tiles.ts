// Small maps side by side on one canvas, and the numbers of a row as bars: blue above zero, orange below.
import { prepared } from '../plots/canvas';
import { css, pixel, value_colour, value_table, type PaletteName } from '../plots/colours';

/** `count` maps of height x width, `columns` of them in a row, each number a square of `side` pixels. */
export interface Tiles { count: number; width: number; height: number; columns: number; side: number }
export interface TilePlace { map: number; row: number; column: number }

const GAP = 3; // pixels between two maps
const MOST_SIDE = 10; // of a number, pixels
const DASH = 7; // pixels of a square from which a negative number has its stroke
const TILE = 64; // pixels that a map is at most wide, unless its numbers are more
export const BARS = 90; // pixels that the bars of a row are high

/** As many in a row as fit into `room` pixels; `columns` where they belong together. */
export function laid_out(count: number, height: number, width: number, room: number, columns?: number): Tiles {
  const side = Math.max(1, Math.min(MOST_SIDE, Math.floor(TILE / Math.max(height, width)), columns === undefined ? 99 : Math.floor((room / columns - GAP) / width)));
  const fitting = Math.max(1, Math.floor((room + GAP) / (width * side + GAP)));
  const across = columns === undefined ? fitting : columns * Math.max(1, Math.floor(fitting / columns));
  return { count, width, height, side, columns: Math.max(1, Math.min(across, count)) };
}

export const size_of = ({ count, width, height, columns, side }: Tiles) => ({ width: columns * (width * side + GAP) - GAP, height: Math.ceil(count / columns) * (height * side + GAP) - GAP });

export function draw_tiles(canvas: HTMLCanvasElement | undefined, tiles: Tiles, numbers: ArrayLike<number>, scale: number, palette: PaletteName, dark: boolean): void {
  const { count, width, height, columns, side } = tiles;
  const size = size_of(tiles);
  const context = prepared(canvas, size.width, size.height);
  if (!context) return;
  const colours = value_table(palette, dark);
  const sheet = new OffscreenCanvas(width, height);
  const small = sheet.getContext('2d')!;
  const image = small.createImageData(width, height);
  const bytes = new Uint32Array(image.data.buffer);
  context.imageSmoothingEnabled = false;
  for (let map = 0; map < count; ++map) {
    for (let i = 0; i < width * height; ++i) bytes[i] = colours[Math.round(127 * Math.max(-1, Math.min(1, (numbers[map * width * height + i] || 0) / (scale || 1)))) & 255]!;
    small.putImageData(image, 0, 0);
    const [x, y] = [(map % columns) * (width * side + GAP), Math.floor(map / columns) * (height * side + GAP)];
    context.drawImage(sheet, x, y, width * side, height * side);
    if (side < DASH) continue;
    context.fillStyle = dark ? '#ffffff' : '#000000';
    for (let i = 0; i < width * height; ++i)
      if (numbers[map * width * height + i]! < -0.05 * scale) context.fillRect(x + (i % width) * side + side * 0.25, y + Math.floor(i / width) * side + side * 0.5 - 0.5, side * 0.5, 1);
  }
}

/** Where a point of the canvas lies; null: between two maps. */
export function place_at({ count, width, height, columns, side }: Tiles, x: number, y: number): TilePlace | null {
  const [across, down] = [width * side + GAP, height * side + GAP];
  const [tile, line] = [Math.floor(x / across), Math.floor(y / down)];
  const [column, row] = [Math.floor((x - tile * across) / side), Math.floor((y - line * down) / side)];
  const map = line * columns + tile;
  return x < 0 || y < 0 || tile >= columns || map >= count || column >= width || row >= height ? null : { map, row, column };
}

/** The place that a key goes to: over the borders of a map into its neighbour. */
export function moved({ count, width, height, columns }: Tiles, { map, row, column }: TilePlace, key: string): TilePlace | null {
  const steps: Record<string, [number, number]> = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
  if (key === 'Home') return { map: 0, row: 0, column: 0 };
  if (key === 'End') return { map: count - 1, row: height - 1, column: width - 1 };
  if (key === 'PageDown' || key === 'PageUp') return { map: Math.max(0, Math.min(count - 1, map + (key === 'PageDown' ? 1 : -1))), row, column };
  const step = steps[key];
  if (!step) return null;
  const [r, c] = [row + step[0], column + step[1]];
  const beside = map + (c < 0 ? -1 : c >= width ? 1 : 0) + (r < 0 ? -columns : r >= height ? columns : 0);
  if (beside === map) return { map, row: r, column: c };
  if (beside < 0 || beside >= count) return { map, row, column };
  return { map: beside, row: (r + height) % height, column: (c + width) % width };
}

export function draw_bars(canvas: HTMLCanvasElement | undefined, numbers: ArrayLike<number>, scale: number, room: number, palette: PaletteName, dark: boolean): void {
  const context = prepared(canvas, room, BARS);
  if (!context) return;
  const width = room / Math.max(1, numbers.length);
  for (let i = 0; i < numbers.length; ++i) {
    const share = Math.max(-1, Math.min(1, (numbers[i] || 0) / (scale || 1)));
    context.fillStyle = css(value_colour(share < 0 ? Math.min(share, -0.45) : Math.max(share, 0.45), palette, dark));
    const height = Math.abs(share) * (BARS / 2 - 1);
    context.fillRect(i * width, share < 0 ? BARS / 2 : BARS / 2 - height, Math.max(1, width - (width > 4 ? 1 : 0)), height);
  }
  context.fillStyle = dark ? '#8a8a8a' : '#767676';
  context.fillRect(0, BARS / 2 - 0.5, room, 1);
}

/** u8 [H, W, C] on a canvas of its own size. */
export function draw_image(canvas: HTMLCanvasElement | undefined, shape: number[], data: ArrayLike<number>): void {
  const [height = 0, width = 0, channels = 1] = shape;
  const context = canvas?.getContext('2d');
  if (!canvas || !context || width * height === 0) return;
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const image = context.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  const at = (i: number, channel: number) => data[i * channels + Math.min(channel, channels - 1)]!;
  for (let i = 0; i < width * height; ++i) pixels[i] = pixel([at(i, 0), at(i, 1), at(i, 2)]);
  context.putImageData(image, 0, 0);
}
