// A figure of lines that knows its numbers: drawn as SVG on the page, saved as SVG, PNG or CSV.
import { number } from '../words/index.svelte';
import { ticks } from './ticks';

export const MARKERS = ['circle', 'square', 'triangle', 'diamond', 'plus', 'cross'] as const;
export type Marker = (typeof MARKERS)[number];

/** `dots`: a mark at each point; otherwise at a few, enough to know the line by. A band goes from `least` to `most`. */
export interface Line {
  name: string; colour: string; dash: string; width: number; marker: Marker | null; dots?: boolean; thin?: boolean;
  x: number[]; y: number[]; least?: number[]; most?: number[];
}
export interface Figure { title: string; x_label: string; y_label: string; log_x: boolean; log_y: boolean; lines: Line[] }

/** How colours stand on light or dark ground. */
export interface Ground { ink: string; grid: string; paper: string | null }
export const LIGHT: Ground = { ink: '#5c564b', grid: '#e6e0d4', paper: '#ffffff' };

/** One side of the drawing: where a value stands, and which value stands somewhere. */
export class Scale {
  constructor(readonly low: number, readonly high: number, readonly from: number, readonly to: number, readonly log: boolean) {}
  private measure(value: number): number {
    return this.log ? Math.log10(value) : value;
  }
  at(value: number): number {
    const span = this.measure(this.high) - this.measure(this.low);
    return this.from + (this.to - this.from) * (span > 0 ? (this.measure(value) - this.measure(this.low)) / span : 0.5);
  }
  value(place: number): number {
    const share = (place - this.from) / (this.to - this.from);
    const measured = this.measure(this.low) + share * (this.measure(this.high) - this.measure(this.low));
    return this.log ? 10 ** measured : measured;
  }
  ticks(wanted: number): number[] {
    if (!this.log) return ticks(this.low, this.high, wanted);
    const powers: number[] = [];
    for (let k = Math.ceil(Math.log10(this.low) - 1e-9); k <= Math.log10(this.high) + 1e-9; ++k) powers.push(10 ** k);
    const every = Math.ceil(powers.length / wanted);
    return powers.length >= 2 ? powers.filter((_, i) => i % every === 0) : ticks(this.low, this.high, wanted);
  }
}

const MARGIN = { left: 62, right: 12, top: 10, bottom: 42 };
const ROW = 18; // of the legend

const shows = (figure: Figure, x: number, y: number): boolean => Number.isFinite(x) && Number.isFinite(y) && (!figure.log_x || x > 0) && (!figure.log_y || y > 0);

/** The sides of the drawing; null where there is nothing to draw. */
export function scales(figure: Figure, width: number, height: number): { x: Scale; y: Scale } | null {
  let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const line of figure.lines)
    line.x.forEach((x, i) => {
      for (const values of [line.y, line.least, line.most]) {
        const y = values?.[i];
        if (y === undefined || !shows(figure, x, y)) continue;
        [left, right, low, high] = [Math.min(left, x), Math.max(right, x), Math.min(low, y), Math.max(high, y)];
      }
    });
  if (!(left <= right) || !(low <= high)) return null;
  return { x: new Scale(left, right, MARGIN.left, width - MARGIN.right, figure.log_x), y: new Scale(low, high, height - MARGIN.bottom, MARGIN.top, figure.log_y) };
}

export const escaped = (text: string): string => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
const place = (value: number): string => value.toFixed(1);

/** A mark of so many pixels across at a place. */
export function marker_path(marker: Marker, x: number, y: number, size = 8): string {
  const r = size / 2;
  switch (marker) {
    case 'circle': return `M${place(x - r)} ${place(y)}a${r} ${r} 0 1 0 ${size} 0a${r} ${r} 0 1 0 ${-size} 0Z`;
    case 'square': return `M${place(x - r)} ${place(y - r)}h${size}v${size}h${-size}Z`;
    case 'triangle': return `M${place(x)} ${place(y - r)}l${r} ${size}h${-size}Z`;
    case 'diamond': return `M${place(x)} ${place(y - r - 1)}l${r + 1} ${r + 1}l${-r - 1} ${r + 1}l${-r - 1} ${-r - 1}Z`;
    case 'plus': return `M${place(x - r)} ${place(y)}h${size}M${place(x)} ${place(y - r)}v${size}`;
    case 'cross': return `M${place(x - r)} ${place(y - r)}l${size} ${size}M${place(x - r)} ${place(y + r)}l${size} ${-size}`;
  }
}

/** A sample of a line, for legends: `from` to `to` at one height. */
export function sample(line: Pick<Line, 'colour' | 'dash' | 'width' | 'marker'>, from: number, to: number, y: number): string {
  const mark = line.marker ? `<path d="${marker_path(line.marker, (from + to) / 2, y)}" fill="${line.colour}" stroke="${line.colour}" stroke-width="1.5"/>` : '';
  return `<path d="M${place(from)} ${place(y)}H${place(to)}" stroke="${line.colour}" stroke-width="${line.width}" stroke-dasharray="${line.dash}" fill="none"/>${mark}`;
}

