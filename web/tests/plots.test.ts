import katex from 'katex';
import { describe, expect, it } from 'vitest';
import { wait_before } from '../src/connection';
import { activation_formula, gradient_formula, sum_formula, tex_number } from '../src/playground/formulas';
import { edges_of, lay_out } from '../src/playground/layout';
import { signs_of } from '../src/playground/map_drawing';
import { ends_of } from '../src/playground/map_words';
import { inside, moved, nearest, relabelled, same, without, type Point } from '../src/playground/points';
import { trend } from '../src/playground/summary';
import { cell_of, fitting_losses, values_of } from '../src/playground/sweep';
import { CATALOGUE } from './catalogue';
import { bins } from '../src/plots/bins';
import { ink_on } from '../src/plots/colours';
import { ticks } from '../src/plots/ticks';
import { pitch } from '../src/shell/sound';

const shape = (units: number, from: number[]) => ({ path: '', units, names: [], activation: 'tanh', from, parameters: 0 });

describe('plots', () => {
  it('have round ticks', () => {
    expect(ticks(-6, 6, 6)).toEqual([-6, -4, -2, 0, 2, 4, 6]);
    expect(ticks(0, 0.31, 4)).toEqual([0, 0.1, 0.2, 0.3]);
    expect(ticks(1, 1, 4)).toEqual([1]);
    expect(ticks(0, Infinity, 4)).toEqual([0]);
  });
  it('count every value of a histogram', () => {
    expect(bins([0.001, 0.01, 0.5, 0, 3], 8).counts.reduce((a, b) => a + b)).toBe(5);
    expect(bins([], 8).counts).toEqual(new Array(8).fill(0));
  });
  it('say where the loss goes', () => {
    const history = (losses: number[]) => losses.flatMap((loss, i) => [i, loss, loss, 0, 0]);
    expect(trend(history([1, 0.8, 0.6, 0.4, 0.3, 0.2]), 2)).toBe('falling');
    expect(trend(history([1, 1, 1, 1, 1, 2]), 2)).toBe('rising');
    expect(trend(history([1, 1, 1, 1, 1, 1]), 2)).toBe('steady');
    expect(trend([], 2)).toBe('steady');
  });
  it('sound higher for a larger loss', () => {
    expect(pitch(0.001)).toBeCloseTo(110);
    expect(pitch(1)).toBeCloseTo(880);
    expect(pitch(null)).toBe(880);
  });
});

describe('the network on the page', () => {
  it.each([[360, [2, 4, 2, 1]], [1280, [7, 8, 8, 8, 8, 8, 8, 1]], [900, [2, 256, 1]], [700, [2, 1]]])('of width %d keeps tiles apart and of readable size', (width, units) => {
    const layout = lay_out(units.map((n, k) => shape(n, k ? [k - 1] : [])), width, new Set());
    expect(layout.size >= 48 && layout.size <= 96).toBe(true);
    for (const a of layout.tiles) for (const b of layout.tiles) if (a !== b) expect(Math.abs(a.x - b.x) >= layout.size || Math.abs(a.y - b.y) >= layout.size).toBe(true);
  });
  it('has an edge for each weight between units that are seen', () => {
    const layers = [shape(2, []), shape(3, [0]), shape(1, [0, 1])];
    const edges = edges_of(layers, lay_out(layers, 800, new Set()));
    expect(edges.length).toBe(6 + 5);
    expect(edges.at(-1)).toMatchObject({ layer: 2, unit: 0, column: 4 });
  });
});

describe('points', () => {
  const points: Point[] = [[0, 0, 1], [2, 2, 0]];
  it('are found, moved, relabelled, removed', () => {
    expect(nearest(points, 1.9, 2, 0.5)).toBe(1);
    expect(nearest(points, 1, 1, 0.5)).toBe(-1);
    expect(moved(points, new Set([1]), 1, -1)[1]).toEqual([3, 1, 0]);
    expect(relabelled(points, new Set([0]), 3)[0]).toEqual([0, 0, 3]);
    expect(without(points, new Set([0]))).toEqual([[2, 2, 0]]);
  });
  it('are caught by a lasso', () => {
    const square: [number, number][] = [[-1, -1], [1, -1], [1, 1], [-1, 1]];
    expect([inside(square, 0, 0), inside(square, 2, 2)]).toEqual([true, false]);
  });
});

