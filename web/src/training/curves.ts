// The curves of a run, put together from what each picture brings, and what is drawn of them.
import { TEST, TRAIN } from '../plots/colours';
import type { Line } from '../plots/figure';
import type { RunPicture } from './picture';

/** Of each row: the last step in it, and the mean, least and greatest value. */
export interface Curve { name: string; width: number; steps: number[]; means: number[]; least: number[]; most: number[] }
export type Curves = ReadonlyMap<string, Curve>;

/** The curves after a picture: rows from `from` on are its own, those before stay. */
export function grown(before: Curves, picture: RunPicture): Curves {
  const curves = new Map(picture.head.fresh ? [] : before);
  for (const { name, from, width } of picture.head.curves) {
    const rows = picture.fields.get(name);
    if (!rows || rows.shape[1] !== 4) continue;
    const old = curves.get(name) ?? { name, width, steps: [], means: [], least: [], most: [] };
    if (from > old.steps.length) continue; // what comes before is missing
    const curve: Curve = { name, width, steps: old.steps.slice(0, from), means: old.means.slice(0, from), least: old.least.slice(0, from), most: old.most.slice(0, from) };
    for (let i = 0; i + 3 < rows.data.length; i += 4) {
      curve.steps.push(rows.data[i]!);
      curve.means.push(rows.data[i + 1]!);
      curve.least.push(rows.data[i + 2]!);
      curve.most.push(rows.data[i + 3]!);
    }
    curves.set(name, curve);
  }
  return curves;
}

/** Means that forget over about `over` steps: each value weighs exp(-distance / over), and the weights are divided out. 0: as they are. */
export function smoothed({ steps, means }: Pick<Curve, 'steps' | 'means'>, over: number): number[] {
  if (!(over > 0)) return means;
  let [sum, weights] = [0, 0];
  return means.map((mean, i) => {
    const kept = i === 0 ? 0 : Math.exp(-(steps[i]! - steps[i - 1]!) / over);
    sum = sum * kept + mean;
    weights = weights * kept + 1;
    return sum / weights;
  });
}

/** The names of the figures, without their split: "loss" first, then "accuracy". */
export function figures(curves: Curves): string[] {
  const names = [...new Set([...curves.keys()].map((name) => name.slice(name.indexOf('/') + 1)))];
  const rank = (name: string) => (name === 'loss' ? 0 : name === 'accuracy' ? 1 : 2);
  return names.sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
}

export const split_of = (name: string): string => name.slice(0, name.indexOf('/'));

/** The curves of one figure: training first. */
export function of_figure(curves: Curves, figure: string): Curve[] {
  const order = ['train', 'val', 'test'];
  return [...curves.values()].filter(({ name }) => name.slice(name.indexOf('/') + 1) === figure).sort((a, b) => order.indexOf(split_of(a.name)) - order.indexOf(split_of(b.name)));
}

/** A curve as it is drawn: training with what it is smoothed to, evaluations as marks on a dashed line. */
export function lines_of_curve(curve: Curve, over: number, name: string, smooth: string): Line[] {
  const usual = { x: curve.steps, y: curve.means, width: 2, dash: '', marker: null };
  if (split_of(curve.name) !== 'train') return [{ ...usual, name, colour: TEST.light, dash: '6 4', marker: 'circle', dots: true }];
  const raw: Line = { ...usual, name, colour: TRAIN.light, width: 1, thin: true, least: curve.least, most: curve.most };
  return over > 0 ? [raw, { ...usual, name: `${name}, ${smooth}`, colour: TRAIN.light, y: smoothed(curve, over) }] : [{ ...raw, thin: false, width: 2 }];
}

/** Seconds in words that need no unit twice: 1:05:09. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (n: number) => String(n).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
