// The arithmetic of one unit as formulas for KaTeX, with the values of one point put in.
import { format_number, type Tongue } from '../words/numbers';

const MOST_TERMS = 5;
const A_LINE = 4; // terms

/** A number for KaTeX: "−0{,}5" in French. */
export function tex_number(value: number | null | undefined, tongue: Tongue, digits = 3): string {
  const text = format_number(value, tongue, digits).replace('−', '-');
  const [mantissa, exponent] = text.split('e');
  const plain = (mantissa ?? '').replace(/,/g, '{,}').replace(/\u202f/g, '\\,');
  return exponent === undefined ? plain.replace('—', '\\text{–}') : `${plain}\\cdot 10^{${exponent}}`;
}

function in_brackets(value: number, tongue: Tongue): string {
  const text = tex_number(value, tongue);
  return value < 0 ? `(${text})` : text;
}

export interface UnitNumbers {
  bias: number;
  weights: number[];
  inputs: number[];
  sum: number;
  output: number;
  slope: number;
  gradient: number | undefined; // dL/dz
  later: { weight: number; gradient: number }[]; // the units that read this one; empty at the output
  answer?: Answer | undefined; // of a unit of the output
  norm?: Norm | undefined; // between the sum and the activation
}

/** Batch norm as it stands when nothing is trained: by running statistics. */
export interface Norm { mean: number; variance: number; factor: number; shift: number; value: number }

/** What the loss says of the output's sums z_k, where `unit` is looked at and `target` is right: a class or a value. */
export interface Answer { loss: string; formula: string; sums: number[]; unit: number; target: number | null }

/** The `most` places with the largest sizes, in their order. */
export function largest_of(sizes: number[], most: number): number[] {
  return sizes.map((_, i) => i).sort((a, b) => Math.abs(sizes[b]!) - Math.abs(sizes[a]!)).slice(0, most).sort((a, b) => a - b);
}

export const terms_left_out = (unit: UnitNumbers): number => Math.max(0, Math.max(unit.weights.length, unit.later.length) - MOST_TERMS);

function products(pairs: [number, number][], tongue: Tongue, all: boolean): string[] {
  const shown = all ? pairs : largest_of(pairs.map(([a, b]) => a * b), MOST_TERMS).map((i) => pairs[i]!);
  const terms = shown.map(([a, b]) => `${in_brackets(a, tongue)}\\cdot ${in_brackets(b, tongue)}`);
  return shown.length < pairs.length ? [...terms, '\\dots'] : terms;
}

/** A sum of many terms over several lines of an alignment. */
function in_lines(terms: string[]): string {
  const lines: string[] = [];
  for (let i = 0; i < terms.length; i += A_LINE) lines.push(terms.slice(i, i + A_LINE).join(' + '));
  return lines.join(' \\\\ &\\quad + ');
}

/** z = b + sum of w x, with its numbers: all of them, or the largest. */
export function sum_formula(unit: UnitNumbers, tongue: Tongue, all = false): string {
  const terms = products(unit.weights.map((weight, i) => [weight, unit.inputs[i] ?? 0]), tongue, all);
  return `\\begin{aligned} z &= b + \\sum_i w_i x_i \\\\ &= ${in_lines([tex_number(unit.bias, tongue), ...terms])} \\\\ &= ${tex_number(unit.sum, tongue, 4)} \\end{aligned}`;
}

/** a = f(z) and f'(z); with a norm n(z) before, a = f(n) and da/dz. */
export function activation_formula(unit: UnitNumbers, name: string, tongue: Tongue): string {
  const put = (value: number) => tex_number(value, tongue, 4);
  const lines: string[] = [];
  const [variable, at] = unit.norm ? ['n', unit.norm.value] : ['z', unit.sum];
  if (unit.norm) {
    const { mean, variance, factor, shift, value } = unit.norm;
    lines.push('n &= \\gamma\\,\\frac{z - \\mu}{\\sqrt{\\sigma^2 + \\varepsilon}} + \\beta', `&= ${put(factor)}\\cdot\\frac{${put(unit.sum)} - ${in_brackets(mean, tongue)}}{\\sqrt{${put(variance)} + 10^{-5}}} + ${in_brackets(shift, tongue)} = ${put(value)}`);
  }
  if (name === '' || name === 'none') lines.push(`a &= ${variable} = ${put(at)}`);
  else lines.push(`a = f(${variable}) &= \\operatorname{${name.replace(/[^a-z]/gi, '')}}(${put(at)}) = ${put(unit.output)}`);
  if (unit.norm) lines.push(`\\frac{\\partial a}{\\partial z} &= ${put(unit.slope)}`);
  else if (name !== '' && name !== 'none') lines.push(`f'(z) &= ${put(unit.slope)}`);
  return `\\begin{aligned} ${lines.join(' \\\\ ')} \\end{aligned}`;
}

