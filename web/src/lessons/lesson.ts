// A lesson: tasks with goals that are checked against what the server says. A file of its own shape, opened or bundled.
import type { Picture, Settings, Words } from '../protocol';
import { setting_at } from '../playground/settings';
import { are_rules } from '../shell/teacher';

export interface Goal {
  test_loss_below?: number;
  train_loss_below?: number;
  accuracy_above?: number; // of the test points
  r2_above?: number;
  gap_above?: number; // test loss less training loss
  gap_below?: number;
  epoch_at_least?: number;
  epoch_at_most?: number;
  units_at_most?: number; // of all hidden layers
  units_at_least?: number;
  layers_at_most?: number;
  layers_at_least?: number;
  features_at_most?: number;
  settings?: Record<string, unknown>; // exactly these values
  settings_above?: Record<string, number>;
  settings_below?: Record<string, number>;
}
export interface Task { text: Words; hint?: Words; goal: Goal; start?: Record<string, unknown> }
export interface Lesson { percept: 'lesson'; name: string; title: Words; start?: Record<string, unknown>; hide?: string[]; lock?: string[]; tasks: Task[] }

type Facts = Pick<Picture, 'train' | 'test' | 'epoch'>;

/** Whether a goal is met: each condition that it names. */
export function met(goal: Goal, facts: Facts, settings: Settings): boolean {
  const { train, test, epoch } = facts;
  const units = settings.layers.reduce((sum, layer) => sum + layer.units, 0);
  const gap = train.loss === null || test.loss === null ? null : test.loss - train.loss;
  const below = (value: number | null, most: number | undefined) => most === undefined || (value !== null && value < most);
  const above = (value: number | null, least: number | undefined) => least === undefined || (value !== null && value > least);
  const at_most = (value: number, most: number | undefined) => most === undefined || value <= most;
  const at_least = (value: number, least: number | undefined) => least === undefined || value >= least;
  const same = Object.entries(goal.settings ?? {}).every(([path, value]) => JSON.stringify(setting_at(settings, path)) === JSON.stringify(value));
  const higher = Object.entries(goal.settings_above ?? {}).every(([path, value]) => Number(setting_at(settings, path)) > value);
  const lower = Object.entries(goal.settings_below ?? {}).every(([path, value]) => Number(setting_at(settings, path)) < value);
  return (
    below(test.loss, goal.test_loss_below) && below(train.loss, goal.train_loss_below) && above(test.accuracy, goal.accuracy_above) && above(test.r2, goal.r2_above) &&
    above(gap, goal.gap_above) && below(gap, goal.gap_below) && at_least(epoch, goal.epoch_at_least) && at_most(epoch, goal.epoch_at_most) &&
    at_most(units, goal.units_at_most) && at_least(units, goal.units_at_least) && at_most(settings.layers.length, goal.layers_at_most) &&
    at_least(settings.layers.length, goal.layers_at_least) && at_most(settings.features.length, goal.features_at_most) && same && higher && lower
  );
}

function words(value: unknown): value is Words {
  return typeof value === 'object' && value !== null && typeof (value as Words).en === 'string' && typeof (value as Words).fr === 'string';
}

/** A lesson out of a file; null where it is something else. */
export function lesson_of(value: unknown): Lesson | null {
  if (typeof value !== 'object' || value === null) return null;
  const one = value as Lesson;
  if (one.percept !== 'lesson' || typeof one.name !== 'string' || !words(one.title) || !Array.isArray(one.tasks) || one.tasks.length === 0 || !are_rules(one)) return null;
  return one.tasks.every((task) => words(task?.text) && typeof task.goal === 'object' && task.goal !== null) ? one : null;
}

/** When a task was done, and the engine's figures then. */
export interface Solved { when: string; epoch: number; train_loss: number | null; test_loss: number | null }

/** What a browser has kept of a lesson's tasks; a lesson that has other tasks by now begins anew. */
export function solved_of(lesson: Lesson, kept: unknown): (Solved | null)[] {
  const list: unknown[] = Array.isArray(kept) && kept.length === lesson.tasks.length ? kept : lesson.tasks.map(() => null);
  return list.map((one) => (typeof one === 'object' && one !== null && typeof (one as Solved).when === 'string' ? (one as Solved) : null));
}

/** For the teacher: which tasks were solved, and when. */
export function report_of(lesson: Lesson, done: (Solved | null)[], session: string): object {
  return {
    percept: 'report', lesson: lesson.name, title: lesson.title, session, saved: new Date().toISOString(), solved: done.filter((one) => one !== null).length,
    tasks: lesson.tasks.map(({ text }, i) => ({ text, solved: done[i] !== null, ...done[i] })),
  };
}
