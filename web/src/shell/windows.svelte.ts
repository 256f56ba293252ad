// Which window lies over the page, and which column is seen where there is room for one only.
import { tick } from 'svelte';
import type { Export } from '../protocol';
import type { Key } from '../words/index.svelte';

export type Column = 'in' | 'net' | 'out';

class Windows {
  open = $state<'palette' | 'help' | 'glossary' | 'teacher' | null>(null);
  text = $state.raw<{ title: Key; file: Export } | null>(null); // an export that is shown before it is saved
  column = $state<Column>('net');
}
export const windows = new Windows();

/** Brings panel number `place` to sight and the focus into it. */
export function show_panel(place: number): void {
  const panel = document.querySelector<HTMLElement>(`[data-panel="${place}"]`);
  if (!panel) return;
  const column = panel.closest<HTMLElement>('[data-column]')?.dataset['column'] as Column | undefined;
  if (column) windows.column = column;
  void tick().then(() => {
    const fold = panel.querySelector<HTMLElement>('button[aria-expanded]');
    if (fold?.getAttribute('aria-expanded') === 'false') fold.click();
    (fold ?? panel).focus();
    panel.scrollIntoView({ block: 'nearest' });
  });
}
