// What the editor of a kernel does before the server hears of it: reading a cell, another size, symmetry.
import { parse_number, type Tongue } from '../words/numbers';

export type Kernel = number[][];
export const WIDEST = 15;
const LARGEST = 1e9;

/** "1/16", "0,5": null where it is no number, or too large a one. */
export function parse_cell(text: string, tongue: Tongue): number | null {
  const parts = text.split('/');
  const numbers = parts.map((part) => parse_number(part, tongue));
  const [above, below = 1] = numbers;
  if (parts.length > 2 || numbers.includes(null) || !above && above !== 0 || !below) return null;
  const value = above / below;
  return Math.abs(value) <= LARGEST ? value : null;
}

/** Of another size about the same middle: cut, or with zeros around. */
export function resized(kernel: Kernel, rows: number, columns: number): Kernel {
  const [top, left] = [Math.floor(rows / 2) - Math.floor(kernel.length / 2), Math.floor(columns / 2) - Math.floor((kernel[0]?.length ?? 0) / 2)];
  return Array.from({ length: rows }, (_, r) => Array.from({ length: columns }, (_, c) => kernel[r - top]?.[c - left] ?? 0));
}

/** With one number changed; a symmetric one in its mirrored places too. */
export function with_cell(kernel: Kernel, row: number, column: number, value: number, symmetric: boolean): Kernel {
  const [last_row, last_column] = [kernel.length - 1, (kernel[0]?.length ?? 1) - 1];
  const hit = (r: number, c: number) => (symmetric ? [r, last_row - r].includes(row) && [c, last_column - c].includes(column) : r === row && c === column);
  return kernel.map((numbers, r) => numbers.map((number, c) => (hit(r, c) ? value : number)));
}
