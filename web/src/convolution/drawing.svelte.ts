// A picture drawn by hand: each stroke becomes the lab's picture, and undo in the lab goes back on the pad too.
import { Refused } from '../connection';
import { t } from '../words/index.svelte';
import { lab } from './conv_lab.svelte';

export const SIDE = 28;

class Drawing {
  private on_way = 0; // strokes that are not answered yet
  private name = $state('');

  /** What the lab shows of it; null where that is another picture, or a stroke is on its way. */
  readonly shown = $derived.by(() => {
    const [state, picture] = [lab.state, lab.picture];
    if (!state || !picture || this.on_way > 0 || this.name === '' || state.settings.picture !== 'own' || state.own !== this.name || state.settings.shift > 0) return null;
    const [input, border] = [picture.fields.get('input')!, picture.head.border];
    const width = SIDE + 2 * border;
    if (input.shape[2] !== width || input.shape[1] !== width) return null;
    return Uint8Array.from({ length: SIDE * SIDE }, (_, i) => input.data[(Math.floor(i / SIDE) + border) * width + (i % SIDE) + border]!);
  });

  async take(pixels: Uint8Array): Promise<void> {
    this.name = t('conv.drawn');
    ++this.on_way;
    try {
      await lab.send({ ask: 'pixels', name: this.name, width: SIDE, height: SIDE, channels: 1 }, pixels);
    } catch (error) {
      if (error instanceof Refused) lab.tell(error.problem);
      else throw error;
    } finally {
      --this.on_way;
    }
  }
}

export const drawing = new Drawing();
