// One meaning a colour: values from negative (orange) by zero to positive (blue), classes, training and test points.
export type Rgb = [number, number, number];
export type PaletteName = 'blue-orange' | 'viridis' | 'greyscale';
export const PALETTES: PaletteName[] = ['blue-orange', 'viridis', 'greyscale'];

// From -1 by 0 to +1. The middle is the ground of the page, so that "nothing" looks like nothing.
const STOPS: Record<PaletteName, { light: Rgb[]; dark: Rgb[] }> = {
  'blue-orange': {
    light: [[196, 84, 0], [238, 150, 66], [247, 244, 238], [102, 160, 214], [20, 84, 160]],
    dark: [[255, 160, 74], [176, 92, 20], [31, 34, 40], [34, 96, 164], [108, 182, 255]],
  },
  viridis: {
    light: [[68, 1, 84], [59, 82, 139], [33, 145, 140], [94, 201, 98], [253, 231, 37]],
    dark: [[68, 1, 84], [59, 82, 139], [33, 145, 140], [94, 201, 98], [253, 231, 37]],
  },
  greyscale: {
    light: [[24, 24, 24], [92, 92, 92], [160, 160, 160], [212, 212, 212], [255, 255, 255]],
    dark: [[8, 8, 8], [64, 64, 64], [128, 128, 128], [190, 190, 190], [246, 246, 246]],
  },
};

// Ten that stay apart for colour-blind readers as well (after Okabe and Ito); each class has a hatching too.
export const CLASS_COLOURS: Rgb[] = [
  [222, 126, 34], [44, 110, 184], [16, 140, 108], [196, 100, 152], [190, 168, 20],
  [90, 180, 222], [190, 68, 40], [118, 96, 176], [96, 140, 52], [110, 110, 110],
];

export const TRAIN = { light: '#0f7a55', dark: '#4fd0a0' };
export const TEST = { light: '#8a3f9e', dark: '#d79be8' };
export const SIGN = {
  'blue-orange': { light: { positive: '#1d63ad', negative: '#c75a00' }, dark: { positive: '#6cb6ff', negative: '#ffa04a' } },
  viridis: { light: { positive: '#1f8f5f', negative: '#44115f' }, dark: { positive: '#b5de2b', negative: '#8d7be0' } },
  greyscale: { light: { positive: '#1b1b1b', negative: '#6e6e6e' }, dark: { positive: '#f4f4f4', negative: '#a0a0a0' } },
};

function mix(a: Rgb, b: Rgb, share: number): Rgb {
  return [0, 1, 2].map((i) => Math.round(a[i]! + (b[i]! - a[i]!) * share)) as Rgb;
}

/** The colour of a value between -1 and 1. */
export function value_colour(value: number, palette: PaletteName, dark: boolean): Rgb {
  const stops = STOPS[palette][dark ? 'dark' : 'light'];
  const place = ((Math.max(-1, Math.min(1, Number.isNaN(value) ? 0 : value)) + 1) / 2) * (stops.length - 1);
  const below = Math.min(stops.length - 2, Math.floor(place));
  return mix(stops[below]!, stops[below + 1]!, place - below);
}

const tables = new Map<string, Uint32Array>();

/** 256 colours for the bytes of an i8 field, as pixels: entry [byte & 255]. */
export function value_table(palette: PaletteName, dark: boolean): Uint32Array {
  const key = `${palette} ${dark}`;
  let table = tables.get(key);
  if (!table) {
    table = new Uint32Array(256);
    for (let byte = 0; byte < 256; ++byte) table[byte] = pixel(value_colour((byte > 127 ? byte - 256 : byte) / 127, palette, dark));
    tables.set(key, table);
  }
  return table;
}

export function pixel([r, g, b]: Rgb): number {
  return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
}

export function css([r, g, b]: Rgb, alpha = 1): string {
  return `rgb(${r} ${g} ${b} / ${alpha})`;
}

/** Of two classes the second is positive (blue) and the first negative (orange), as everywhere. */
export function class_colour(index: number, palette: PaletteName = 'blue-orange'): Rgb {
  if (palette === 'greyscale') return mix([40, 40, 40], [225, 225, 225], (index % 10) / 9);
  if (palette === 'viridis') return value_colour(((index % 10) / 9) * 2 - 1, 'viridis', false);
  return CLASS_COLOURS[Math.abs(Math.round(index)) % CLASS_COLOURS.length]!; // a value may come for a moment while the data change
}

/** What can be read on a colour: black or white. */
export function ink_on([r, g, b]: Rgb): string {
  return 0.299 * r + 0.587 * g + 0.114 * b > 140 ? '#000000' : '#ffffff';
}
