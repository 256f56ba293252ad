import { describe, expect, it } from 'vitest';
import { DEFAULTS } from '../e2e/fake/catalogue';
import { lesson_of, met } from '../src/lessons/lesson';
import { lessons } from '../src/lessons/lessons.svelte';
import { is_teachers } from '../src/playground/share';

const score = (loss: number | null, accuracy: number | null = null) => ({ loss, accuracy, r2: null });
const facts = (train: number | null, test: number | null, epoch = 10) => ({ train: score(train), test: score(test, 0.9), epoch });

describe('a goal', () => {
  it('holds where each of its conditions holds', () => {
    const goal = { test_loss_below: 0.1, units_at_most: 8 };
    expect(met(goal, facts(0.05, 0.09), DEFAULTS)).toBe(true);
    expect(met(goal, facts(0.05, 0.11), DEFAULTS)).toBe(false);
    expect(met({ ...goal, units_at_most: 5 }, facts(0.05, 0.09), DEFAULTS)).toBe(false);
  });
  it('never holds for a loss that overflowed', () => {
    expect(met({ test_loss_below: 9 }, facts(null, null), DEFAULTS)).toBe(false);
    expect(met({ gap_below: 9 }, facts(0.1, null), DEFAULTS)).toBe(false);
  });
  it('looks at settings', () => {
    expect(met({ settings: { 'layers.0.activation': 'tanh' } }, facts(1, 1), DEFAULTS)).toBe(true);
    expect(met({ settings_above: { 'optimizer.lr': 0.03 } }, facts(1, 1), DEFAULTS)).toBe(false);
    expect(met({ layers_at_least: 3 }, facts(1, 1), DEFAULTS)).toBe(false);
    expect(met({ accuracy_above: 0.8, epoch_at_least: 10 }, facts(1, 1), DEFAULTS)).toBe(true);
  });
});

describe('the lessons of the studio', () => {
  it('are four or more, each of 3 to 6 tasks in both languages', () => {
    expect(lessons.all.length).toBeGreaterThanOrEqual(4);
    for (const { tasks } of lessons.all) {
      expect(tasks.length >= 3 && tasks.length <= 6).toBe(true);
      for (const { text, hint } of tasks) for (const words of [text, hint ?? text]) expect(words.en !== '' && words.fr !== '' && words.en !== words.fr).toBe(true);
    }
  });
  it('are told from other files', () => {
    expect(lesson_of({ percept: 'lesson', name: 'x', title: { en: 'a', fr: 'b' }, tasks: [] })).toBeNull();
    for (const other of [null, 3, 'a', {}, { settings: {} }]) expect(lesson_of(other)).toBeNull();
    expect(is_teachers({ percept: 'teacher', hide: ['data'] })).toBe(true);
    expect(is_teachers({ percept: 'teacher', hide: 'data' })).toBe(false);
    expect(is_teachers({ hide: ['data'] })).toBe(false);
  });
});
