// The language of the page: every text comes from here, and changes at once when the reader changes it.
import type { Words } from '../protocol';
import { en } from './en';
import { fr } from './fr';
import { format_count, format_fixed, format_number, format_percent, type Tongue } from './numbers';

export type Key = keyof typeof en;

const CATALOGUES: Record<Tongue, Record<Key, string>> = { en, fr };

class Language {
  current = $state<Tongue>('en');
}
export const language = new Language();

/** The text of a key, with {name} replaced by values.name. */
export function t(key: Key, values: Record<string, string | number> = {}): string {
  return filled(CATALOGUES[language.current][key], values);
}

export function filled(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}

/** What the server says in both languages. */
export function said(words: Words | null | undefined): string {
  return words ? words[language.current] : '';
}

export const number = (value: number | null | undefined, digits = 3): string => format_number(value, language.current, digits);
export const fixed = (value: number | null | undefined, places: number): string => format_fixed(value, language.current, places);
export const percent = (share: number | null | undefined, places = 0): string => format_percent(share, language.current, places);
export const count = (value: number): string => format_count(value, language.current);

export interface Range { min: number; max: number; whole: boolean }

/** What a number field wants, where it cannot take `typed` (null: no number), in a sentence; `now` is what Esc goes back to. */
export function wanted(typed: number | null, { min, max, whole }: Range, now: string): string | null {
  if (typed === null) return t('number.none', { example: number(whole ? 12 : 0.5), now });
  if (typed >= min && typed <= max) return whole && !Number.isInteger(typed) ? t('number.whole', { now }) : null;
  const shown = (limit: number) => (Number.isInteger(limit) ? count(limit) : number(limit, 6));
  const values = { min: shown(min), max: shown(max), now };
  return t(max === Infinity ? 'number.least' : min === -Infinity ? 'number.most' : 'number.between', values);
}