describe('formulas', () => {
  const unit = { bias: 0.5, weights: [1, -2], inputs: [3, 0.25], sum: 3, output: 0.995, slope: 0.0099, gradient: 0.1, later: [{ weight: -1, gradient: 0.2 }] };
  it('put the numbers in', () => {
    expect(sum_formula(unit, 'en')).toContain('1\\cdot 3 + (-2)\\cdot 0.25');
    expect(sum_formula(unit, 'fr')).toContain('0{,}25');
    expect(activation_formula(unit, 'leaky_relu', 'en')).toContain('\\operatorname{leakyrelu}(3)');
    expect(gradient_formula(unit, 'en')).toContain('(-1)\\cdot 0.2');
    expect(gradient_formula({ ...unit, gradient: undefined }, 'en')).toBeNull();
  });
  it('write powers of ten', () => expect(tex_number(1.5e-7, 'fr')).toBe('1{,}5\\cdot 10^{-7}'));
  it('part thousands so that KaTeX reads them', () => {
    expect(tex_number(-231639.3, 'fr', 7)).toBe('-231\\,639{,}3');
    for (const tongue of ['en', 'fr'] as const) expect(() => katex.renderToString(tex_number(-231639.3, tongue, 7), { throwOnError: true })).not.toThrow();
  });
});

it('a sweep reads numbers and names', () => expect(values_of('0.1; 0,3 relu  ')).toEqual([0.1, 0.3, 'relu']));
it('waits grow, but not for ever', () => {
  expect([0, 1, 2, 20].map(wait_before)).toEqual([0.5, 1, 2, 15]);
});

it('a curve is told by its ends', () => {
  expect(ends_of([0, 2, 1, -3, -1])).toEqual({ low: 3, high: 1, rising: 0.5 });
  expect(ends_of([])).toEqual({ low: 0, high: 0, rising: 0 });
});
it('classes have signs besides their colours', () => {
  expect(signs_of(['a', 'b'])).toEqual(['−', '+']);
  expect(signs_of(['0', '1', '2'])).toEqual(['0', '1', '2']);
  expect(signs_of(['setosa', 'virginica', 'versicolor'])).toEqual(['1', '2', '3']);
  expect([ink_on([255, 240, 40]), ink_on([10, 60, 160])]).toEqual(['#000000', '#ffffff']);
});

describe('a sweep', () => {
  const run = (row: number, column: number, seed: number, test_loss: number | null, solved = false) => ({ row, column, seed, test_loss, solved, epochs: 1, accuracy: null, map: '' });
  it('shows the mean over the seeds of a cell, and takes up its best', () => {
    const results = [run(0, 0, 1, 0.3), run(0, 1, 1, 9), run(0, 0, 2, 0.1, true), run(0, 0, 3, null), run(1, 1, 1, null)];
    expect(cell_of(results, 0, 0)).toEqual({ best: 2, mean: 0.2, runs: 3, overflown: 1, solved: 1 });
    expect(cell_of(results, 1, 1)).toMatchObject({ best: 4, mean: null });
    expect(cell_of(results, 5, 5)).toBeNull();
  });
  it('offers the losses that fit the data', () => {
    const names = (classes: number) => fitting_losses(CATALOGUE, classes).map(({ name, task }) => `${task} ${name}`);
    expect(names(2)).toEqual(['classification mse', 'classification cross_entropy']);
    expect(names(4)).toEqual(['classification cross_entropy']);
    expect(names(0)).toEqual(['regression mse']);
  });
});

it('points are the same in another order, and as 32-bit numbers', () => {
  expect(same([[0.1, 2, 1], [3, 4, 0]], [[3, 4, 0], [Math.fround(0.1), 2, 1]])).toBe(true);
  expect(same([[0.1, 2, 1]], [[0.1, 2, 0]])).toBe(false);
  expect(same([[1, 2, 1], [1, 2, 1]], [[1, 2, 1]])).toBe(false);
});
