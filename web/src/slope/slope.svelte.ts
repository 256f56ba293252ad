// What the slope tab knows: what it asks, the engine's answer, and which step of the descents is looked at.
// Every number of curve, secant and steps comes from the server.
import { lab } from '../playground/lab.svelte';
import type { SlopeQuestion, SlopeView } from '../protocol';
import type { Action } from '../shell/keyboard';
import { slope_in, slope_of, type KeptSlope, type Mode } from './kept';

const FIRST: SlopeQuestion = { curve: 'two-valleys', left: -1.8, right: 1.8, a: 0.2, h: 1, start: 1.5, rate: 0.05, momentum: 0.95, nesterov: false };
const AFTER = 300; // ms until a change stands in the address
const SHRINKING = 10 ** (1 / 8); // of h, from step to step
const LEAST_H = 1e-15;
export const SPEEDS = [2, 5, 10, 30];

class Slope {
  open = $state(false);
  mode = $state<Mode>('descent');
  question = $state.raw<SlopeQuestion>(FIRST);
  view = $state.raw<SlopeView | null>(null);
  wished = $state(0); // the step that is looked at, where both descents have so many
  playing = $state(false);
  speed = $state(10);

  private sound: SlopeQuestion | null = null; // the last that was answered
  private asking = false;
  private asked: SlopeQuestion | null = null;
  private timer = 0;
  private noting = 0;

  readonly last = $derived(Math.max(this.view?.plain.steps.length ?? 0, this.view?.inert.steps.length ?? 0));
  readonly at = $derived(Math.min(this.wished, this.last));

  /** What the address says, once the page is connected. */
  begin(): void {
    lab.takes_slope = (kept) => {
      this.take(kept);
      this.show(true);
    };
    const address = new URLSearchParams(location.search);
    const kept = slope_in(address);
    if (kept) this.take(kept);
    if (address.get('tab') === 'slope') this.show(true);
  }
  show(open: boolean): void {
    if (open && lab.refuses('slope')) return;
    this.open = open;
    this.pause();
    if (open && this.view === null) void this.ask();
    this.note();
  }

  /** As it is kept in links and files. */
  get kept(): KeptSlope {
    return { ...this.question, mode: this.mode };
  }
  take(value: unknown): void {
    const kept = slope_of(value);
    if (!kept) return;
    const { mode = this.mode, ...rest } = kept;
    this.mode = mode;
    this.set(rest);
  }

  set(changes: Partial<SlopeQuestion>): void {
    this.question = { ...this.question, ...changes };
    if ('start' in changes || 'curve' in changes) this.wished = 0;
    void this.ask();
    this.note();
  }
  choose(name: string): void {
    const choice = lab.catalogue?.curves.find((one) => one.name === name);
    if (!choice) return this.set({ curve: name });
    const { left, right, start, rate, momentum } = choice;
    this.pause();
    this.set({ curve: name, left, right, start, rate, momentum, a: left + 0.55 * (right - left), h: 0.25 * (right - left) });
  }
  look(mode: Mode): void {
    this.pause();
    this.mode = mode;
    this.note();
  }

  /** One question at a time; of those that come meanwhile only the last is asked. */
  private async ask(): Promise<void> {
    if (!this.open || this.asking) return;
    this.asking = true;
    while (this.asked !== this.question) {
      const question = (this.asked = this.question);
      lab.forget('slope');
      const answer = await lab.ask({ ask: 'slope', ...question }, { place: 'slope' });
      if (answer && 'slope' in answer && answer.slope) {
        this.sound = question;
        this.view = answer.slope;
      } else if (this.question === question && this.sound) {
        this.asked = this.question = this.sound; // what cannot be is given up
      }
    }
    this.asking = false;
  }
  private note(): void {
    window.clearTimeout(this.noting);
    this.noting = window.setTimeout(() => {
      const address = new URL(location.href);
      for (const name of ['tab', 'slope']) address.searchParams.delete(name);
      if (this.open) {
        address.searchParams.set('tab', 'slope');
        address.searchParams.set('slope', JSON.stringify(this.kept));
      }
      history.replaceState(null, '', address);
    }, AFTER);
  }

  get done(): boolean {
    return this.mode === 'descent' ? this.at >= this.last : Math.abs(this.question.h) <= LEAST_H;
  }
  /** Steps forward or back: of the descents, or of h towards 0. */
  step(by: number): void {
    if (this.mode === 'descent') {
      this.wished = Math.max(0, Math.min(this.last, this.at + by));
    } else {
      const widest = this.question.right - this.question.left;
      const size = Math.min(widest, Math.max(LEAST_H, Math.abs(this.question.h) / SHRINKING ** by));
      this.set({ h: Math.sign(this.question.h) * size });
    }
  }
  reset(): void {
    this.pause();
    if (this.mode === 'descent') this.wished = 0;
    else this.set({ h: 0.25 * (this.question.right - this.question.left) });
  }
  toggle(): void {
    if (this.playing) return this.pause();
    if (this.done) this.reset();
    this.playing = true;
    this.timer = window.setTimeout(() => this.tick(), 1000 / this.speed);
  }
  pause(): void {
    window.clearTimeout(this.timer);
    this.playing = false;
  }
  private tick(): void {
    this.step(1);
    if (this.done) return this.pause();
    this.timer = window.setTimeout(() => this.tick(), 1000 / this.speed);
  }

  /** What the keys of the page do here; whether they do anything. */
  acts(action: Action): boolean {
    const run: Partial<Record<Action, () => void>> = {
      play: () => this.toggle(), forward: () => this.step(1), back: () => this.step(-1), forward10: () => this.step(10), back10: () => this.step(-10),
      reset: () => this.reset(), undo: () => undefined, redo: () => undefined,
    };
    run[action]?.();
    return action in run;
  }
}

export const slope = new Slope();
