import { describe, expect, it } from 'vitest';
import type { ReviewedBox } from '../src/protocol';
import { best_overlap, box_at, LOOKS, mark_of, overlap } from '../src/training/boxes';
import { runs_in } from '../src/training/compare.svelte';

const box = (left: number, top: number, right: number, bottom: number, more: Partial<ReviewedBox> = {}): ReviewedBox => ({ label: 0, score: null, state: 'true', left, top, right, bottom, ...more }) as ReviewedBox;

describe('boxes', () => {
  it('overlap by what both cover over what either covers', () => {
    expect(overlap(box(0, 0, 2, 2), box(1, 0, 3, 2))).toBeCloseTo(2 / 6, 12);
    expect(overlap(box(0, 0, 4, 4), box(1, 1, 3, 3))).toBeCloseTo(4 / 16, 12);
    expect(overlap(box(0, 0, 2, 2), box(0, 0, 2, 2))).toBe(1);
    expect(overlap(box(0, 0, 2, 2), box(2, 0, 4, 2))).toBe(0); // they touch
    expect(overlap(box(0, 0, 2, 2), box(5, 5, 6, 6))).toBe(0);
    expect(overlap(box(1, 1, 1, 1), box(0, 0, 2, 2))).toBe(0); // without area
  });
  it('are compared with those of their class on the other side', () => {
    const truth = box(0, 0, 4, 4);
    const found = box(0, 0, 4, 2, { score: 0.9, state: 'hit' });
    expect(best_overlap(truth, [truth, found, box(0, 0, 4, 4, { label: 1, score: 1 })])).toBeCloseTo(0.5, 12);
    expect(best_overlap(found, [truth, found])).toBeCloseTo(0.5, 12);
    expect(best_overlap(truth, [truth, box(0, 0, 4, 4)])).toBeNull(); // both are true
  });
  it('are reached though they lie within others', () => {
    const boxes = [box(0, 0, 10, 10), box(4, 4, 6, 6), box(5, 5, 20, 20)];
    const all = () => true;
    expect(box_at(boxes, all, 5.5, 5.5, 0)).toBe(1);
    expect(box_at(boxes, (one) => one !== boxes[1], 5.5, 5.5, 0)).toBe(0);
    expect(box_at(boxes, all, 15, 15, 0)).toBe(2);
    expect(box_at(boxes, all, 30, 30, 0)).toBeNull();
    expect(box_at(boxes, all, 21, 21, 2)).toBe(2); // near enough
  });
  it('have a mark for each class, and a look of its own for what became of each', () => {
    expect(new Set(Array.from({ length: 40 }, (_, i) => mark_of(i))).size).toBe(40);
    const judged = ['missed', 'difficult', 'hit', 'false', 'ignored'] as const;
    expect(new Set(judged.map((state) => LOOKS[state].sign)).size).toBe(judged.length); // not by colour alone
  });
});

describe('an address that compares runs', () => {
  it('names each once, and twelve at the most', () => {
    expect(runs_in('?lab=training&compare=a-1&compare=b%2C2&compare=a-1&compare=')).toEqual(['a-1', 'b,2']);
    expect(runs_in('?lab=training')).toEqual([]);
    expect(runs_in(Array.from({ length: 30 }, (_, i) => `compare=r-${i}`).join('&'))).toHaveLength(12);
  });
});
