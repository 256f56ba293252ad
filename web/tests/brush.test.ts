import { describe, expect, it } from 'vitest';
import { to_rgba } from '../src/convolution/live';
import { luminance, within, without_alpha } from '../src/shell/camera.svelte';
import { with_bytes } from '../src/picture';
import { stroke } from '../src/shell/brush';

describe('the brush', () => {
  const drawn = (side: number, from: [number, number], to: [number, number], erases = false, of = new Uint8Array(side * side)) => {
    stroke(of, side, { x: from[0], y: from[1] }, { x: to[0], y: to[1] }, erases);
    return of;
  };
  it('is full in its middle and fades: 255 (1.7 - distance)', () => {
    const dot = drawn(5, [2.5, 2.5], [2.5, 2.5]);
    expect(dot[12]).toBe(255);
    expect(dot[11]).toBe(Math.round(255 * 0.7));
    expect(dot[6]).toBe(Math.round(255 * (1.7 - Math.SQRT2)));
    expect(dot[10]).toBe(0);
  });
  it('draws the same line either way, and no pixel of it twice as light', () => {
    const line = drawn(9, [1, 2], [7, 5]);
    expect(drawn(9, [7, 5], [1, 2])).toEqual(line);
    expect(drawn(9, [1, 2], [7, 5], false, line.slice())).toEqual(line);
  });
  it('stays within the square', () => expect(drawn(3, [-50, -50], [90, 90])).toHaveLength(9));
  it('erases what it drew', () => expect([...drawn(5, [2.5, 2.5], [2.5, 2.5], true, new Uint8Array(25).fill(255))].slice(10, 13)).toEqual([255, 255 - Math.round(255 * 0.7), 0]));
});

describe('frames of a camera', () => {
  it('lose their alpha', () => {
    const rgb = new Uint8Array(6);
    without_alpha(Uint8ClampedArray.from([1, 2, 3, 255, 4, 5, 6, 255]), rgb);
    expect([...rgb]).toEqual([1, 2, 3, 4, 5, 6]);
  });
  it('have the luminance that the engine gives: rounded', () => {
    const grey = new Uint8Array(3);
    luminance(Uint8ClampedArray.from([255, 255, 255, 255, 255, 0, 0, 255, 10, 200, 30, 255]), grey);
    expect([...grey]).toEqual([255, 76, 124]); // 76.245 and 123.81
  });
  it.each([[640, 480, 640, 480], [1920, 1080, 739, 415], [1, 1, 1, 1]])('%d x %d are sent as %d x %d', (width, height, ...sides) => {
    const sent = within(width, height, 640 * 480);
    expect(Math.abs(sent.width - sides[0]!)).toBeLessThan(2);
    expect(sent.height).toBe(sides[1]);
  });
  it('come back as colours, or one channel as grey', () => {
    const shown = (shape: number[], numbers: number[], channel: number) => {
      const rgba = new Uint8ClampedArray(4 * shape[0]! * shape[1]!);
      to_rgba({ shape, scale: 1, data: Uint8Array.from(numbers) }, channel, rgba);
      return [...rgba];
    };
    expect(shown([1, 1, 3], [1, 2, 3], -1)).toEqual([1, 2, 3, 255]);
    expect(shown([1, 1, 3], [1, 2, 3], 2)).toEqual([3, 3, 3, 255]);
    expect(shown([1, 2, 1], [7, 8], 2)).toEqual([7, 7, 7, 255, 8, 8, 8, 255]);
  });
  it('go behind a head of whole words', () => {
    const message = with_bytes({ id: 1, ask: 'frame' }, Uint8Array.from([9, 8, 7]));
    const size = new DataView(message).getUint32(0, true);
    expect(size % 4).toBe(0);
    expect(JSON.parse(new TextDecoder().decode(new Uint8Array(message, 4, size)))).toEqual({ id: 1, ask: 'frame' });
    expect([...new Uint8Array(message, 4 + size)]).toEqual([9, 8, 7]);
  });
});
