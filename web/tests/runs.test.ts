import { describe, expect, it } from 'vitest';
import { band, median } from '../src/training/bands';
import { lines_of, result } from '../src/training/comparison';
import { figure_csv, figure_svg, LIGHT, scales, type Figure } from '../src/plots/figure';
import type { ComparedRun, RunRow } from '../src/protocol';

const run = (name: string, group: number, means: number[], more: Partial<ComparedRun> = {}): ComparedRun =>
  ({ name, running: false, group, epoch_steps: 2, step_seconds: 0, curves: [{ split: 'train', steps: means.map((_, i) => i + 1), means, least: means, most: means }], ...more });
const shown = (...runs: ComparedRun[]) => runs.map((one) => ({ run: one, colour: 'red', dash: '', marker: 'circle' as const }));
const names = (runs: ComparedRun[]) => runs.map(({ name }) => name).join('+');

describe('bands over seeds', () => {
  it('have the median, the least and the greatest at each place', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(band([{ x: [1, 2], y: [1, 5] }, { x: [1, 2], y: [2, 6] }, { x: [1, 2], y: [9, 1] }])).toEqual({ x: [1, 2], median: [2, 5], least: [1, 1], most: [9, 6], counts: [3, 3] });
  });
  it('count a run only as far as it went, and straight between its points', () => {
    expect(band([{ x: [0, 4], y: [0, 8] }, { x: [1, 2, 6], y: [1, 1, 1] }])).toEqual({ x: [0, 1, 2, 4, 6], median: [0, 1.5, 2.5, 4.5, 1], least: [0, 1, 1, 1, 1], most: [0, 2, 4, 8, 1], counts: [1, 2, 2, 2, 1] });
  });
  it('are one line for a group, and a line each where none are wished', () => {
    const all = shown(run('a', 0, [3, 1]), run('b', 0, [5, 2]), run('c', 2, [9, 9]));
    const lines = lines_of(all, 'train', 'step', 0, true, names);
    expect(lines.map(({ name }) => name)).toEqual(['a+b', 'c']);
    expect(lines[0]).toMatchObject({ y: [4, 1.5], least: [3, 1], most: [5, 2] });
    expect(lines_of(all, 'train', 'step', 0, false, names).map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(lines_of(all, 'train', 'epoch', 0, true, names)[1]!.x).toEqual([0.5, 1]);
    expect(lines_of(all, 'train', 'seconds', 0, true, names)).toEqual([]);
    expect(lines_of(all, 'test', 'step', 0, true, names)).toEqual([]);
  });
  it('give the median of a result and its range, of those that have it', () => {
    const rows = [0.5, null, 0.9].map((accuracy) => ({ accuracy, seconds: 0 }) as RunRow);
    expect(result(rows, 'accuracy')).toEqual({ median: 0.7, least: 0.5, most: 0.9, count: 2 });
    expect(result(rows, 'seconds')).toBeNull();
  });
});

describe('a figure as a file', () => {
  const line = { name: '=cmd|"x"<b>', colour: 'red', dash: '', width: 1, marker: null, x: [0, 1, 10, 100], y: [-1, 1, 10, NaN] };
  const figure: Figure = { title: '<script>', x_label: 'step', y_label: 'loss', log_x: true, log_y: true, lines: [line] };
  it('holds no text as markup and leaves out what a logarithm cannot show', () => {
    const svg = figure_svg(figure, 400, 300, LIGHT, true);
    expect(svg).not.toContain('<script');
    expect(svg).not.toContain('<b>');
    expect(svg).not.toMatch(/NaN|Infinity/);
    expect([scales(figure, 400, 300)!.x.low, scales(figure, 400, 300)!.y.high]).toEqual([1, 10]);
    expect(scales({ ...figure, lines: [] }, 400, 300)).toBeNull();
    const { x } = scales(figure, 400, 300)!;
    for (const value of [1, 3, 10]) expect(x.value(x.at(value))).toBeCloseTo(value, 9);
  });
  it('gives every number as CSV, and no cell that a spreadsheet would compute', () => {
    expect(figure_csv(figure).split('\r\n').slice(0, 3)).toEqual(['line,step,loss,least,greatest', `"'=cmd|""x""<b>",0,-1,,`, `"'=cmd|""x""<b>",1,1,,`]);
  });
});
