// A place of the walk in words and as a formula.
import type { ConvolutionSettings, Tap, Walk, Words } from '../protocol';
import { fixed, number, said, t, type Key } from '../words/index.svelte';

const MOST_TERMS = 9;
const signed = (value: number) => (value < 0 ? `(${number(value)})` : number(value));

/** "3·1 + 0·0 + … = −5": at most so many terms. */
export function products(taps: Tap[], most = MOST_TERMS): string {
  const shown = taps.slice(0, most).map(({ value, weight }) => `${signed(value)}·${signed(weight)}`);
  return shown.join(' + ') + (taps.length > most ? ' + …' : '');
}

/** "red", or "channel 4" of maps that are no colours; also of one that is not there until the server has fitted the filters. */
export const channel_name = (channel: number, coloured: boolean): string => (coloured && channel < 3 ? t(`conv.channel.${channel}` as Key) : t('conv.channel.n', { n: channel + 1 }));

/** What is read aloud. Rows and columns are counted from 1. */
export function spoken(walk: Walk, settings: ConvolutionSettings, coloured = false): string {
  const words = spoken_stage(walk, settings, coloured);
  return walk.relu === null ? words : `${words}. ${t('conv.says.relu', { number: number(walk.output, 5), output: number(walk.relu, 5) })}`;
}
function spoken_stage(walk: Walk, settings: ConvolutionSettings, coloured: boolean): string {
  const place = { row: walk.row + 1, column: walk.column + 1 };
  if (settings.operation === 'layer') {
    const sums = walk.slices.map(({ channel, sum }) => `${channel_name(channel, coloured)} ${number(sum, 5)}`).join(', ');
    return t('conv.says.layer', { ...place, filter: walk.channel + 1, sums, bias: number(walk.bias, 5), output: number(walk.output, 5) });
  }
  if (settings.operation !== 'convolution') {
    const values = walk.taps.slice(0, MOST_TERMS).map(({ value }) => number(value)).join(', ') + (walk.taps.length > MOST_TERMS ? ', …' : '');
    return t(settings.operation === 'max' ? 'conv.says.max' : 'conv.says.average', { ...place, values, output: number(walk.output, 5) });
  }
  if (settings.transposed) return t('conv.says.spread', { ...place, value: number(walk.taps[0]?.value), count: walk.taps.filter(({ row }) => row >= 0).length });
  const bias = walk.bias === 0 ? '' : ` + ${signed(walk.bias)}`;
  const said = t('conv.says', { ...place, sum: products(walk.taps) + bias, output: number(walk.output, 5) });
  return walk.cut && walk.shown !== null ? said + t('conv.says.cut', { shown: number(walk.shown), output: number(walk.output, 5) }) : said;
}

/** For KaTeX, where it is short enough to be read. */
export function formula(walk: Walk, settings: ConvolutionSettings): string | null {
  if (settings.operation !== 'convolution' || settings.transposed || walk.taps.length > MOST_TERMS) return null;
  const tex = (text: string) => text.replace(/−/g, '-').replace(/,/g, '{,}').replace(/\u202f/g, '\\,');
  const terms = walk.taps.map(({ value, weight }) => `${tex(signed(value))}\\cdot${tex(signed(weight))}`);
  const lines = [0, 3, 6].map((at) => terms.slice(at, at + 3).join('+')).filter(Boolean).join('\\\\&+');
  return `\\begin{aligned}y&=${lines}${walk.bias === 0 ? '' : `+${tex(signed(walk.bias))}`}\\\\&=${tex(number(walk.output, 5))}\\end{aligned}`;
}

/** The taps of a window, row by row. */
export const rows_of = (taps: Tap[], columns: number): Tap[][] => Array.from({ length: taps.length / columns }, (_, r) => taps.slice(r * columns, (r + 1) * columns));

/** The taps as rows of what `pick` takes of each. */
export function grid<T>(walk: Walk, pick: (tap: Tap, i: number) => T): T[][] {
  return Array.from({ length: walk.rows }, (_, r) => Array.from({ length: walk.columns }, (_, c) => pick(walk.taps[r * walk.columns + c]!, r * walk.columns + c)));
}

export const shown = (value: number): string => (Number.isInteger(value) ? number(value, 6) : Math.abs(value) >= 100 ? fixed(value, 1) : number(value, 3));

/** What the server says, as sentences. */
export const sentences = (...parts: (Words | null | undefined)[]): string =>
  parts.map(said).filter(Boolean).map((words) => words[0]!.toUpperCase() + words.slice(1) + (words.endsWith('.') ? '' : '.')).join(' ');
