// The arithmetic of one unit as formulas for KaTeX, with the values of one point put in.
import { format_number, type Tongue } from '../words/numbers';

const MOST_TERMS = 5;

/** A number for KaTeX: "−0{,}5" in French. */
export function tex_number(value: number | null | undefined, tongue: Tongue, digits = 3): string {
  const text = format_number(value, tongue, digits).replace('−', '-').replace(/\u202f/g, '\\,');
  const [mantissa, exponent] = text.split('e');
  const plain = (mantissa ?? '').replace(',', tongue === 'fr' ? '{,}' : '{,}');
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
}

/** z = b + sum of w x, with its numbers. */
export function sum_formula(unit: UnitNumbers, tongue: Tongue): string {
  const terms = unit.weights.slice(0, MOST_TERMS).map((weight, i) => `${in_brackets(weight, tongue)}\\cdot ${in_brackets(unit.inputs[i] ?? 0, tongue)}`);
  if (unit.weights.length > MOST_TERMS) terms.push('\\dots');
  return `\\begin{aligned} z &= b + \\sum_i w_i x_i \\\\ &= ${[tex_number(unit.bias, tongue), ...terms].join(' + ')} \\\\ &= ${tex_number(unit.sum, tongue, 4)} \\end{aligned}`;
}

/** a = f(z) and f'(z). */
export function activation_formula(unit: UnitNumbers, name: string, tongue: Tongue): string {
  const f = `\\operatorname{${name.replace(/[^a-z]/gi, '')}}`;
  return `\\begin{aligned} a = f(z) &= ${f}(${tex_number(unit.sum, tongue, 4)}) = ${tex_number(unit.output, tongue, 4)} \\\\ f'(z) &= ${tex_number(unit.slope, tongue, 4)} \\end{aligned}`;
}

/** The chain of the gradient: from the units that come after, through the slope, to a weight. */
export function gradient_formula(unit: UnitNumbers, tongue: Tongue): string | null {
  if (unit.gradient === undefined) return null;
  const g = tex_number(unit.gradient, tongue);
  const lines: string[] = [];
  if (unit.later.length > 0) {
    const terms = unit.later.slice(0, MOST_TERMS).map(({ weight, gradient }) => `${in_brackets(weight, tongue)}\\cdot ${in_brackets(gradient, tongue)}`);
    if (unit.later.length > MOST_TERMS) terms.push('\\dots');
    lines.push(`\\frac{\\partial L}{\\partial z} &= f'(z)\\sum_k w_k \\frac{\\partial L}{\\partial z_k}`, `&= ${tex_number(unit.slope, tongue)}\\,\\bigl(${terms.join(' + ')}\\bigr) = ${g}`);
  } else lines.push(`\\frac{\\partial L}{\\partial z} &= ${g}`);
  const first = unit.inputs[0];
  if (first !== undefined) lines.push(`\\frac{\\partial L}{\\partial w_1} &= x_1\\,\\frac{\\partial L}{\\partial z} = ${in_brackets(first, tongue)}\\cdot ${in_brackets(unit.gradient, tongue)} = ${tex_number(first * unit.gradient, tongue)}`);
  return `\\begin{aligned} ${lines.join(' \\\\ ')} \\end{aligned}`;
}
