// What a teacher's file or a lesson hides or locks: settings and parts of the page by their names, "data" with all below it.
import type { Request, Settings, Words } from '../protocol';
import { changed, setting_at } from '../playground/settings';
import type { Key } from '../words/index.svelte';

export interface Rules { hide?: string[]; lock?: string[] }
export interface TeacherFile extends Rules { percept: 'teacher'; note?: Words }

export function covers(names: string[] | undefined, name: string): boolean {
  return names?.some((one) => name === one || name.startsWith(`${one}.`)) ?? false;
}

/** Whether what a file hides and locks are lists of names. */
export function are_rules(value: object): boolean {
  const { hide, lock } = value as Record<'hide' | 'lock', unknown>;
  return [hide ?? [], lock ?? []].every((list) => Array.isArray(list) && list.every((name) => typeof name === 'string'));
}

export function is_teachers(value: unknown): value is TeacherFile {
  return typeof value === 'object' && value !== null && 'percept' in value && value.percept === 'teacher' && are_rules(value);
}

/** All that can be hidden (h) or locked (l), for the teacher's panel. */
export const CONTROLS: { group: Key; list: [name: string, label: Key, can: 'h' | 'l' | 'hl'][] }[] = [
  { group: 'transport', list: [
    ['transport.play', 'play', 'hl'], ['transport.step', 'teacher.step', 'hl'], ['transport.reset', 'reset', 'hl'], ['timeline', 'timeline', 'hl'], ['lessons', 'lessons', 'hl'], ['share', 'share', 'hl'],
  ] },
  { group: 'column.in', list: [
    ['mode', 'mode', 'hl'], ['data', 'teacher.data', 'hl'], ['data.set', 'data.set', 'hl'], ['data.count', 'data.count', 'hl'], ['data.noise', 'data.noise', 'hl'], ['data.label_noise', 'data.label_noise', 'hl'],
    ['data.imbalance', 'data.imbalance', 'hl'], ['data.classes', 'data.classes', 'hl'], ['data.train', 'data.train', 'hl'], ['data.seed', 'data.again', 'hl'], ['csv', 'csv', 'hl'], ['features', 'features', 'hl'], ['training', 'teacher.training', 'h'],
    ['optimizer', 'teacher.optimizer', 'hl'], ['optimizer.name', 'optimizer', 'hl'], ['optimizer.lr', 'lr', 'hl'], ['schedule', 'schedule', 'hl'], ['batch', 'batch', 'hl'], ['loss', 'loss.function', 'hl'],
    ['l1', 'l1', 'hl'], ['l2', 'l2', 'hl'], ['initial', 'initial', 'hl'], ['seed', 'seed', 'hl'], ['stop', 'stop', 'hl'],
  ] },
  { group: 'column.net', list: [
    ['network', 'network', 'h'], ['model', 'model', 'hl'], ['degree', 'degree', 'hl'], ['layers', 'teacher.layers', 'hl'], ['layers.dropout', 'dropout', 'hl'], ['layers.batch_norm', 'batch_norm', 'hl'], ['weights', 'weights', 'l'], ['inspector', 'inspector', 'h'],
    ['warp', 'warp', 'h'], ['what_if', 'what_if', 'hl'], ['slope', 'slope', 'h'],
  ] },
  { group: 'column.out', list: [
    ['output', 'output', 'h'], ['points', 'points.own', 'hl'], ['show.train', 'show.train', 'hl'], ['show.test', 'show.test', 'hl'], ['discrete', 'discrete', 'hl'], ['signs', 'signs', 'hl'], ['losses', 'losses', 'h'], ['confusion', 'confusion', 'h'],
  ] },
];

// What the server changes along with a setting.
const ALONG: Record<string, string[]> = {
  mode: ['data.set', 'data.points', 'features'],
  model: ['layers', 'features', 'loss', 'optimizer', 'initial', 'batch'],
  degree: ['features'],
};

function value_at(settings: Settings, name: string): unknown {
  const of_layers = /^layers\.([a-z_]+)$/.exec(name)?.[1];
  return of_layers ? settings.layers.map((layer) => layer[of_layers as keyof typeof layer]) : setting_at(settings, name);
}

/** A locked setting that is not what it was; null: none. */
export function touched(locks: string[], before: Settings, after: Settings): string | null {
  return locks.find((name) => {
    const [a, b] = [value_at(before, name), value_at(after, name)];
    const both = Array.isArray(a) && Array.isArray(b) && name.startsWith('layers.') ? Math.min(a.length, b.length) : Infinity; // a layer more or less is no change to the others
    return JSON.stringify(Array.isArray(a) ? a.slice(0, both) : a) !== JSON.stringify(Array.isArray(b) ? b.slice(0, both) : b);
  }) ?? null;
}

/** Which lock stands against a request; null: none. What undo, redo and branches bring is seen only once it has come. */
export function lock_against(request: Request, rules: Rules, settings: Settings | null): string | null {
  const locks = rules.lock ?? [];
  const barred = (...names: string[]) => names.find((name) => covers(locks, name)) ?? null;
  const gone = (...names: string[]) => barred(...names) ?? names.find((name) => covers(rules.hide, name)) ?? null; // a part of the page: hidden is locked
  switch (request.ask) {
    case 'edit': {
      const along = Object.keys(request.changes).flatMap((path) => ALONG[path] ?? []);
      const below = along.find((name) => locks.some((lock) => lock.startsWith(`${name}.`)));
      return barred(...Object.keys(request.changes), ...along) ?? below ?? (settings ? touched(locks, settings, changed(settings, request.changes)) : null);
    }
    case 'weight': case 'lock': return barred('weights');
    case 'set_points': case 'draw': return gone('points') ?? barred('data.points', 'data.set');
    case 'csv': return gone('csv') ?? barred('data.points', 'data.set');
    case 'play': case 'pause': return gone('transport.play');
    case 'reset': return gone('transport.reset');
    case 'step': return request.count < 0 ? gone('transport.step', 'timeline') : gone('transport.step');
    case 'seek': case 'branch': return gone('timeline');
    case 'lottery': case 'sweep': case 'adopt': return gone('what_if');
    case 'export': case 'save': return gone('share');
    case 'open': return gone('share') ?? barred('weights') ?? (settings ? brings(locks, settings, request.text) : null);
    default: return null;
  }
}

function brings(locks: string[], settings: Settings, text: string): string | null {
  try {
    const saved = (JSON.parse(text) as { settings?: Settings }).settings;
    return saved && Array.isArray(saved.layers) ? touched(locks, settings, saved) : null;
  } catch {
    return null; // the server says what is wrong with it
  }
}
