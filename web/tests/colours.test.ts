import { describe, expect, it } from 'vitest';
import { class_colour, CLASS_COLOURS, PALETTES, pixel, value_colour, value_table } from '../src/plots/colours';

describe('colours', () => {
  it('positive is blue, negative orange', () => {
    for (const dark of [false, true]) {
      const [r, , b] = value_colour(1, 'blue-orange', dark);
      const [r2, , b2] = value_colour(-1, 'blue-orange', dark);
      expect(b).toBeGreaterThan(r);
      expect(r2).toBeGreaterThan(b2);
    }
  });
  it('of two classes the second is positive', () => {
    const [r, , b] = class_colour(1);
    expect(b).toBeGreaterThan(r);
    expect(class_colour(0)[0]).toBeGreaterThan(class_colour(0)[2]);
  });
  it.each(PALETTES)('%s never leaves its range', (palette) => {
    for (const value of [-5, -1, -0.3, 0, 0.7, 1, 9, NaN, Infinity]) for (const part of value_colour(value, palette, false)) expect(part >= 0 && part <= 255).toBe(true);
  });
  it('a table has an entry for each byte, signed', () => {
    const table = value_table('blue-orange', false);
    expect(table[127]).toBe(pixel(value_colour(1, 'blue-orange', false)));
    expect(table[129]).toBe(pixel(value_colour(-1, 'blue-orange', false)));
    expect(table[0]).toBe(pixel(value_colour(0, 'blue-orange', false)));
  });
  it('greyscale grows lighter with the value', () => {
    const levels = [-1, -0.5, 0, 0.5, 1].map((value) => value_colour(value, 'greyscale', false)[0]);
    expect([...levels].sort((a, b) => a - b)).toEqual(levels);
  });
  it('ten classes are ten colours', () => expect(new Set(CLASS_COLOURS.map(String)).size).toBe(10));
});
