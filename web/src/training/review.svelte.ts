// The review of the run that is looked at: asked for while a panel that shows it is open, and no longer.
import { untrack } from 'svelte';
import type { ParameterHistogram, ReviewProgress, ReviewResult, ReviewedCell } from '../protocol';
import { lab } from './training_lab.svelte';

const PAUSE = 400; // between two questions, in milliseconds

class Review {
  split = $state<'train' | 'val' | 'test'>('test');
  count = $state(1000);
  repeated = $state(false);
  progress = $state.raw<ReviewProgress | null>(null);
  result = $state.raw<ReviewResult | null>(null);
  cell = $state.raw<(ReviewedCell & { truth: number; guess: number }) | null>(null);
  histogram = $state.raw<ParameterHistogram | null>(null);
  private watchers = 0;
  private timer = 0;
  private turn = 0; // questions that were overtaken say nothing any more

  /** As long as a panel is open; gives what ends that. */
  watch(): () => void {
    if (++this.watchers === 1) untrack(() => void this.look());
    return () => {
      if (--this.watchers > 0) return;
      window.clearTimeout(this.timer);
      this.turn++;
      this.forget();
      void lab.ask({ ask: 'stop_review' });
    };
  }
  forget(): void {
    this.progress = this.result = this.cell = this.histogram = null;
  }
  /** Begins a look. */
  look(): Promise<void> {
    return this.ask(true);
  }
  private async ask(anew: boolean): Promise<void> {
    window.clearTimeout(this.timer);
    const turn = ++this.turn;
    const seen = this.result ? (this.progress?.version ?? 0) : 0;
    const { split, count, repeated } = this;
    const answer = (await lab.ask({ ask: 'review', split, count, repeated, anew, seen })) as unknown as ReviewProgress | null;
    if (turn !== this.turn) return;
    if (answer) {
      this.progress = answer;
      if (answer.result) {
        this.result = answer.result;
        this.refresh();
      }
    }
    if (this.watchers > 0 && (answer?.working || (repeated && answer?.failure === null && lab.run?.live) || lab.status !== 'open')) this.timer = window.setTimeout(() => void this.ask(answer === null), PAUSE);
  }
  /** What was asked of the look before is asked of this one. */
  private refresh(): void {
    if (this.cell) void this.show(this.cell.truth, this.cell.guess);
    if (this.histogram) void this.draw(this.histogram.path);
  }
  async show(truth: number, guess: number): Promise<void> {
    const answer = (await lab.ask({ ask: 'review_cell', truth, guess })) as unknown as ReviewedCell | null;
    this.cell = answer && { ...answer, truth, guess };
  }
  hide(): void {
    this.cell = null;
  }
  async draw(path: string): Promise<void> {
    this.histogram = path === '' ? null : ((await lab.ask({ ask: 'review_histogram', path })) as unknown as ParameterHistogram | null);
  }
}

export const review = new Review();

/** Where `value` lies between two powers of ten, 0 to 1: the place on a logarithmic bar. */
export function place(value: number | null, low: number, high: number): number | null {
  if (value === null) return null;
  return value <= 0 ? 0 : Math.min(1, Math.max(0, (Math.log10(value) - low) / (high - low)));
}

/** The bytes [height, width, channels] as RGBA. */
export function rgba(base64: string, channels: number): Uint8ClampedArray<ArrayBuffer> {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const pixels = new Uint8ClampedArray((bytes.length / channels) * 4);
  for (let i = 0; i * channels < bytes.length; i++) {
    for (let c = 0; c < 3; c++) pixels[4 * i + c] = bytes[i * channels + (channels === 3 ? c : 0)]!;
    pixels[4 * i + 3] = 255;
  }
  return pixels;
}
