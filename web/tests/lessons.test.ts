import { describe, expect, it } from 'vitest';
import { DEFAULTS } from './catalogue';
import { lesson_of, met, report_of, solved_of } from '../src/lessons/lesson';
import { lessons } from '../src/lessons/lessons.svelte';

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
    const own = { percept: 'lesson', name: 'x', title: { en: 'a', fr: 'b' }, tasks: [{ text: { en: 'a', fr: 'b' }, goal: {} }], hide: ['share'] };
    expect(lesson_of(own)).toBe(own);
    for (const wrong of [{ hide: 5 }, { hide: [5] }, { lock: 'data' }]) expect(lesson_of({ ...own, ...wrong })).toBeNull();
    for (const other of [null, 3, 'a', {}, { settings: {} }]) expect(lesson_of(other)).toBeNull();
  });
});

describe('what is kept of a lesson', () => {
  const lesson = lessons.all[0]!;
  const solved = { when: '2026-01-02T03:04:05.000Z', epoch: 12, train_loss: 0.1, test_loss: 0.2 };
  it('goes on where it was', () => {
    const done = lesson.tasks.map((_, i) => (i === 0 ? solved : null));
    expect(solved_of(lesson, JSON.parse(JSON.stringify(done)))).toEqual(done);
  });
  it('is dropped where it does not fit', () => {
    for (const other of [undefined, 'done', [solved], lesson.tasks.map(() => true)]) expect(solved_of(lesson, other).every((one) => one === null)).toBe(true);
  });
  it('is told to the teacher', () => {
    expect(report_of(lesson, lesson.tasks.map((_, i) => (i === 0 ? solved : null)), 'abc')).toMatchObject({
      percept: 'report', lesson: lesson.name, session: 'abc', solved: 1, tasks: lesson.tasks.map((_, i) => (i === 0 ? { solved: true, when: solved.when, epoch: 12 } : { solved: false })),
    });
  });
});
