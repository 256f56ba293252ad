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
  it('take a constant space, however many steps there are', () => {
    // As a session tells them: full rows merge with their neighbours, and a picture brings what the page has not.
    const MOST = 2048, AT_ONCE = 997;
    let rows: number[][] = [];
    let [width, from] = [1, 0];
    let curves = grown(new Map(), picture(true, 0, []));
    for (let step = 1; step <= 1_000_000; ++step) {
      const value = step === 123_457 ? 99 : 1;
      const last = rows.at(-1);
      if (last && Math.floor(last[0]! / width) === Math.floor(step / width)) rows[rows.length - 1] = [step, value, Math.min(last[2]!, value), Math.max(last[3]!, value)];
      else rows.push([step, value, value, value]);
      if (rows.length > MOST) {
        [width, from] = [width * 2, 0];
        rows = rows.reduce<number[][]>((merged, row) => {
          const to = merged.at(-1);
          if (!to || Math.floor(to[0]! / width) !== Math.floor(row[0]! / width)) return [...merged, row];
          merged[merged.length - 1] = [row[0]!, row[1]!, Math.min(to[2]!, row[2]!), Math.max(to[3]!, row[3]!)];
          return merged;
        }, []);
      }
      if (step % AT_ONCE !== 0 && step !== 1_000_000) continue;
      curves = grown(curves, picture(false, from, rows.slice(from)));
      expect(curves.get('train/loss')!.steps.length).toBeLessThanOrEqual(MOST);
      from = Math.max(0, rows.length - 1);
    }
    const { steps, means, least, most } = curves.get('train/loss')!;
    expect([steps, means, least, most].map((list) => list.length)).toEqual(Array(4).fill(rows.length));
    expect(steps).toEqual(rows.map(([step]) => step));
    expect(Math.max(...most)).toBe(99);
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
