// The arithmetic of the models that learn without a gradient, as formulas for KaTeX.
import type { Mistakes, StepLook } from '../protocol';
import type { Tongue } from '../words/numbers';
import { tex_number } from './formulas';

const MOST = 4; // terms that are written out

const aligned = (lines: string[]): string => `\\begin{aligned} ${lines.join(' \\\\ ')} \\end{aligned}`;
const put = (value: number, tongue: Tongue): string => tex_number(value, tongue, 4);
const bracketed = (value: number, tongue: Tongue): string => (value < 0 ? `(${put(value, tongue)})` : put(value, tongue));
const vector = (values: number[], tongue: Tongue): string => `(${values.slice(0, MOST).map((one) => put(one, tongue)).join(';\\ ')}${values.length > MOST ? ';\\ \\dots' : ''})`;

/** z = w x + b with its numbers; `row`: the weights and last the bias. */
export function sum_with_numbers(row: number[], x: number[], z: number, tongue: Tongue): string {
  const terms = x.slice(0, MOST).map((one, i) => `${bracketed(row[i] ?? 0, tongue)}\\cdot ${bracketed(one, tongue)}`);
  if (x.length > MOST) terms.push('\\dots');
  return aligned(['z &= \\sum_i w_i x_i + b', `&= ${terms.join(' + ')} + ${bracketed(row.at(-1) ?? 0, tongue)} = ${put(z, tongue)}`]);
}

/** What Rosenblatt's rule did to the weights of each unit that it changed. */
export function update_with_numbers({ rows, target, features }: StepLook, tongue: Tongue): string {
  const several = rows.length > 1;
  const lines = rows.flatMap(({ unit, before, after }) => {
    const sign = several ? (unit === target ? '+' : '-') : target === 1 ? '+' : '-';
    const name = several ? `_{${unit + 1}}` : '';
    return [
      `w${name} &\\leftarrow w${name} ${sign} x = ${vector(before.slice(0, -1), tongue)} ${sign} ${vector(features, tongue)} = ${vector(after.slice(0, -1), tongue)}`,
      `b${name} &\\leftarrow b${name} ${sign} 1 = ${put(before.at(-1) ?? 0, tongue)} ${sign} 1 = ${put(after.at(-1) ?? 0, tongue)}`,
    ];
  });
  return aligned(lines);
}

/** Novikoff's bound. */
export function bound_with_numbers({ radius, margin, most }: Mistakes, tongue: Tongue): string {
  return `\\left(\\frac{R}{g}\\right)^{2} = \\left(\\frac{${put(radius ?? 0, tongue)}}{${put(margin ?? 0, tongue)}}\\right)^{2} = ${put(most ?? 0, tongue)}`;
}

/** How a mean takes in one more point. */
export function mean_with_numbers({ rows, features, count }: StepLook, tongue: Tongue): string {
  const after = rows[0]?.after ?? [];
  const before = rows[0]?.before ?? [];
  if (count <= 1 || before.length === 0) return `m = x = ${vector(after, tongue)}`;
  return aligned([`m &\\leftarrow m + \\frac{x - m}{n},\\quad n = ${count}`, `&= ${vector(before, tongue)} + \\tfrac1{${count}}\\,\\bigl(${vector(features, tongue)} - ${vector(before, tongue)}\\bigr) = ${vector(after, tongue)}`]);
}

/** The distance of a place from a mean or a point. */
export function distance_with_numbers(x: number[], other: number[], distance: number, tongue: Tongue): string {
  const terms = x.slice(0, MOST).map((one, i) => `(${put(one, tongue)} - ${bracketed(other[i] ?? 0, tongue)})^2`);
  if (x.length > MOST) terms.push('\\dots');
  return `\\sqrt{${terms.join(' + ')}} = ${put(distance, tongue)}`;
}
