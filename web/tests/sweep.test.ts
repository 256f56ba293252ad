import { describe, expect, it } from 'vitest';
import { CATALOGUE, DEFAULTS } from './catalogue';
import { setting_title, sweepable, value_title, values_of } from '../src/playground/sweep';
import { language, number } from '../src/words/index.svelte';

const id = /[a-z]\.[a-z]|_/;

describe('a sweep', () => {
  it('calls its settings by their titles, never by their ids', () => {
    const fields = CATALOGUE.optimizers.flatMap(({ fields }) => fields.map(({ name }) => `optimizer.${name}`));
    for (const path of [...sweepable(DEFAULTS, CATALOGUE).map(({ path }) => path), ...fields, 'optimizer.unheard_of'])
      for (const tongue of ['en', 'fr'] as const) {
        language.current = tongue;
        expect(setting_title(path, DEFAULTS, CATALOGUE)).not.toMatch(id);
      }
    language.current = 'en';
  });
  it('writes its values as the page does', () => {
    const tanh = CATALOGUE.activations[0]!;
    expect(value_title('layers.activation', tanh.name, CATALOGUE)).toBe(tanh.title.en);
    language.current = 'fr';
    expect(value_title('optimizer.lr', 0.03, CATALOGUE)).toBe('0,03');
    language.current = 'en';
    expect(value_title('initial', 'own', CATALOGUE)).toBe('own');
  });
  it('reads values parted by spaces or semicolons', () => expect(values_of('0.1; 0,3 relu')).toEqual([0.1, 0.3, 'relu']));
  it('reads them in the reader’s language, as the page writes them', () => {
    for (const tongue of ['en', 'fr'] as const) {
      language.current = tongue;
      expect(values_of([20000, 0.25, 1234567].map((value) => number(value, 7)).join(' '))).toEqual([20000, 0.25, 1234567]);
    }
    expect(values_of('20,000')).toEqual([20]);
    language.current = 'en';
    expect(values_of('20,000; 0,3')).toEqual([20000, 0.3]);
  });
});
