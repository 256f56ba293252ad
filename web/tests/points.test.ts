import { afterEach, describe, expect, it, vi } from 'vitest';
import { lab } from '../src/playground/lab.svelte';
import { point_tools } from '../src/playground/point_tools.svelte';
import { WeightLine } from '../src/playground/weights';
import type { Request, State } from '../src/protocol';

afterEach(() => vi.restoreAllMocks());
const heard = () => {
  const asked: Request[] = [];
  vi.spyOn(lab, 'ask').mockImplementation((request) => Promise.resolve((asked.push(request), { reply: 1 })));
  return asked;
};

describe('the label of new points', () => {
  it.each([[0, 0.5, 0.5], [0, 9, 9], [2, 0.5, 1], [2, 0.4, 0], [2, 9, 1], [2, -3, 0], [2, 2, 2], [2, 1.9, 1]])('with %i classes %f is %f', (classes, wish, label) => {
    lab.state = { classes: Array.from({ length: classes }, String) } as State;
    point_tools.label = wish;
    expect(point_tools.label).toBe(label);
    lab.state = null;
  });
});

describe('a weight that is dragged', () => {
  it('sends the last value of those that came meanwhile, and leaves out what is gone', async () => {
    const asked = heard();
    const line = new WeightLine();
    const first = line.set(() => ['1.weight', 3], 0.1, false);
    void line.set(() => ['1.weight', 3], 0.2, true);
    void line.set(() => ['1.weight', 3], 0.3, true);
    await first;
    await line.set(() => null, 1, false);
    await line.set(() => ['1.bias', 0], 2, false);
    expect(asked).toEqual([{ ask: 'weight', path: '1.weight', index: 3, value: 0.1 }, { ask: 'weight', path: '1.weight', index: 3, value: 0.3, goes_on: true }, { ask: 'weight', path: '1.bias', index: 0, value: 2 }]);
  });
});
