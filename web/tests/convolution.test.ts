import { describe, expect, it } from 'vitest';
import { all_resized, channels_of, possible_groups, with_bias, with_copy, with_slice, without } from '../src/convolution/layer';
import { parse_cell, resized, with_cell } from '../src/convolution/kernel';
import { decode, input_pixels, numbers_at, shown_pixels } from '../src/convolution/picture';
import { centred, fitted, following, held, zoomed } from '../src/convolution/viewport';
import { formula, sentences, spoken } from '../src/convolution/walk';
import { place_adding, place_seeing, window_added, window_at } from '../src/convolution/window';
import { PictureError } from '../src/picture';
import type { ConvolutionSettings, Tap, Walk } from '../src/protocol';
import { language } from '../src/words/index.svelte';

const SETTINGS: ConvolutionSettings = {
  picture: 'digit', colour: false, channel: -1, shift: 0, operation: 'convolution', preset: '', kernel: [[1, 0, -1], [1, 0, -1], [1, 0, -1]], bias: 0, border: 'none', padding: 1,
  stride: 1, dilation: 1, transposed: false, global: false, window: 2, window_stride: 2, scale: 'clip', relu: false, groups: 1, filters: [{ weights: [[[1]]], bias: 0 }], before: [], after: [],
};
const bytes = (shape: number[], numbers: number[]) => ({ shape, scale: 1, data: Uint8Array.from(numbers) });

describe('a cell of the kernel', () => {
  it.each([['2', 2], ['-0.5', -0.5], ['1/16', 0.0625], ['-3/4', -0.75], ['0/3', 0], [' 1 / 4 ', 0.25]])('%s is %d', (text, value) => expect(parse_cell(text, 'en')).toBe(value));
  it('takes a comma in French', () => expect(parse_cell('1,5/3', 'fr')).toBe(0.5));
  it.each(['', 'a', '1/0', '1/2/3', '/2', '1/', '1e10', '2x'])('%s is none', (text) => expect(parse_cell(text, 'en')).toBeNull());
});

describe('a kernel', () => {
  it('grows and shrinks about its middle', () => {
    expect(resized([[5]], 3, 3)).toEqual([[0, 0, 0], [0, 5, 0], [0, 0, 0]]);
    expect(resized([[1, 2, 3], [4, 5, 6], [7, 8, 9]], 1, 3)).toEqual([[4, 5, 6]]);
    expect(resized(resized([[1, 2], [3, 4]], 5, 4), 2, 2)).toEqual([[1, 2], [3, 4]]);
  });
  it('changes one number, or all of its mirrored places', () => {
    const zeros = [[0, 0, 0], [0, 0, 0], [0, 0, 0]];
    expect(with_cell(zeros, 0, 1, 7, false)).toEqual([[0, 7, 0], [0, 0, 0], [0, 0, 0]]);
    expect(with_cell(zeros, 0, 1, 7, true)).toEqual([[0, 7, 0], [0, 0, 0], [0, 7, 0]]);
    expect(with_cell(zeros, 0, 0, 7, true)).toEqual([[7, 0, 7], [0, 0, 0], [7, 0, 7]]);
  });
});

describe('pixels', () => {
  it('of the input go from low to high', () => expect([...input_pixels(bytes([1, 1, 2], [2, 12]), 2, 12, -1).rgba]).toEqual([0, 0, 0, 255, 255, 255, 255, 255]));
  it('of a colour picture come plane by plane, or as one channel', () => {
    const field = bytes([3, 1, 1], [10, 20, 30]);
    expect([...input_pixels(field, 0, 255, -1).rgba]).toEqual([10, 20, 30, 255]);
    expect([...input_pixels(field, 0, 255, 1).rgba]).toEqual([20, 20, 20, 255]);
  });
  it('of the output come pixel by pixel', () => {
    expect([...shown_pixels(bytes([1, 1, 1, 3], [1, 2, 3]), -1).rgba]).toEqual([1, 2, 3, 255]);
    expect([...shown_pixels(bytes([1, 1, 2, 1], [4, 5]), 2).rgba]).toEqual([4, 4, 4, 255, 5, 5, 5, 255]);
    expect([...shown_pixels(bytes([2, 1, 1, 1], [4, 5]), -1, 1).rgba]).toEqual([5, 5, 5, 255]);
  });
  it('of another lab are refused', () => {
    const head = new TextEncoder().encode(JSON.stringify({ kind: 'network', blobs: [] }).padEnd(32));
    const message = new Uint8Array(4 + head.length);
    message.set([head.length, 0, 0, 0]);
    message.set(head, 4);
    expect(() => decode(message.buffer)).toThrow(PictureError);
  });
});

