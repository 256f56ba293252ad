// The output map in words and as a table, for those who do not see it.
import { ticks } from '../plots/ticks';
import { value_at } from '../plots/field';
import { count, fixed, number, percent, t } from '../words/index.svelte';
import { lab } from './lab.svelte';

function how_many(data: ArrayLike<number>, counts: (value: number) => boolean): number {
  let found = 0;
  for (let i = 0; i < data.length; ++i) found += Number(counts(data[i] ?? 0));
  return found;
}

export function map_in_words(): string {
  const classes = lab.field('class')?.data;
  const output = lab.field('output')?.data;
  const wrong = how_many(lab.field('wrong')?.data ?? [], (one) => one > 0);
  const misjudged = lab.classes > 0 ? ` ${t('map.misjudged', { n: count(wrong) })}` : '';
  if (classes && classes.length > 0) {
    const share = (lab.state?.classes ?? []).map((name, i) => `${name} ${percent(how_many(classes, (one) => one === i) / classes.length)}`);
    return t('map.classes', { list: share.join(', ') }) + misjudged;
  }
  if (lab.curve) return output ? curve_in_words(output) : '';
  if (output && output.length > 0) return t('map.words', { share: percent(how_many(output, (one) => one > 0) / output.length) }) + misjudged;
  return '';
}

/** Where the middle of part i of a curve of n parts lies. */
const place_of = (i: number, n: number): number => lab.domain.left + ((i + 0.5) / n) * (lab.domain.right - lab.domain.left);

function curve_in_words(output: ArrayLike<number>): string {
  const { low, high, rising } = ends_of(output);
  const name = (i: number) => ({ y: number(output[i]), x: number(place_of(i, output.length), 2) });
  const [lowest, highest] = [name(low), name(high)];
  return t('map.curve_words', { low: lowest.y, at_low: lowest.x, high: highest.y, at_high: highest.x, rising: percent(rising) });
}

/** The places of a curve's lowest and highest value, and the share of its length on which it rises. */
export function ends_of(values: ArrayLike<number>): { low: number; high: number; rising: number } {
  let [low, high, up] = [0, 0, 0];
  for (let i = 1; i < values.length; ++i) {
    if (values[i]! < values[low]!) low = i;
    if (values[i]! > values[high]!) high = i;
    up += Number(values[i]! > values[i - 1]!);
  }
  return { low, high, rising: up / Math.max(1, values.length - 1) };
}

const places = (): number[] => ticks(lab.domain.left, lab.domain.right, 6);

export const map_columns = (): string[] => lab.curve ? ['x', t('map.curve_y')] : ['x₂ \\ x₁', ...places().map((place) => number(place))];

export function map_rows(): string[][] {
  const classes = lab.field('class');
  const field = classes ?? lab.field('output');
  if (!field) return [];
  if (lab.curve) {
    const n = field.data.length;
    return Array.from({ length: Math.min(25, n) }, (_, k) => Math.floor(((k + 0.5) / Math.min(25, n)) * n)).map((i) => [fixed(place_of(i, n), 2), number(field.data[i], 4)]);
  }
  const { left, right, bottom, top } = lab.domain;
  return places().reverse().map((x2) => [
    number(x2),
    ...places().map((x1) => {
      const value = value_at(field, 0, (x1 - left) / (right - left), (top - x2) / (top - bottom));
      return classes ? (lab.state?.classes[value ?? 0] ?? '') : number(value, 3);
    }),
  ]);
}
