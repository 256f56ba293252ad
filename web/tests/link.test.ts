import { describe, expect, it } from 'vitest';
import { extras_of, from_base64url, read_hash, to_base64url, to_hash, with_extras } from '../src/shell/link';

describe('a link', () => {
  it.each(['{}', '{"a":"é – ∞"}', JSON.stringify({ weights: Array.from({ length: 20000 }, (_, i) => Math.sin(i)) })])('gives back what went in', async (text) => {
    const hash = await to_hash(text);
    expect(hash).toMatch(/^#s=[A-Za-z0-9_-]+$/);
    expect(await read_hash(hash)).toBe(text);
  });
  it('of another kind is none', async () => {
    expect(await read_hash('')).toBeNull();
    expect(await read_hash('#somewhere')).toBeNull();
  });
  it('that is damaged is refused', async () => {
    const hash = await to_hash('{"settings":{"batch":10}}');
    await expect(read_hash(hash.slice(0, -6))).rejects.toThrow();
    await expect(read_hash('#s=!!!')).rejects.toThrow();
  });
  it('carries every byte', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
    expect(from_base64url(to_base64url(bytes))).toEqual(bytes);
  });
});

describe('what the page adds to a saved state', () => {
  const view = { tiles: 'gradient', output: 'surface', discrete: true, train: false, test: true, speed: 20 } as const;
  const teacher = { percept: 'teacher' as const, hide: ['what_if'], lock: ['data'] };
  const slope = { curve: 'x^2', left: -1, right: 1, a: 0, h: 0.5, start: 1, rate: 0.1, momentum: 0.9, nesterov: true, mode: 'secant' } as const;
  const text = '{"kind":"percept playground 1","settings":{"l1":0.10000000149011612,"seed":4294967296}}\n';
  it('goes along in the link, and leaves the text as it is', async () => {
    const more = with_extras(text, { view, slope, teacher });
    expect(more.startsWith(text.slice(0, -2))).toBe(true);
    expect(JSON.parse(more)).toMatchObject({ ...JSON.parse(text), view, slope, teacher });
    expect(extras_of((await read_hash(await to_hash(more)))!)).toEqual({ view, slope, teacher });
  });
  it('may be missing, or unsound', () => {
    expect(extras_of(text)).toEqual({ view: {}, slope: null, teacher: null });
    expect(extras_of('no JSON')).toEqual({ view: {}, slope: null, teacher: null });
    expect(extras_of('{"view":{"tiles":"nonsense","output":3,"train":"yes","test":true,"speed":-1},"teacher":{"hide":["data"]},"slope":{"curve":7,"rate":0.5,"a":"x","mode":"other"}}')).toEqual({ view: { test: true }, slope: { rate: 0.5 }, teacher: null });
  });
});