describe('numbers', () => {
  const field = bytes([3, 1, 2], [1, 2, 3, 4, 5, 6]);
  it('are those of one channel, or of all', () => {
    expect(numbers_at(field, 1, 1)).toBe(4);
    expect(numbers_at(field, -1, 0)).toEqual([1, 3, 5]);
    expect(numbers_at(bytes([1, 1, 2], [7, 8]), -1, 1)).toBe(8);
  });
});

describe('the viewport', () => {
  it('goes along with a finger, and with two that part', () => {
    const [picture, view] = [{ width: 100, height: 100 }, { width: 200, height: 200 }];
    const at = { cell: 10, left: 40, top: 40 };
    expect(held(at, [{ x: 100, y: 100 }], [{ x: 80, y: 130 }], picture, view)).toEqual({ cell: 10, left: 42, top: 37 });
    const pinched = held(at, [{ x: 50, y: 100 }, { x: 150, y: 100 }], [{ x: 0, y: 100 }, { x: 200, y: 100 }], picture, view);
    expect(pinched).toEqual({ cell: 20, left: 45, top: 45 });
  });
  const [picture, view] = [{ width: 100, height: 50 }, { width: 200, height: 200 }];
  it('shows all, in the middle', () => expect(fitted(picture, view)).toMatchObject({ cell: 2 }));
  it('shows nothing beyond the edges', () => expect(centred({ cell: 10, left: -5, top: 99 }, picture, view)).toEqual({ cell: 10, left: 0, top: 30 }));
  it('keeps a place where it is', () => {
    const next = zoomed({ cell: 10, left: 40, top: 20 }, 2, 50, 30, picture, view);
    expect((50 - next.left) * next.cell).toBeCloseTo((50 - 40) * 10);
  });
  it('follows the cursor', () => {
    const next = following({ cell: 20, left: 0, top: 0 }, 30, 5, picture, view);
    expect(next.left).toBeGreaterThan(20);
    expect(next.left + 10).toBeGreaterThanOrEqual(31);
    expect(following(next, 30, 5, picture, view)).toEqual(next);
  });
});

describe('the window', () => {
  it('goes by the stride and back', () => {
    const settings = { ...SETTINGS, stride: 2, dilation: 2 };
    const seen = window_at(settings, { row: 3, column: 1 }, { width: 20, height: 20 });
    expect(seen).toEqual({ row: 6, column: 2, rows: 3, columns: 3, step: 2 });
    expect(place_seeing(settings, seen.row + 2, seen.column + 2)).toEqual({ row: 3, column: 1 });
  });
  it('of global pooling is the picture', () => expect(window_at({ ...SETTINGS, operation: 'max', global: true }, { row: 0, column: 0 }, { width: 6, height: 4 })).toMatchObject({ rows: 4, columns: 6 }));
  it('of a transposed convolution lies in the output', () => {
    const settings = { ...SETTINGS, transposed: true, stride: 2, border: 'zero' };
    expect(window_added(settings, { row: 1, column: 2 })).toMatchObject({ row: 1, column: 3 });
    expect(place_adding(settings, 2, 4)).toEqual({ row: 1, column: 2 });
  });
});

