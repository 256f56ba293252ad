import { describe, expect, it } from 'vitest';
import type { RunRow } from '../src/protocol';
import { clock, grown, smoothed, type Curve } from '../src/training/curves';
import type { RunPicture } from '../src/training/picture';
import { fits, sorted } from '../src/training/table';

const row = (name: string, more: Partial<RunRow> = {}): RunRow => ({ name, status: 'finished', recipe: 'a', data: 'digits', began: '2026-01-01T00:00:00Z', seed: 0, step: 0, steps: 0, parameters: 0, seconds: 0, loss: null, accuracy: null, best_loss: null, best_accuracy: null, test_loss: null, test_accuracy: null, labels: { star: false, tags: [], note: '' }, ...more });

describe('the table of runs', () => {
  it('sorts numbers as numbers, names as people do, and what is missing last either way', () => {
    const rows = [row('a-10', { loss: 3 }), row('a-9'), row('a-2', { loss: 20 })];
    expect(sorted([...rows], 'name', false).map(({ name }) => name)).toEqual(['a-2', 'a-9', 'a-10']);
    expect(sorted([...rows], 'loss', false).map(({ name }) => name)).toEqual(['a-10', 'a-2', 'a-9']);
    expect(sorted([...rows], 'loss', true).map(({ name }) => name)).toEqual(['a-2', 'a-10', 'a-9']);
  });
  it('filters by every word, wherever it stands', () => {
    const one = row('lenet-3', { labels: { star: false, tags: ['Best'], note: 'slow' } });
    expect(fits(one, '')).toBe(true);
    expect(fits(one, 'best LENET')).toBe(true);
    expect(fits(one, 'best mlp')).toBe(false);
  });
});

describe('the curves', () => {
  const curve = (steps: number[], means: number[]): Curve => ({ name: 'train/loss', width: 1, steps, means, least: means, most: means });
  const picture = (fresh: boolean, from: number, rows: number[][]): RunPicture => ({
    head: { kind: 'training', run: 'a', fresh, paused: false, step: 0, steps: 0, epoch: 0, epochs: 0, time: null, lr: null, samples_per_second: null, steps_per_second: null, seconds_left: null, memory: null, curves: [{ name: 'train/loss', from, count: from + rows.length, width: 1 }], blobs: [] },
    fields: new Map([['train/loss', { shape: [rows.length, 4], scale: 1, data: new Float32Array(rows.flat()) }]]),
  });
  it('grow by what each picture brings, and begin anew where it says so', () => {
    let curves = grown(new Map(), picture(true, 0, [[1, 5, 5, 5], [2, 4, 4, 4]]));
    curves = grown(curves, picture(false, 1, [[3, 3, 2, 4], [4, 1, 1, 1]]));
    expect(curves.get('train/loss')).toEqual({ name: 'train/loss', width: 1, steps: [1, 3, 4], means: [5, 3, 1], least: [5, 2, 1], most: [5, 4, 1] });
    expect(grown(curves, picture(false, 9, [[9, 9, 9, 9]])).get('train/loss')?.steps).toEqual([1, 3, 4]); // what is before it is missing
    expect(grown(curves, picture(true, 0, [[7, 7, 7, 7]])).get('train/loss')?.steps).toEqual([7]);
  });
  it('are smoothed by weights that fall with the distance in steps', () => {
    expect(smoothed(curve([1, 2], [4, 0]), 0)).toEqual([4, 0]);
    const kept = Math.exp(-1 / 3);
    expect(smoothed(curve([1, 2], [4, 0]), 3)[1]).toBeCloseTo((4 * kept) / (1 + kept), 12);
    expect(smoothed(curve([1, 2, 3], [2, 2, 2]), 50)).toEqual([2, 2, 2]);
    expect(smoothed(curve([1, 1000], [4, 0]), 3)[1]).toBeCloseTo(0, 12);
  });
  it('tell times as clocks do', () => {
    expect([clock(5), clock(65.4), clock(3909)]).toEqual(['0:05', '1:05', '1:05:09']);
  });
});
