import { describe, expect, it } from 'vitest';
import { limit_of, to_whole, whole_numbers } from '../src/playground/limits';

describe('fields of optimisers and schedules', () => {
  it('count far, and keep shares below one', () => {
    for (const name of ['step_size', 't_max', 'total_steps', 'total_iters', 'patience', 'warmup_steps']) expect(limit_of(name, 0, '').max).toBe(1e6);
    expect(limit_of('t_mult', 1, '').max).toBe(10);
    expect(limit_of('momentum', 0, '').max).toBeLessThan(1);
    expect([limit_of('factor', 1, 'constant').max, limit_of('factor', 0.1, 'plateau').max]).toEqual([10, 0.999]);
    expect(limit_of('unheard_of', 25, '')).toMatchObject({ min: 0, max: 1000 });
  });
  it('step from one whole number to the next', () => {
    expect([to_whole(5.5, 5), to_whole(4.5, 5), to_whole(120.4, 5), to_whole(0.9, 1)]).toEqual([6, 4, 120, 0]);
  });
  it('read lists of either language', () => {
    expect(whole_numbers('90, 30,60')).toEqual([30, 60, 90]);
    expect(whole_numbers('30 ; 60\u202f; 12\u202f000')).toEqual([30, 60, 12000]);
    expect(whole_numbers(' ')).toEqual([]);
    for (const text of ['30, soixante', '1.5', '10,000', '-3']) expect(whole_numbers(text)).toBeNull();
  });
});
