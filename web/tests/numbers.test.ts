import { describe, expect, it } from 'vitest';
import { wanted } from '../src/words/index.svelte';
import { format_count, format_fixed, format_number, format_percent, parse_number } from '../src/words/numbers';

describe('numbers', () => {
  it.each([
    [0, '0', '0'], [0.03, '0.03', '0,03'], [-1.5, '−1.5', '−1,5'], [1234, '1234', '1234'], [123456, '123,456', '123\u202f456'],
    [0.12345, '0.123', '0,123'], [0.00001, '1e-5', '1e-5'], [1.25e-7, '1.25e-7', '1,25e-7'], [2.5e9, '2.5e9', '2,5e9'], [99.96, '100', '100'],
  ])('%d in both languages', (value, english, french) => {
    expect(format_number(value, 'en')).toBe(english);
    expect(format_number(value, 'fr')).toBe(french);
  });
  it.each([NaN, Infinity, -Infinity, null, undefined])('%s is a dash', (value) => {
    for (const text of [format_number(value, 'en'), format_fixed(value, 'fr', 2), format_percent(value, 'en')]) expect(text).toBe('—');
  });
  it('have fixed places', () => {
    expect(format_fixed(-0.001, 'en', 2)).toBe('0.00');
    expect(format_fixed(3, 'fr', 2)).toBe('3,00');
    expect(format_percent(0.945, 'fr', 1)).toBe('94,5\u202f%');
    expect(format_count(1234567, 'fr')).toBe('1\u202f234\u202f567');
  });
  it.each([['0,5', 0.5], ['0.5', 0.5], ['−2', -2], ['1e-3', 1e-3], [' 1 000 ', 1000], ['.5', 0.5], ['', null], ['abc', null], ['1,2,3', null], ['1e999', null], ['NaN', null]])('“%s” is read', (text, value) => {
    expect(parse_number(text)).toBe(value);
  });
  it('are read with the thousands of the language', () => {
    expect([parse_number('20,000', 'en'), parse_number('1,234,567.5', 'en'), parse_number('0,500', 'en'), parse_number('1,5', 'en')]).toEqual([20000, 1234567.5, 0.5, 1.5]);
    expect([parse_number('20,000', 'fr'), parse_number('20\u202f000', 'fr')]).toEqual([20, 20000]);
  });
  it('are read as they are written', () => {
    for (const value of [0.001, -3.25, 12.5, 0.0375, 12345]) for (const tongue of ['en', 'fr'] as const) expect(parse_number(format_number(value, tongue, 6).replace(tongue === 'en' ? /,/g : /\u202f/g, ''))).toBe(value);
  });
});

describe('a number field', () => {
  const rate = { min: 0, max: Infinity, whole: false };
  const batch = { min: 1, max: 20000, whole: true };
  it('takes what the engine takes', () => {
    for (const lr of [0, 1e-9, 1000, 1e30]) expect(wanted(lr, rate, '0.03')).toBeNull();
    for (const size of [1, 256, 20000]) expect(wanted(size, batch, '10')).toBeNull();
    expect(wanted(-5, { min: -Infinity, max: Infinity, whole: false }, '0')).toBeNull();
  });
  it('says what it wants, and how to give up', () => {
    expect(wanted(-1, rate, '0.03')).toBe('A number of at least 0 is wanted here: correct it, or press Esc to keep 0.03.');
    expect(wanted(30000, batch, '10')).toContain('from 1 to 20,000');
    expect(wanted(2.5, batch, '10')).toContain('whole number');
    expect(wanted(null, rate, '0.03')).toContain('no number');
    expect(wanted(2 ** 33, { min: 0, max: 2 ** 32, whole: true }, '0')).toContain('4,294,967,296');
  });
});
