import { describe, expect, it, vi } from 'vitest';
import { DEFAULTS } from './catalogue';
import { Lab } from '../src/playground/lab.svelte';
import { changed } from '../src/playground/settings';
import type { Request, State } from '../src/protocol';
import { CONTROLS, covers, is_teachers, lock_against, touched } from '../src/shell/teacher';
import { en } from '../src/words/en';

const against = (request: Request, lock: string[], hide: string[] = []) => lock_against(request, { lock, hide }, DEFAULTS);
const edit = (changes: Record<string, unknown>): Request => ({ ask: 'edit', changes });

describe('a teacher’s file', () => {
  it('names settings, with all below them', () => {
    expect(covers(['data', 'optimizer.lr'], 'data.noise')).toBe(true);
    expect(covers(['data', 'optimizer.lr'], 'optimizer.lr')).toBe(true);
    expect(covers(['data'], 'database')).toBe(false);
    expect(covers(undefined, 'data')).toBe(false);
  });
  it('is told from other files', () => {
    expect(is_teachers({ percept: 'teacher', hide: ['data'] })).toBe(true);
    for (const other of [null, 'teacher', { percept: 'teacher', hide: 'data' }, { percept: 'teacher', lock: [1] }, { hide: ['data'] }]) expect(is_teachers(other)).toBe(false);
  });
  it('can name each control once', () => {
    const names = CONTROLS.flatMap(({ list }) => list);
    expect(new Set(names.map(([name]) => name)).size).toBe(names.length);
    for (const [, label] of names) expect(en[label]).toBeTruthy();
  });
});

describe('a lock', () => {
  it('stands against edits of its setting, in whatever form', () => {
    expect(against(edit({ 'optimizer.lr': 0.5 }), ['optimizer.lr'])).not.toBeNull();
    expect(against(edit({ optimizer: { name: 'adam', lr: 0.001 } }), ['optimizer.lr'])).not.toBeNull();
    expect(against(edit({ optimizer: { ...DEFAULTS.optimizer, name: 'other' } }), ['optimizer.lr'])).toBeNull();
    expect(against(edit({ 'data.noise': 0.2 }), ['data'])).not.toBeNull();
    expect(against(edit({ batch: 5 }), ['data', 'optimizer'])).toBeNull();
  });
  it('stands against what the server changes along with a setting', () => {
    expect(against(edit({ mode: 'curve' }), ['data.set'])).not.toBeNull();
    expect(against(edit({ model: 'perceptron' }), ['optimizer.lr'])).not.toBeNull();
    expect(against(edit({ model: 'linear' }), ['data'])).toBeNull();
  });
  it('of one thing in all layers leaves the number of layers free', () => {
    const layers = DEFAULTS.layers;
    expect(against(edit({ layers: layers.slice(0, 1) }), ['layers.dropout'])).toBeNull();
    expect(against(edit({ layers: layers.map((layer) => ({ ...layer, dropout: 0.5 })) }), ['layers.dropout'])).toBe('layers.dropout');
    expect(against(edit({ layers: layers.slice(0, 1) }), ['layers'])).not.toBeNull();
  });
  it('stands against keys, the palette and files too', () => {
    expect(against({ ask: 'reset' }, ['transport.reset'])).not.toBeNull();
    expect(against({ ask: 'play', epochs_per_second: 0 }, [], ['transport.play'])).not.toBeNull();
    expect(against({ ask: 'step', unit: 'epoch', count: -1 }, ['timeline'])).not.toBeNull();
    expect(against({ ask: 'step', unit: 'epoch', count: 1 }, ['timeline'])).toBeNull();
    expect(against({ ask: 'seek', step: 0 }, ['timeline'])).not.toBeNull();
    expect(against({ ask: 'save' }, ['share'])).not.toBeNull();
    expect(against({ ask: 'lock', path: 'a', index: 0 }, ['weights'])).not.toBeNull();
    expect(against({ ask: 'set_points', points: [] }, ['data'])).not.toBeNull();
    expect(against({ ask: 'csv', text: '', columns: [] }, ['csv'])).not.toBeNull();
    const saved = (changes: Record<string, unknown>): Request => ({ ask: 'open', text: JSON.stringify({ settings: changed(DEFAULTS, changes) }) });
    expect(against(saved({ 'data.noise': 0.4 }), ['data'])).toBe('data');
    expect(against(saved({ batch: 3 }), ['data'])).toBeNull();
    expect(against({ ask: 'open', text: 'no JSON' }, ['data'])).toBeNull();
  });
  it('is seen in what undo has brought', () => {
    expect(touched(['optimizer.lr', 'data'], DEFAULTS, changed(DEFAULTS, { 'data.seed': 7 }))).toBe('data');
    expect(touched(['optimizer.lr', 'data'], DEFAULTS, changed(DEFAULTS, { batch: 7 }))).toBeNull();
  });
  it('is told to the reader, and the setting stays', async () => {
    const lab = new Lab();
    lab.settings = DEFAULTS;
    lab.state = { settings: DEFAULTS } as State;
    lab.teacher = { percept: 'teacher', lock: ['batch'] };
    lab.edit({ batch: 5 });
    await Promise.resolve();
    expect(lab.notices.map(({ problem }) => problem.code)).toEqual(['page.locked']);
    await Promise.resolve();
    expect(lab.settings.batch).toBe(DEFAULTS.batch);
  });
  it.each([['batch', true], ['l2', false]])('is kept from what an exploration brings: it is undone (%s)', async (name, against) => {
    const lab = new Lab();
    const before = { settings: DEFAULTS } as State;
    const asked: Request[] = [];
    const ask = (request: Request) => {
      asked.push(request);
      if (request.ask === 'adopt') lab.state = { ...before, settings: changed(DEFAULTS, { batch: 7 }) };
      return Promise.resolve({ reply: 1 });
    };
    Object.assign(lab, { state: before, connection: { ask }, teacher: { percept: 'teacher', lock: [name] } });
    expect((await lab.ask({ ask: 'adopt', result: 0 })) === null).toBe(against);
    expect(asked).toEqual([{ ask: 'adopt', result: 0 }, ...(against ? [{ ask: 'undo' }] : [])]);
  });
});

describe('the card of a weight', () => {
  const net = (...features: string[]): State => ({ session: 'a', settings: DEFAULTS, points: -1, locks: [] as unknown, layers: [
    { units: features.length, names: features, from: [] as number[] }, { units: 2, names: ['', ''], from: [0] }] }) as unknown as State;
  const after = (column: number, then: State) => {
    const lab = new Lab();
    Object.assign(lab, { state: net('x1', 'x2', 'x1^2'), points_seen: -1, chosen: { kind: 'weight', layer: 1, unit: 1, column } });
    (lab as unknown as { arrived(state: State): void }).arrived(then);
    return lab.chosen;
  };
  it('is put away where its weight is gone, or another stands in its place', () => {
    vi.stubGlobal('location', { href: 'http://studio/?session=a' });
    expect(after(0, net('x1', 'x2'))).not.toBeNull();
    expect(after(2, net('x1', 'x2'))).toBeNull();
    expect(after(1, net('x1', 'x1^2'))).toBeNull();
    vi.unstubAllGlobals();
  });
});
