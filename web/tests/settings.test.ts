import { describe, expect, it } from 'vitest';
import { DEFAULTS } from './catalogue';
import { Lab } from '../src/playground/lab.svelte';
import { printed } from '../src/playground/names';
import { changed, columns_of, parameter_path, setting_at, with_layer, without_layer } from '../src/playground/settings';
import type { LayerShape } from '../src/protocol';

const layer = (units: number, skip: number[] = []) => ({ units, activation: 'tanh', dropout: 0, batch_norm: false, skip });
const shape = (path: string, units: number, from: number[]): LayerShape => ({ path, units, names: [], activation: 'tanh', from, parameters: 0 });

describe('settings', () => {
  it('are changed by path, in a copy', () => {
    const next = changed(DEFAULTS, { 'optimizer.lr': 0.5, 'layers.0.units': 7, features: ['x1'] });
    expect([next.optimizer['lr'], next.layers[0]?.units, next.features]).toEqual([0.5, 7, ['x1']]);
    expect(DEFAULTS.optimizer['lr']).toBe(0.03);
  });
  it('ignore paths that lead nowhere', () => expect(changed(DEFAULTS, { 'nothing.here': 1 })).toEqual(DEFAULTS));
  it('are read by path', () => {
    expect(setting_at(DEFAULTS, 'layers.1.units')).toBe(2);
    expect(setting_at(DEFAULTS, 'layers.9.units')).toBeUndefined();
  });
});

describe('layers', () => {
  it('that go take their skip links along', () => {
    const layers = [layer(4), layer(3), layer(2, [0, 1]), layer(2, [1, 2])];
    expect(without_layer(layers, 0).map(({ skip }) => skip)).toEqual([[], [0], [1]]);
    expect(without_layer(layers, 3)).toEqual(layers.slice(0, 3));
  });
  it('that come move the skip links beyond them', () => {
    const next = with_layer([layer(4), layer(3), layer(2, [0, 1])], 1);
    expect(next.map(({ units }) => units)).toEqual([4, 4, 3, 2]);
    expect(next[3]?.skip).toEqual([0, 1]);
    expect(with_layer([layer(4), layer(3, [1])], 0)[2]?.skip).toEqual([2]);
  });
  it('name their weights and what these read', () => {
    const layers = [shape('', 2, []), shape('0', 3, [0]), shape('2', 1, [0, 1])];
    expect(parameter_path(layers[2]!, 'weight')).toBe('2.weight');
    expect(columns_of(layers, 2)).toEqual([{ layer: 0, unit: 0 }, { layer: 0, unit: 1 }, { layer: 1, unit: 0 }, { layer: 1, unit: 1 }, { layer: 1, unit: 2 }]);
  });
});

describe('the store', () => {
  it('shows a change at once, and forgets the problem of that setting', () => {
    const lab = new Lab();
    lab.settings = DEFAULTS;
    lab.tell({ code: 'lab.lr', message: { en: 'no', fr: 'non' }, hint: null, where: 'optimizer.lr' });
    expect(lab.problems['optimizer.lr']).toBeDefined();
    lab.edit({ 'optimizer.lr': 0.2 });
    expect(lab.settings.optimizer['lr']).toBe(0.2);
    expect(lab.problems['optimizer.lr']).toBeUndefined();
  });
  it('says a thing once', () => {
    const lab = new Lab();
    for (let i = 0; i < 3; ++i) lab.tell({ code: 'one', message: { en: 'a', fr: 'a' }, hint: null, where: '' });
    expect(lab.notices.length).toBe(1);
  });
});

it('a feature is printed as in a book', () => {
  expect(['x1^2', '(x1/6)^2*(x2/6)', 'x^12'].map(printed)).toEqual(['x₁²', '(x₁/6)²·(x₂/6)', 'x¹²']);
});
