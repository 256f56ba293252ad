// What the page knows of a kernel that is being learnt: the server's state and its pictures, asked for while the panel is open.
import { to_base64 } from '../base64';
import type { Learning, LearningPictures, LearningSettings, Problem } from '../protocol';
import { lab } from './conv_lab.svelte';

type Request = Parameters<typeof lab.ask>[0];
interface Answer { learning?: Learning; pictures?: LearningPictures | null }

const BETWEEN = 100; // ms between two looks at a kernel that is learning
const MOST_BYTES = 11_500_000; // as text it must fit into one message
const TOO_LARGE: Problem = {
  code: 'page.large', where: 'learn.target',
  message: { en: 'The file is larger than 11 MB.', fr: 'Le fichier dépasse 11 Mo.' },
  hint: { en: 'Make the picture smaller with any program for pictures.', fr: 'Réduisez l’image avec n’importe quel programme d’images.' },
};
/** What each optimiser starts with: the rate of Adam is no share of a bound. */
export const RATES: Record<LearningSettings['optimizer'], number> = { descent: 1, momentum: 1, adam: 0.01 };

class LearningDesk {
  state = $state.raw<Learning | null>(null);
  pictures = $state.raw<LearningPictures | null>(null);
  pace = $state(100); // steps a second; 0: as fast as it can
  private open = false;
  private timer = 0;
  private looking = false;
  private wanted: LearningSettings | null = null; // asked for, not answered yet
  private asked = 0;

  /** While the panel is open; closing it lets the learning rest. */
  watch(): () => void {
    this.open = true;
    void this.look();
    return () => {
      this.open = false;
      window.clearTimeout(this.timer);
      if (this.state?.playing) void this.ask({ ask: 'learn_pause' });
    };
  }
  async look(): Promise<void> {
    if (this.looking || !this.open) return;
    this.looking = true;
    await this.ask({ ask: 'learning', pictures: true });
    this.looking = false;
    window.clearTimeout(this.timer);
    if (this.open && this.state?.playing) this.timer = window.setTimeout(() => void this.look(), BETWEEN);
  }
  private async ask(request: Request, place?: string): Promise<boolean> {
    const answer = (await lab.ask(request, place)) as Answer | null;
    if (!answer?.learning) return false;
    this.state = answer.learning;
    if (request.ask === 'learning') this.pictures = answer.pictures ?? null;
    return true;
  }
  private async act(request: Request, place?: string): Promise<void> {
    await this.ask(request, place);
    await this.look();
  }

  set(changes: Partial<LearningSettings>): void {
    if (!this.state) return;
    for (const name of Object.keys(changes)) lab.forget(`learn.${name}`);
    const wanted = (this.wanted = { ...(this.wanted ?? this.state.settings), ...changes });
    ++this.asked;
    void this.act({ ask: 'learn_set', ...wanted }).then(() => { if (--this.asked === 0) this.wanted = null; });
  }
  toggle(): void {
    void this.act(this.state?.playing ? { ask: 'learn_pause' } : { ask: 'learn_play', steps_per_second: this.pace });
  }
  set_pace(pace: number): void {
    this.pace = pace;
    if (this.state?.playing) void this.act({ ask: 'learn_play', steps_per_second: pace });
  }
  step(count: number): void {
    void this.act({ ask: 'learn_step', count });
  }
  reset(): void {
    void this.act({ ask: 'learn_reset' });
  }
  reveal(): void {
    void this.act({ ask: 'learn_reveal' });
  }
  /** The numbers learnt become those of the editor, without the digits that mean nothing. */
  take(): void {
    if (this.state) lab.edit({ kernel: this.state.kernel.map((row) => row.map((value) => Number(value.toFixed(6)))) });
  }
  async open_after(file: File): Promise<void> {
    if (file.size > MOST_BYTES) return lab.tell(TOO_LARGE);
    const bytes = new Uint8Array(await file.arrayBuffer());
    lab.forget('learn.target');
    await this.act({ ask: 'learn_after', name: file.name, base64: to_base64(bytes) }, 'learn.target');
  }
}

export const learning = new LearningDesk();
