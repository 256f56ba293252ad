import { describe, expect, it } from 'vitest';
import { action_of, SHORTCUTS } from '../src/shell/keyboard';
import { matching } from '../src/shell/matching';

const press = (key: string, shiftKey = false, ctrlKey = false) => action_of({ key, shiftKey, ctrlKey, metaKey: false, altKey: false });

describe('keys', () => {
  it.each([[' ', false, 'play'], ['ArrowRight', false, 'forward'], ['ArrowRight', true, 'forward10'], ['ArrowLeft', false, 'back'], ['z', false, 'undo'], ['Z', true, 'redo'],
    ['r', false, 'reset'], ['/', true, 'palette'], ['?', true, 'help'], ['L', true, 'language'], ['p', false, 'colours'], ['7', false, 'panel7']] as const)('%s (shift: %s) is %s', (key, shift, action) => {
    expect(press(key, shift)).toBe(action);
  });
  it('with Ctrl belong to the browser', () => {
    for (const { key } of SHORTCUTS) expect(press(key, false, true)).toBeNull();
  });
  it('that mean nothing do nothing', () => {
    for (const key of ['q', '0', 'Tab', 'Enter', 'F5']) expect(press(key)).toBeNull();
  });
  it('name each action once', () => expect(new Set(SHORTCUTS.map(({ action }) => action)).size).toBe(SHORTCUTS.length));
});

describe('the command palette', () => {
  const list = [{ name: 'Taux d’apprentissage' }, { name: 'Réseau' }, { name: 'Époque suivante' }];
  it('finds by parts of words, without accents', () => {
    expect(matching(list, 'reseau')).toEqual([list[1]]);
    expect(matching(list, 'app TAUX')).toEqual([list[0]]);
    expect(matching(list, '')).toEqual(list);
    expect(matching(list, 'zzz')).toEqual([]);
  });
});