function line_svg(figure: Figure, line: Line, x: Scale, y: Scale, index: number): string {
  const points = line.x.map((value, i): [number, number] | null => (shows(figure, value, line.y[i]!) ? [x.at(value), y.at(line.y[i]!)] : null));
  let path = '';
  points.forEach((point, i) => { if (point) path += `${i > 0 && points[i - 1] ? 'L' : 'M'}${place(point[0])} ${place(point[1])}`; });
  let out = '';
  if (line.least && line.most) {
    const there = line.x.map((_, i) => i).filter((i) => shows(figure, line.x[i]!, line.least![i]!) && shows(figure, line.x[i]!, line.most![i]!));
    const edge = (values: number[], rows: number[]) => rows.map((i) => `${place(x.at(line.x[i]!))} ${place(y.at(values[i]!))}`);
    if (there.length > 1) out += `<path d="M${[...edge(line.most, there), ...edge(line.least, [...there].reverse())].join('L')}Z" fill="${line.colour}" fill-opacity="0.16"/>`;
  }
  out += `<path d="${path}" fill="none" stroke="${line.colour}" stroke-width="${line.width}" stroke-dasharray="${line.dash}"${line.thin ? ' stroke-opacity="0.4"' : ''}/>`;
  if (line.marker) {
    const shown = points.filter((point) => point !== null);
    const every = line.dots ? 1 : Math.max(1, Math.floor(shown.length / 7));
    const first = line.dots ? 0 : Math.floor((every * (index % 6)) / 6);
    for (let i = first; i < shown.length; i += every) out += `<path d="${marker_path(line.marker, ...shown[i]!, line.dots ? 6 : 8)}" fill="${line.colour}" stroke="${line.colour}" stroke-width="1.5"/>`;
  }
  return out;
}

/** The figure as an <svg> element; `legend` and a ground with paper where it is to stand alone. */
export function figure_svg(figure: Figure, width: number, height: number, ground: Ground, legend: boolean): string {
  const sides = scales(figure, width, height);
  const tall = height + (legend ? ROW * figure.lines.length + 6 : 0);
  let out = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${tall}" viewBox="0 0 ${width} ${tall}" font-family="'Liberation Sans', 'Segoe UI', Arial, sans-serif" font-size="12" stroke-linejoin="round"><title>${escaped(figure.title)}</title>`;
  if (ground.paper) out += `<rect width="${width}" height="${tall}" fill="${ground.paper}"/>`;
  const text = (x: number, y: number, anchor: string, words: string, more = '') => `<text x="${place(x)}" y="${place(y)}" text-anchor="${anchor}" fill="${ground.ink}"${more}>${escaped(words)}</text>`;
  if (sides) {
    const { x, y } = sides;
    for (const tick of x.ticks(Math.max(2, Math.floor(width / 90)))) out += `<path d="M${place(x.at(tick))} ${MARGIN.top}V${height - MARGIN.bottom}" stroke="${ground.grid}"/>${text(x.at(tick), height - MARGIN.bottom + 16, 'middle', number(tick, 4))}`;
    for (const tick of y.ticks(6)) out += `<path d="M${MARGIN.left} ${place(y.at(tick))}H${width - MARGIN.right}" stroke="${ground.grid}"/>${text(MARGIN.left - 6, y.at(tick) + 4, 'end', number(tick, 3))}`;
    figure.lines.forEach((line, i) => { out += line_svg(figure, line, x, y, i); });
  }
  const middle = (MARGIN.top + height - MARGIN.bottom) / 2;
  out += text((MARGIN.left + width - MARGIN.right) / 2, height - 8, 'middle', figure.x_label) + text(14, middle, 'middle', figure.y_label, ` transform="rotate(-90 14 ${place(middle)})"`);
  if (legend) figure.lines.forEach((line, i) => { out += sample(line, MARGIN.left, MARGIN.left + 36, height + ROW * i + 6) + text(MARGIN.left + 44, height + ROW * i + 10, 'start', line.name); });
  return `${out}</svg>`;
}

/** A cell that a spreadsheet takes as text, never as a formula. */
const cell = (text: string): string => {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(plain) ? `"${plain.replace(/"/g, '""')}"` : plain;
};

/** Every number of the figure, a point a row. */
export function figure_csv(figure: Figure): string {
  const value = (numbers: number[] | undefined, i: number) => (numbers && Number.isFinite(numbers[i]) ? String(numbers[i]) : '');
  const rows = figure.lines.flatMap((line) => line.x.map((x, i) => [cell(line.name), String(x), value(line.y, i), value(line.least, i), value(line.most, i)].join(',')));
  return [['line', cell(figure.x_label), cell(figure.y_label), 'least', 'greatest'].join(','), ...rows].join('\r\n') + '\r\n';
}

/** The drawing as pixels, twice as fine. */
export async function svg_png(svg: string): Promise<Blob | null> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [2 * image.naturalWidth, 2 * image.naturalHeight];
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
}
