// Numbers as small pictures: a grey image, maps side by side, kernels by their sign, and stars of gradients.
import { css, value_colour } from '../plots/colours';
import { prepared } from '../plots/canvas';
import { BINS } from './features.svelte';

/** Pictures of height x width, `columns` in a row, each number a square of `side` pixels: of `grey` 0 is black and `largest` white; of `sign` the colour tells it. */
export interface Sheet { numbers: number[]; width: number; height: number; columns?: number; side: number; ink: 'grey' | 'sign'; largest?: number }

const DASH = 7; // pixels of a cell from which a negative one has its stroke

function sized(canvas: HTMLCanvasElement | undefined, width: number, height: number): CanvasRenderingContext2D | null {
  if (canvas) canvas.style.width = `${width}px`; // its height follows, also where the column is narrower
  return prepared(canvas, width, height);
}

export function draw_sheet(canvas: HTMLCanvasElement | undefined, dark: boolean, { numbers, width, height, columns = 1, side, ink, largest = Math.max(1e-9, ...numbers.map(Math.abs)) }: Sheet): void {
  const [size, gap] = [width * height, 3];
  const count = Math.max(1, Math.floor(numbers.length / size));
  const [across, down] = [Math.min(columns, count), Math.ceil(count / columns)];
  const context = sized(canvas, across * (width * side + gap) - gap, down * (height * side + gap) - gap);
  if (!context) return;
  for (let i = 0; i < count * size; ++i) {
    const [place, within] = [Math.floor(i / size), i % size];
    const x = (place % columns) * (width * side + gap) + (within % width) * side;
    const y = Math.floor(place / columns) * (height * side + gap) + Math.floor(within / width) * side;
    const value = numbers[i]! / largest;
    const light = Math.round(255 * Math.max(0, Math.min(1, value)));
    context.fillStyle = ink === 'grey' ? `rgb(${light} ${light} ${light})` : css(value_colour(value, 'blue-orange', dark));
    context.fillRect(x, y, side, side);
    if (ink !== 'sign' || value >= -0.05 || side < DASH) continue;
    context.fillStyle = dark ? '#ffffff' : '#000000';
    context.fillRect(x + side * 0.25, y + side * 0.5 - 0.5, side * 0.5, 1);
  }
}

/** Of each cell nine lines through its middle, across the gradients that voted for them; `side`: pixels of a cell. */
export function draw_stars(canvas: HTMLCanvasElement | undefined, histograms: number[], rows: number, columns: number, side: number): void {
  const context = sized(canvas, columns * side, rows * side);
  if (!context) return;
  const style = getComputedStyle(document.documentElement);
  context.fillStyle = style.getPropertyValue('--sunk');
  context.fillRect(0, 0, columns * side, rows * side);
  context.strokeStyle = style.getPropertyValue('--ink');
  context.lineCap = 'round';
  const largest = Math.max(1e-9, ...histograms);
  histograms.forEach((votes, i) => {
    const [cell, bin] = [Math.floor(i / BINS), i % BINS];
    const share = Math.sqrt(votes / largest); // so that weak edges are seen too
    if (share < 0.1) return;
    const angle = ((bin + 0.5) / BINS) * Math.PI + Math.PI / 2; // the edge lies across its gradient
    const [x, y] = [((cell % columns) + 0.5) * side, (Math.floor(cell / columns) + 0.5) * side];
    const [dx, dy] = [Math.cos(angle) * side * 0.48 * share, Math.sin(angle) * side * 0.48 * share];
    context.lineWidth = 0.6 + 1.4 * share;
    context.beginPath();
    context.moveTo(x - dx, y - dy);
    context.lineTo(x + dx, y + dy);
    context.stroke();
  });
}