/** The chain of the gradient: from the units that come after (or from the loss), through the slope, to the weight that was
    picked or to those that it changes most. */
export function gradient_formula(unit: UnitNumbers, tongue: Tongue, all = false, picked: number | null = null): string | null {
  if (unit.gradient === undefined) return null;
  const g = tex_number(unit.gradient, tongue);
  const lines: string[] = [];
  if (unit.later.length > 0) {
    const terms = products(unit.later.map(({ weight, gradient }) => [weight, gradient]), tongue, all);
    lines.push(`\\frac{\\partial L}{\\partial z} &= ${unit.norm ? '\\frac{\\partial a}{\\partial z}' : "f'(z)"}\\sum_k w_k \\frac{\\partial L}{\\partial z_k}`, `&= ${tex_number(unit.slope, tongue)}\\,\\bigl(${in_lines(terms)}\\bigr) = ${g}`);
  } else lines.push(...(unit.answer ? at_the_output(unit.answer, unit.gradient, tongue) : [`\\frac{\\partial L}{\\partial z} &= ${g}`]));
  for (const i of picked === null ? largest_of(unit.inputs, 3) : [picked]) {
    const x = unit.inputs[i];
    if (x !== undefined) lines.push(`\\frac{\\partial L}{\\partial w_{${i + 1}}} &= x_{${i + 1}}\\,\\frac{\\partial L}{\\partial z} = ${in_brackets(x, tongue)}\\cdot ${in_brackets(unit.gradient, tongue)} = ${tex_number(x * unit.gradient, tongue)}`);
  }
  return `\\begin{aligned} ${lines.join(' \\\\ ')} \\end{aligned}`;
}

/** How dL/dz comes about where nothing follows but the loss. */
function at_the_output({ loss, formula, sums, unit, target }: Answer, gradient: number, tongue: Tongue): string[] {
  const put = (value: number) => tex_number(value, tongue);
  const z = sums[unit] ?? 0;
  const y = target ?? 0;
  const result = `= ${put(gradient)}`;
  const by = '\\frac{\\partial L}{\\partial z} &= ';
  if (loss === 'binary_cross_entropy_with_logits') return [`${by}\\sigma(z) - y`, `&= ${put(1 / (1 + Math.exp(-z)))} - ${put(y)} ${result}`];
  if (loss === 'mean_squared_error_of_signs') {
    const [a, t] = [Math.tanh(z), 2 * y - 1];
    return [`${by}2\\,(\\tanh z - t)(1 - \\tanh^2 z),\\quad t = ${t}`, `&= 2\\,(${put(a)} - ${in_brackets(t, tongue)})(1 - ${in_brackets(a, tongue)}^2) ${result}`];
  }
  if (loss === 'cross_entropy') {
    const most = Math.max(...sums);
    const p = Math.exp(z - most) / sums.reduce((sum, one) => sum + Math.exp(one - most), 0);
    return [`\\frac{\\partial L}{\\partial z_{${unit + 1}}} &= p_{${unit + 1}} - y_{${unit + 1}},\\quad p_k = \\frac{e^{z_k}}{\\sum_j e^{z_j}}`, `&= ${put(p)} - ${y === unit ? 1 : 0} ${result}`];
  }
  if (loss === 'mean_squared_error') return [`${by}2\\,(z - y)`, `&= 2\\,(${put(z)} - ${in_brackets(y, tongue)}) ${result}`];
  if (loss === 'perceptron_loss') {
    // Who says yes, z > 0, to a point that is none pays z; who says no to one that is pays -z.
    const yes = sums.length > 1 ? y === unit : y > 0;
    const share = sums.length > 1 ? `\\tfrac1{${sums.length}}` : '1';
    const [pays, not] = yes ? ['\\le', '>'] : ['>', '\\le'];
    return [`${by}\\begin{cases} ${yes ? '-' : ''}${share} & z ${pays} 0 \\\\ 0 & z ${not} 0 \\end{cases},\\quad y = ${Number(yes)}`, `&${result}\\quad (z = ${put(z)})`];
  }
  return [`${by}${put(gradient)},\\quad L = ${formula}`];
}
