import { describe, expect, it } from 'vitest';
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
  it('are read as they are written', () => {
    for (const value of [0.001, -3.25, 12.5, 0.0375, 12345]) for (const tongue of ['en', 'fr'] as const) expect(parse_number(format_number(value, tongue, 6).replace(tongue === 'en' ? /,/g : /\u202f/g, ''))).toBe(value);
  });
});
