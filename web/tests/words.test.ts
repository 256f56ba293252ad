import { describe, expect, it } from 'vitest';
import { en } from '../src/words/en';
import { fr } from '../src/words/fr';
import { GLOSSARY } from '../src/words/glossary';
import { filled } from '../src/words/index.svelte';

const names = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

describe('the words', () => {
  it('have the same keys in both languages', () => expect(Object.keys(fr).sort()).toEqual(Object.keys(en).sort()));
  it.each(Object.keys(en) as (keyof typeof en)[])('%s has the same places to fill and is not empty', (key) => {
    expect(names(fr[key])).toEqual(names(en[key]));
    expect(en[key].trim()).not.toBe('');
    expect(fr[key].trim()).not.toBe('');
  });
  it('have no ordinary space before high French punctuation', () => {
    for (const text of Object.values(fr)) expect(text).not.toMatch(/ [:;?!»]|« /);
  });
  it('are filled by name', () => expect(filled('{a} of {b}, {c}', { a: 1, b: 'two' })).toBe('1 of two, {c}'));
});

describe('the glossary', () => {
  it('says each word and its meaning in both languages', () => {
    for (const term of GLOSSARY) for (const text of [term.en, term.fr, term.meaning.en, term.meaning.fr]) expect(text.length).toBeGreaterThan(2);
  });
  it('has no word twice', () => expect(new Set(GLOSSARY.map((term) => term.en)).size).toBe(GLOSSARY.length));
});
