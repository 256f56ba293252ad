// A weight that is dragged, on its way to the server: while one value is sent the next ones wait, and only the last goes on.
import { lab } from './lab.svelte';

/** Where a weight is now: its parameter's path and its index there; null: it is gone. */
export type Place = () => [path: string, index: number] | null;
interface Wanted { place: Place; value: number; goes_on: boolean }

export class WeightLine {
  private wanted: Wanted | null = null;
  private sending = false;

  /** `goes_on`: with the drag, or the key held down, that the value before came from; undo takes all of it back. */
  async set(place: Place, value: number, goes_on: boolean): Promise<void> {
    if (lab.fixed('weights')) return;
    this.wanted = { place, value, goes_on: goes_on && this.wanted?.goes_on !== false };
    if (this.sending) return;
    this.sending = true;
    while (this.wanted) {
      const next: Wanted = this.wanted;
      this.wanted = null;
      const at = next.place();
      if (at) await lab.ask({ ask: 'weight', path: at[0], index: at[1], value: next.value, ...(next.goes_on && { goes_on: true }) });
    }
    this.sending = false;
  }
}
