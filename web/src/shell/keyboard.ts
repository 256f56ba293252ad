// The keys that work anywhere on the page, as a table: what the help shows is what happens.
import type { Key } from '../words/index.svelte';

export type Action =
  | 'play' | 'forward' | 'back' | 'forward10' | 'back10' | 'reset' | 'undo' | 'redo' | 'palette' | 'help' | 'language' | 'colours' | 'slope'
  | 'panel1' | 'panel2' | 'panel3' | 'panel4' | 'panel5' | 'panel6' | 'panel7' | 'panel8' | 'panel9';

export interface Shortcut { action: Action; keys: string; key: string; shift?: boolean; label: Key }

export const SHORTCUTS: Shortcut[] = [
  { action: 'play', keys: 'Space', key: ' ', label: 'key.play' },
  { action: 'forward', keys: '→', key: 'ArrowRight', shift: false, label: 'key.forward' },
  { action: 'back', keys: '←', key: 'ArrowLeft', shift: false, label: 'key.back' },
  { action: 'forward10', keys: 'Shift + →', key: 'ArrowRight', shift: true, label: 'key.forward10' },
  { action: 'back10', keys: 'Shift + ←', key: 'ArrowLeft', shift: true, label: 'key.back10' },
  { action: 'reset', keys: 'R', key: 'r', label: 'key.reset' },
  { action: 'undo', keys: 'Z', key: 'z', shift: false, label: 'key.undo' },
  { action: 'redo', keys: 'Shift + Z', key: 'z', shift: true, label: 'key.redo' },
  { action: 'palette', keys: '/', key: '/', label: 'key.palette' },
  { action: 'help', keys: '?', key: '?', label: 'key.help' },
  { action: 'language', keys: 'L', key: 'l', label: 'key.language' },
  { action: 'colours', keys: 'P', key: 'p', label: 'key.colours' },
  { action: 'slope', keys: 'G', key: 'g', label: 'key.slope' },
];

/** Those of one place of the Playground. */
export const LOCAL_KEYS: [string, Key][] = [
  ['1 – 9', 'key.panels'], ['Tab', 'key.tab'], ['← ↑ → ↓', 'key.move'], ['Enter', 'key.enter'], ['Esc', 'key.escape'], ['F1', 'key.teach'], ['Shift', 'key.shift'],
  ['↑ ↓', 'key.weight'], ['B', 'key.bias'], ['A', 'key.add'], ['M', 'key.grab'], ['S', 'key.select'], ['X', 'key.relabel'], ['Delete', 'key.delete'],
];

export interface Pressed { key: string; shiftKey: boolean; ctrlKey: boolean; metaKey: boolean; altKey: boolean }

export function action_of(pressed: Pressed): Action | null {
  if (pressed.ctrlKey || pressed.metaKey || pressed.altKey) return null;
  if (/^[1-9]$/.test(pressed.key)) return `panel${pressed.key}` as Action;
  const key = pressed.key.length === 1 ? pressed.key.toLowerCase() : pressed.key;
  // On many keyboards "/" and "?" themselves need Shift, so only letters and arrows look at it.
  return SHORTCUTS.find((one) => one.key === key && (one.shift === undefined || one.shift === pressed.shiftKey))?.action ?? null;
}

const OWN_KEYS = 'input, select, textarea, [contenteditable], [data-arrows], [role="slider"], [role="grid"], [role="application"], [role="listbox"], [role="menu"], dialog';
const OWN_SPACE = 'button, a, summary, [role="button"], [role="switch"], [role="tab"]';

/** Whether the focused element uses this key itself; `clicked`: it has the focus from a click, not from the keys. */
export function taken(target: EventTarget | null, key: string, clicked = false): boolean {
  if (!(target instanceof Element)) return false;
  const typing = target.closest('input:not([type="range"]):not([type="checkbox"]):not([type="radio"]), textarea, select, [contenteditable], dialog');
  if (typing) return true;
  if (key === ' ') return target.closest(`${OWN_KEYS}, ${OWN_SPACE}`) !== null && !clicked;
  if (key.startsWith('Arrow')) return target.closest(`${OWN_KEYS}, [role="tablist"], [role="toolbar"], [role="radiogroup"]`) !== null;
  return false;
}

/** F1 opens the bubble that explains what has the focus; whether there was one. */
export function explains(event: KeyboardEvent): boolean {
  const mark = event.key === 'F1' && event.target instanceof Element ? event.target.closest('[data-teach]')?.querySelector<HTMLElement>('[data-mark]') : null;
  if (!mark) return false;
  event.preventDefault();
  mark.click();
  return true;
}
