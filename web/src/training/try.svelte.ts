// What the network of the run says of a picture, kept up to date while a panel shows it: one question at a time. The next
// one is asked at once, as a stroke may be answered by it; newer weights come ten times a second at most.
import { untrack } from 'svelte';
import { Refused } from '../connection';
import type { Problem } from '../protocol';
import { lab } from './training_lab.svelte';

export type Split = 'train' | 'test';
const REST = 300; // milliseconds after a refusal
const ANSWERED = 150; // milliseconds after which a stroke has its answer
export const SIDE = 28; // of the pad

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

class Trial {
  problem = $state.raw<Problem | null>(null); // of the last picture, told at once
  drawn = $state.raw<Uint8Array | null>(null);
  split = $state<Split>('test');
  number = $state(0);
  live: (() => void) | null = null; // ends what sends frame after frame: another picture is wanted

  private lookers = { all: 0, maps: 0 };
  private looping = false;
  private again: (() => Promise<void>) | null = null; // shows the picture at hand to another run's network
  private offered = ''; // run that it was shown to
  private settled = 0;
  private answered: (() => void) | null = null; // whom to tell of the next answer

  /** What is known of the run that is looked at. */
  get frame() {
    return lab.inspection?.head.run === lab.run?.name ? lab.inspection : null;
  }

  /** Somebody looks, until what this gives is called. */
  watch(maps: boolean): () => void {
    const add = (count: number): void => {
      this.lookers.all += count;
      if (maps) this.lookers.maps += count;
    };
    add(1);
    untrack(() => {
      this.stir();
      void this.loop();
    });
    return () => {
      add(-1);
      this.stir();
    };
  }
  /** What is asked for has changed: the question on its way is answered, and another one follows. */
  private stir(): void {
    if (lab.status === 'open') void lab.inquire({ ask: 'inspect_rest' }).catch(() => undefined);
  }
  private async loop(): Promise<void> {
    if (this.looping) return;
    this.looping = true;
    while (this.lookers.all > 0) {
      if (lab.status !== 'open' || !lab.run || document.hidden) {
        await pause(REST);
        continue;
      }
      try {
        await lab.inquire({ ask: 'inspect', seen: lab.inspection?.head.version ?? 0, maps: this.lookers.maps > 0 });
        this.answered?.();
        const head = this.frame?.head;
        if (head && head.name === '' && this.again && this.offered !== head.run) {
          this.offered = head.run;
          await this.again();
        }
      } catch (error) {
        if (!(error instanceof Refused)) console.error(error);
        await pause(REST);
      }
    }
    this.looping = false;
  }

  private async show(act: () => Promise<unknown>): Promise<void> {
    this.problem = null;
    this.again = async () => void (await act());
    this.offered = lab.run?.name ?? '';
    try {
      await act();
    } catch (error) {
      if (error instanceof Refused) this.problem = error.problem;
      else throw error;
    }
  }
  /** One of many: done when it has been answered, or not for so long that the next one may come. Its pixels are the caller's again then. */
  async frame_of(name: string, size: { width: number; height: number }, pixels: Uint8Array): Promise<void> {
    const answer = new Promise<void>((done) => (this.answered = done));
    await this.show(() => lab.send({ ask: 'try_pixels', name, ...size, channels: 3 }, pixels));
    await (this.problem ? pause(REST) : Promise.race([answer, pause(REST)]));
  }
  /** A stroke: until its answer is seen, nothing else is drawn that can wait. */
  async draw(name: string, pixels: Uint8Array): Promise<void> {
    this.live?.();
    this.drawn = pixels;
    lab.give_way(true);
    window.clearTimeout(this.settled);
    this.settled = window.setTimeout(() => lab.give_way(false), ANSWERED);
    await this.show(() => lab.send({ ask: 'try_pixels', name, width: SIDE, height: SIDE, channels: 1 }, pixels));
  }
  async open(file: File): Promise<void> {
    this.live?.();
    if (file.size > MOST_BYTES) return void (this.problem = TOO_LARGE);
    let bytes: Uint8Array;
    try {
      bytes = new Uint8Array(await file.arrayBuffer());
    } catch {
      return void (this.problem = UNREADABLE); // a folder, or gone meanwhile
    }
    await this.show(() => lab.send({ ask: 'try_file', name: file.name.slice(0, 100) }, bytes));
  }
  example(split: Split, number: number): Promise<void> {
    this.live?.();
    [this.split, this.number] = [split, number];
    return this.show(() => lab.inquire({ ask: 'try_example', split, number }));
  }
  async wind(step: number | null): Promise<void> {
    await lab.ask({ ask: 'wind', step });
  }
}

const MOST_BYTES = 11_500_000; // of one message
const TOO_LARGE: Problem = {
  code: 'page.large', where: '',
  message: { en: 'The file is larger than 11 MB.', fr: 'Le fichier dépasse 11 Mo.' },
  hint: { en: 'Make the picture smaller with any program for pictures.', fr: 'Réduisez l’image avec n’importe quel programme d’images.' },
};
const UNREADABLE: Problem = {
  code: 'page.unreadable', where: '',
  message: { en: 'This cannot be read as a file.', fr: 'Ceci ne se lit pas comme un fichier.' },
  hint: { en: 'A folder is no picture: choose or drop one file, PNG or JPEG.', fr: 'Un dossier n’est pas une image : choisissez ou déposez un seul fichier, PNG ou JPEG.' },
};

export const trial = new Trial();
