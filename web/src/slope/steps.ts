// A step of a descent in words and as a formula with its numbers put in.
import type { SlopePath, SlopeQuestion } from '../protocol';
import { number, t } from '../words/index.svelte';

export interface Step { x: number; value: number; slope: number; velocity: number; before: number; next: number }

/** The step that leads on from place `at`; at the end of the way, the last one. Null: no step was made. */
export function step_at(path: SlopePath, at: number): Step | null {
  const place = Math.min(at, path.steps.length - 1);
  const [x = 0, value = 0, slope = 0, velocity = 0, next = 0] = path.steps[place] ?? [];
  return place < 0 ? null : { x, value, slope, velocity, before: place > 0 ? (path.steps[place - 1]![3] ?? 0) : 0, next };
}

/** Where the ball lies after so many steps. */
export function ball_at(path: SlopePath, at: number): { x: number; value: number; slope: number; velocity: number } {
  const row = path.steps[at];
  if (!row) return { x: path.x, value: path.value, slope: path.slope, velocity: path.steps.at(-1)?.[3] ?? 0 };
  return { x: row[0]!, value: row[1]!, slope: row[2]!, velocity: at > 0 ? path.steps[at - 1]![3]! : 0 };
}

/** A number in TeX; behind an operator a negative one stands in brackets. */
export function tex(value: number, operand = false): string {
  const text = number(value, 5).replace('−', '-').replace(',', '{,}').replace(/e(-?\d+)/, '\\cdot 10^{$1}').replace('—', '\\text{—}');
  return operand && text.startsWith('-') ? `(${text})` : text;
}

/** A rule over two lines: what it is, and with the numbers of this step. */
function lines(left: string, right: string, numbers: string, result: number): string {
  return `\\begin{aligned} ${left} &\\leftarrow ${right} \\\\ &= ${numbers} = ${tex(result)} \\end{aligned}`;
}

export function rule_of(step: Step, question: SlopeQuestion, inert: boolean): string[] {
  const [rate, mu, x] = [tex(question.rate), tex(question.momentum), tex(step.x)];
  const [slope, velocity] = [tex(step.slope, true), tex(step.velocity, true)];
  if (!inert) return [lines('\\theta', "\\theta - \\alpha\\, f'(\\theta)", `${x} - ${rate} \\cdot ${slope}`, step.next)];
  return [
    lines('v', "\\mu\\, v + f'(\\theta)", `${mu} \\cdot ${tex(step.before, true)} + ${slope}`, step.velocity),
    question.nesterov ? lines('\\theta', "\\theta - \\alpha\\,(f'(\\theta) + \\mu\\, v)", `${x} - ${rate} \\cdot (${tex(step.slope)} + ${mu} \\cdot ${velocity})`, step.next)
      : lines('\\theta', '\\theta - \\alpha\\, v', `${x} - ${rate} \\cdot ${velocity}`, step.next),
  ];
}

export function words_of(step: Step, inert: boolean): string {
  const move = step.next - step.x;
  const values = { x: number(step.x, 4), slope: number(step.slope, 4), next: number(step.next, 4) };
  if (move === 0) return t('slope.words.flat', values);
  if (inert && move * step.slope > 0) return t(move > 0 ? 'slope.words.carried.right' : 'slope.words.carried.left', values);
  return t(move > 0 ? 'slope.words.right' : 'slope.words.left', values);
}

/** How it stands after so many steps, and at the end why it ended there. */
export function verdict_of(path: SlopePath, question: SlopeQuestion, at: number): string {
  const values = { n: path.steps.length, x: number(path.x, 6), nearest: number(path.nearest, 4) };
  if (at < path.steps.length) return t('slope.way', { n: at });
  if (path.end !== 'settled') return t(path.end === 'diverged' ? 'slope.end.diverged' : path.end === 'undefined' ? 'slope.end.undefined' : 'slope.end.steps', values);
  const outside = path.x < question.left || path.x > question.right;
  const place = t(path.found === null ? (outside ? 'slope.end.outside' : 'slope.end.flat') : path.lowest ? 'slope.end.lowest' : 'slope.end.local', values);
  return path.escaped ? `${t('slope.end.escaped', values)} ${place}` : place;
}
