import { describe, expect, it } from 'vitest';
import type { SlopePath, SlopeQuestion } from '../src/protocol';
import { slope_in, slope_of } from '../src/slope/kept';
import { Frame, reach } from '../src/slope/picture';
import { ball_at, rule_of, step_at, tex } from '../src/slope/steps';

const question: SlopeQuestion = { curve: 'lectures', left: 0, right: 6, a: 1, h: 1, start: 5, rate: 1, momentum: 0.5, nesterov: false };
const path: SlopePath = { steps: [[5, 0, 3, 3, 2], [2, -1, -1, 0.5, 3]], end: 'steps', x: 3, value: -2, slope: 0.25, nearest: 2.75, found: null, escaped: false, lowest: false };

describe('a step of a descent', () => {
  it('is the one that leads on, at the end the last', () => {
    expect(step_at(path, 0)).toMatchObject({ x: 5, slope: 3, before: 0, next: 2 });
    expect(step_at(path, 1)).toMatchObject({ x: 2, slope: -1, before: 3, next: 3 });
    expect(step_at(path, 9)).toEqual(step_at(path, 1));
    expect(step_at({ ...path, steps: [] }, 0)).toBeNull();
  });
  it('moves the ball', () => {
    expect(ball_at(path, 0)).toEqual({ x: 5, value: 0, slope: 3, velocity: 0 });
    expect(ball_at(path, 2)).toEqual({ x: 3, value: -2, slope: 0.25, velocity: 0.5 });
  });
  it('is told with its numbers', () => {
    const step = step_at(path, 1)!;
    expect(rule_of(step, question, false)[0]).toContain('2 - 1 \\cdot (-1) = 3');
    expect(rule_of(step, question, true)[0]).toContain('0.5 \\cdot 3 + (-1) = 0.5');
    expect(rule_of(step, { ...question, nesterov: true }, true)[1]).toContain('2 - 1 \\cdot (-1 + 0.5 \\cdot 0.5)');
  });
  it('has numbers as TeX writes them', () => {
    expect(tex(-2)).toBe('-2');
    expect(tex(-2, true)).toBe('(-2)');
    expect(tex(1.5e-9)).toBe('1.5\\cdot 10^{-9}');
    expect(tex(NaN)).toBe('\\text{—}');
  });
});

describe('the picture', () => {
  it('shows every height, but no pole', () => {
    expect(reach([0, 1, 2])).toEqual({ low: -0.16, high: 2.16 });
    const pole = Array.from({ length: 100 }, (_, i) => 1 / (i - 50));
    pole[49] = 1e9;
    expect(reach(pole).high).toBeLessThan(10);
    expect(Number.isFinite(reach([NaN]).low)).toBe(true);
  });
  it('breaks the curve where it has no value, and knows what a place is worth', () => {
    const frame = new Frame(-1, 1, 0, 1, 600, 380);
    expect(frame.path([0, NaN, 1, 0.5]).match(/M/g)).toHaveLength(2);
    expect(frame.value(frame.x(0.3))).toBeCloseTo(0.3, 12);
    expect(frame.held(7, 0.5)).toMatchObject({ outside: true, x: frame.x(1) });
  });
});

describe('what is kept of it', () => {
  it('is read back, and only what is sound', () => {
    expect(slope_of({ ...question, mode: 'secant' })).toEqual({ ...question, mode: 'secant' });
    expect(slope_of({ curve: 'x'.repeat(201), left: Infinity, mode: 'other', start: '1' })).toEqual({});
    expect(slope_of(7)).toBeNull();
    expect(slope_in(new URLSearchParams('slope={'))).toBeNull();
    expect(slope_in(new URLSearchParams('slope={"rate":0.5}'))).toEqual({ rate: 0.5 });
  });
});
