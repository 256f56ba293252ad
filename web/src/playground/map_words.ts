// The output map in words and as a table, for those who do not see it.
import { ticks } from '../plots/ticks';
import { value_at } from '../plots/field';
import { count, number, percent, t } from '../words/index.svelte';
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
  if (output && output.length > 0) return t('map.words', { share: percent(how_many(output, (one) => one > 0) / output.length) }) + misjudged;
  return '';
}

const places = (): number[] => ticks(lab.domain.left, lab.domain.right, 6);

export const map_columns = (): string[] => ['x₂ \\ x₁', ...places().map((place) => number(place))];

export function map_rows(): string[][] {
  const classes = lab.field('class');
  const field = classes ?? lab.field('output');
  if (!field) return [];
  const { left, right, bottom, top } = lab.domain;
  return places().reverse().map((x2) => [
    number(x2),
    ...places().map((x1) => {
      const value = value_at(field, 0, (x1 - left) / (right - left), (top - x2) / (top - bottom));
      return classes ? (lab.state?.classes[value ?? 0] ?? '') : number(value, 3);
    }),
  ]);
}