describe('a layer', () => {
  const filters = [{ weights: [[[1, 2]], [[3, 4]]], bias: 0 }, { weights: [[[5, 6]], [[7, 8]]], bias: 9 }];
  it('sees the channels of its group', () => {
    expect(channels_of({ filters, groups: 1 }, 1)).toEqual([0, 1]);
    expect(channels_of({ filters, groups: 2 }, 0)).toEqual([0, 1]);
    expect(channels_of({ filters, groups: 2 }, 1)).toEqual([2, 3]);
    expect(channels_of({ filters: [...filters, ...filters], groups: 2 }, 1)).toEqual([0, 1]);
  });
  it('can be split where the number of groups divides both', () => {
    expect(possible_groups(6, 4)).toEqual([1, 2]);
    expect(possible_groups(3, 3)).toEqual([1, 3]);
    expect(possible_groups(1, 16)).toEqual([1]);
  });
  it('keeps all else where one kernel, one bias or the size changes', () => {
    expect(with_slice(filters, 1, 0, [[0, 0]])).toEqual([filters[0], { weights: [[[0, 0]], [[7, 8]]], bias: 9 }]);
    expect(with_bias(filters, 0, 5)).toEqual([{ ...filters[0], bias: 5 }, filters[1]]);
    expect(all_resized(filters, 1, 1)[1]!.weights).toEqual([[[6]], [[8]]]);
  });
  it('gets and loses filters', () => {
    expect(with_copy(filters, 0)).toEqual([filters[0], filters[0], filters[1]]);
    expect(without(filters, 0)).toEqual([filters[1]]);
  });
  it('is told by the sums of its channels, and its relu', () => {
    const slices = [{ channel: 0, taps: [], sum: -5.5 }, { channel: 1, taps: [], sum: 3 }];
    const walk: Walk = { channel: 1, row: 0, column: 2, rows: 1, columns: 1, taps: [], sum: -2.5, bias: 1, output: -1.5, chosen: -1, shown: null, cut: false, slices, relu: 0 };
    language.current = 'en';
    expect(spoken(walk, { ...SETTINGS, operation: 'layer', filters })).toBe('Row 1, column 3, filter 2: sums of the channels channel 1 −5.5, channel 2 3; with the bias 1 the output is −1.5. ReLU: the larger of 0 and −1.5 is 0');
    expect(spoken(walk, { ...SETTINGS, operation: 'layer', filters }, true)).toContain('red −5.5, green 3');
  });
  it('has a window as large as its kernels', () => expect(window_at({ ...SETTINGS, operation: 'layer', filters, stride: 2 }, { row: 1, column: 1 }, { width: 9, height: 9 })).toEqual({ row: 2, column: 2, rows: 1, columns: 2, step: 1 }));
});

describe('a step in words', () => {
  const tap = (value: number, weight: number): Tap => ({ row: 0, column: 0, border: false, value, weight, product: value * weight });
  const walk: Walk = { channel: 0, row: 13, column: 8, rows: 1, columns: 2, taps: [tap(30, 10), tap(1.5, 8)], sum: 312, bias: 0, output: 312, chosen: -1, shown: 255, cut: true, slices: [], relu: null };
  it('tells the place, the products and what was clipped', () => {
    language.current = 'en';
    expect(spoken(walk, SETTINGS)).toBe('Row 14, column 9: 30·10 + 1.5·8 = 312, shown as 255, clipped from 312');
    language.current = 'fr';
    expect(spoken(walk, SETTINGS)).toContain('1,5·8 = 312, affiché 255');
    language.current = 'en';
  });
  it('tells pooling', () => expect(spoken(walk, { ...SETTINGS, operation: 'max' })).toBe('Row 14, column 9: the largest of 30, 1.5 is 312'));
  it('is a formula where it is short', () => {
    expect(formula({ ...walk, bias: -2 }, SETTINGS)).toContain('30\\cdot10+1.5\\cdot8+(-2)');
    expect(formula({ ...walk, taps: Array.from({ length: 25 }, () => tap(1, 1)) }, SETTINGS)).toBeNull();
  });
  it('makes sentences of what the server says', () => expect(sentences({ en: 'no window fits', fr: '' }, { en: 'add padding.', fr: '' }, null)).toBe('No window fits. Add padding.'));
});
