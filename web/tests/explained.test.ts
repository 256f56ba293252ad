import { describe, expect, it } from 'vitest';
import { points_of_cell } from '../src/playground/confused';
import { loss_explained, penalties_explained, r2_explained, rate_explained, share_explained } from '../src/playground/explained';
import { gradient_formula, largest_of, sum_formula, terms_left_out, type UnitNumbers } from '../src/playground/formulas';
import { DEFAULTS } from './catalogue';

const unit = (change: Partial<UnitNumbers>): UnitNumbers => ({ bias: 0, weights: [1], inputs: [3], sum: 3, output: 3, slope: 1, gradient: 0.5, later: [], ...change });
const of = (loss: string, sums: number[], target: number, at = 0) => gradient_formula(unit({ answer: { loss, formula: 'F', sums, unit: at, target } }), 'en') ?? '';

describe('the gradient at the output', () => {
  it('comes from the loss in use', () => {
    expect(of('binary_cross_entropy_with_logits', [0], 1)).toContain('0.5 - 1 =');
    expect(of('mean_squared_error_of_signs', [0], 0)).toContain('(0 - (-1))(1 - 0^2)');
    expect(of('cross_entropy', [1, 1, 1, 1], 2, 2)).toContain('0.25 - 1 =');
    expect(of('cross_entropy', [1, 1, 1, 1], 2, 0)).toContain('0.25 - 0 =');
    expect(of('mean_squared_error', [1.5], 1)).toContain('2\\,(1.5 - 1)');
    expect(of('perceptron_loss', [-2], 1)).toContain('{cases} -1 & z \\le 0 \\\\ 0 & z > 0 \\end{cases},\\quad y = 1');
    expect(of('perceptron_loss', [0], 0)).toContain('{cases} 1 & z > 0 \\\\ 0 & z \\le 0 \\end{cases},\\quad y = 0'); // at z = 0 nothing
    expect(of('perceptron_loss', [1, 2, 3], 2, 2)).toContain('-\\tfrac1{3} & z \\le 0');
    expect(of('perceptron_loss', [1, 2, 3], 2, 0)).toContain('{cases} \\tfrac1{3} & z > 0');
    expect(of('huber_loss', [1], 1)).toContain('L = F');
  });
});

describe('long sums', () => {
  const long = unit({ weights: [9, 0.1, -8, 7, 6, 5, 4], inputs: [1, 1, 1, 1, 1, 1, 1] });
  it('show the largest terms, or all', () => {
    expect(largest_of([1, -5, 3], 2)).toEqual([1, 2]);
    expect(terms_left_out(long)).toBe(2);
    expect(sum_formula(long, 'en')).not.toContain('0.1');
    expect(sum_formula(long, 'en')).toContain('\\dots');
    expect(sum_formula(long, 'en', true)).toContain('0.1\\cdot 1');
    expect(sum_formula(long, 'en', true)).not.toContain('\\dots');
  });
  it('have the gradient of the weight that was picked', () => {
    const three = unit({ weights: [1, 1, 1, 1], inputs: [0.1, 5, 6, 7] });
    expect(gradient_formula(three, 'en')).not.toContain('w_{1}');
    expect(gradient_formula(three, 'en', false, 0)).toContain('x_{1}\\,\\frac{\\partial L}{\\partial z} = 0.1\\cdot 0.5 = 0.05');
  });
});

describe('a number explained', () => {
  it('has its own numbers put in', () => {
    expect(share_explained(213, 250, 'accuracy', 'en')).toContain('\\frac{213}{250} = 85.2');
    expect(loss_explained(0.5, 200, undefined, 'fr')).toContain('\\frac{100}{200} = 0{,}5');
    expect(r2_explained(0.75, [1, 3], 'en')).toContain('1 - \\frac{0.5}{2} = 0.75');
    expect(rate_explained(0.003, 0.03, { name: 'step', gamma: 0.1, step_size: 30 }, 37, 'en')).toMatch(/0\.03 \\cdot 0\.1 = 0\.003.*e = 37.*s = 30/);
  });
  it('has penalties only where there are some', () => {
    expect(penalties_explained(1, DEFAULTS, [], 'en')).toBeNull();
    expect(penalties_explained(1, { ...DEFAULTS, l1: 0.1, l2: 0.2 }, [[1, -2]], 'en')).toContain('0.1\\cdot 3 + \\frac{0.2}2\\cdot 5 = 1.8');
  });
  it('finds the points that a cell counts', () => {
    const wrong = { shape: [5], scale: 1, data: Uint8Array.from([0, 0, 1, 0, 1]) };
    const points = Float32Array.from([0, 0, 0, 1, 1, 1, 2, 2, 0]);
    const judged = { points, first: 2, wrong, classes: undefined, domain: { left: -6, right: 6, bottom: -6, top: 6 } };
    expect([...points_of_cell(judged, 0, 0)]).toEqual([]);
    expect([...points_of_cell(judged, 0, 1)]).toEqual([2, 4]);
    expect([...points_of_cell(judged, 1, 1)]).toEqual([3]);
  });
});
