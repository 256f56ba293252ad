// How the numbers on the page come about: a formula, the same with the numbers put in, and a sentence.
import type { LossChoice, ScheduleSettings, Settings } from '../protocol';
import type { Tongue } from '../words/numbers';
import { tex_number } from './formulas';

const aligned = (lines: string[]): string => `\\begin{aligned} ${lines.join(' \\\\ ')} \\end{aligned}`;

/** The mean of the loss over n points. */
export function loss_explained(value: number, n: number, loss: LossChoice | undefined, tongue: Tongue): string {
  return aligned([
    `\\ell &= ${loss?.formula ?? '\\dots'}`,
    `L &= \\frac1N \\sum_{i=1}^N \\ell_i = \\frac{${tex_number(value * n, tongue, 4)}}{${n}} = ${tex_number(value, tongue, 4)}`,
  ]);
}

/** The share of wrong answers: what there is to count of a model that makes no loss small. */
export function wrong_explained(value: number, n: number, tongue: Tongue): string {
  return aligned([
    '\\ell_i &= \\begin{cases} 1 & \\hat y_i \\neq y_i \\\\ 0 & \\hat y_i = y_i \\end{cases}',
    `L &= \\frac1N \\sum_{i=1}^N \\ell_i = \\frac{${tex_number(value * n, tongue, 4)}}{${n}} = ${tex_number(value, tongue, 4)}`,
  ]);
}

/** What training makes small besides: the penalties; null where there are none. */
export function penalties_explained(value: number, { l1, l2 }: Settings, weights: ArrayLike<number>[], tongue: Tongue): string | null {
  if (l1 === 0 && l2 === 0) return null;
  let [sizes, squares] = [0, 0];
  for (const list of weights) for (let i = 0; i < list.length; ++i) [sizes, squares] = [sizes + Math.abs(list[i]!), squares + list[i]! ** 2];
  const put = (number: number) => tex_number(number, tongue);
  const signs = ['L', ...(l1 > 0 ? ['\\lambda_1 \\sum |w|'] : []), ...(l2 > 0 ? ['\\frac{\\lambda_2}2 \\sum w^2'] : [])];
  const numbers = [put(value), ...(l1 > 0 ? [`${put(l1)}\\cdot ${put(sizes)}`] : []), ...(l2 > 0 ? [`\\frac{${put(l2)}}2\\cdot ${put(squares)}`] : [])];
  return aligned([`&${signs.join(' + ')}`, `&= ${numbers.join(' + ')} = ${tex_number(value + l1 * sizes + (l2 / 2) * squares, tongue, 4)}`]);
}

export function share_explained(part: number, whole: number, name: string, tongue: Tongue): string {
  return `\\text{${name}} = \\frac{${part}}{${whole}} = ${tex_number((100 * part) / Math.max(1, whole), tongue, 4)}\\,\\%`;
}

/** Of the targets the spread is known here; what is left over follows from R². */
export function r2_explained(r2: number, targets: number[], tongue: Tongue): string {
  const mean = targets.reduce((sum, y) => sum + y, 0) / Math.max(1, targets.length);
  const total = targets.reduce((sum, y) => sum + (y - mean) ** 2, 0);
  const put = (number: number) => tex_number(number, tongue, 4);
  return aligned([
    'R^2 &= 1 - \\frac{SS_{\\mathrm{res}}}{SS_{\\mathrm{tot}}} = 1 - \\frac{\\sum_i (y_i - z_i)^2}{\\sum_i (y_i - \\bar y)^2}',
    `&= 1 - \\frac{${put((1 - r2) * total)}}{${put(total)}} = ${put(r2)},\\quad \\bar y = ${put(mean)}`,
  ]);
}

// The factor of each schedule at epoch e, and its fields as the formula calls them.
const FACTORS: Record<string, [string, Record<string, string>]> = {
  step: ['\\gamma^{\\lfloor e/s \\rfloor}', { '\\gamma': 'gamma', s: 'step_size' }],
  multi_step: ['\\gamma^{k}', { '\\gamma': 'gamma' }],
  exponential: ['\\gamma^{e}', { '\\gamma': 'gamma' }],
  polynomial: ['(1 - e/T)^p', { T: 'total_iters', p: 'power' }],
  linear: ['a + (b - a)\\,\\min(e/T, 1)', { a: 'start_factor', b: 'end_factor', T: 'total_iters' }],
  cosine: ['m + (1 - m)\\,\\tfrac12(1 + \\cos(\\pi e/T))', { m: 'eta_min', T: 't_max' }],
  cosine_restarts: ['m + (1 - m)\\,\\tfrac12(1 + \\cos(\\pi e\'/T\'))', { m: 'eta_min', T: 't_0', c: 't_mult' }],
  noam: ['d^{-1/2}\\min\\bigl((e+1)^{-1/2},\\,(e+1)\\,w^{-3/2}\\bigr)', { d: 'model_size', w: 'warmup' }],
  one_cycle: ['f(e)', { T: 'total_steps', p: 'pct_start', d: 'div_factor' }],
  plateau: ['q^{k}', { q: 'factor', n: 'patience' }],
};

/** The base rate times the schedule's factor. */
export function rate_explained(now: number, base: number, schedule: ScheduleSettings, epoch: number, tongue: Tongue): string {
  const [formula, fields] = FACTORS[schedule.name] ?? ['1', {}];
  const put = (number: number) => tex_number(number, tongue);
  const known = Object.entries(fields).flatMap(([sign, field]) => {
    const value = schedule[field];
    return typeof value !== 'number' || (value === 0 && sign === 'T') ? [] : [`${sign} = ${put(value)}`];
  });
  return aligned([
    `\\eta &= \\eta_0 \\cdot ${formula}`,
    `&= ${put(base)} \\cdot ${put(base > 0 ? now / base : 1)} = ${put(now)}`,
    ...(schedule.name in FACTORS ? [`&\\quad ${[`e = ${epoch}`, ...known].join(',\\ ')}`] : []),
  ]);
}
