// Pictures with boxes: what the page knows of the folder that is open, and how it asks.
import { to_base64 } from '../base64';
import type { BoxImage, BoxList, BoxSummary, PictureTally, Problem, ReviewedBox, ReviewedPicture, TrainingRequest } from '../protocol';
import { lab } from './training_lab.svelte';

export const PAGE = 200; // pictures in the list at once
const MOST_BYTES = 11 << 20; // of a CSV file: it goes as base64 in one message of 16 MB

const TOO_LARGE: Problem = {
  code: 'page.large', where: '',
  message: { en: 'The file is larger than 11 MB.', fr: 'Le fichier dépasse 11 Mo.' },
  hint: { en: 'Leave out the boxes of the smallest scores.', fr: 'Retirez les cadres aux scores les plus faibles.' },
};

export interface Shown { name: string; width: number; height: number; bitmap: HTMLImageElement }

class Boxes {
  folder = $state('');
  part = $state('');
  score = $state(0.5);
  overlap = $state(0.5);
  summary = $state.raw<BoxSummary | null>(null);
  rows = $state.raw<PictureTally[]>([]);
  from = $state(0); // of the list, the first one that is there
  total = $state(0);
  chosen = $state('');
  picture = $state.raw<ReviewedPicture | null>(null);
  image = $state.raw<Shown | null>(null);
  hidden = $state.raw<ReadonlySet<number>>(new Set()); // classes that are switched off
  box = $state<number | null>(null); // that is looked at
  problem = $state.raw<Problem | null>(null);
  reading = $state(false);
  private looking = false;
  private again = false;

  private async ask<T>(request: TrainingRequest): Promise<T | null> {
    const answer = await lab.try_ask(request);
    if (answer !== null && 'code' in answer) {
      this.problem = answer;
      return null;
    }
    return answer as T | null;
  }
  private get view(): { score: number; overlap: number } {
    return { score: this.score, overlap: this.overlap };
  }
  shown = (box: ReviewedBox): boolean => !this.hidden.has(box.label);
  get row(): number {
    return this.rows.findIndex(({ name }) => name === this.chosen);
  }

  /** What the session has open, at first. */
  async begin(): Promise<void> {
    await this.look();
    if (this.summary && this.folder === '') [this.folder, this.part] = [this.summary.folder, this.summary.part];
  }
  async open(): Promise<void> {
    this.problem = null;
    this.reading = true;
    const done = await this.ask({ ask: 'open_boxes', folder: this.folder.trim(), part: this.part });
    if (done !== null) {
      this.forget_picture();
      [this.from, this.hidden] = [0, new Set()];
      await this.look();
    }
    this.reading = false;
  }
  async take(file: File): Promise<void> {
    this.problem = null;
    if (file.size > MOST_BYTES) return void (this.problem = TOO_LARGE);
    const bytes = new Uint8Array(await file.arrayBuffer());
    this.reading = true;
    const done = await this.ask({ ask: 'take_detections', name: file.name, base64: to_base64(bytes) });
    this.reading = false;
    if (done === null) return;
    [this.from, this.chosen] = [0, ''];
    await this.look();
  }
  async forget_detections(): Promise<void> {
    if ((await this.ask({ ask: 'forget_detections' })) !== null) await this.look();
  }
  set_view(view: { score?: number; overlap?: number }): void {
    if (view.score !== undefined) this.score = view.score;
    if (view.overlap !== undefined) this.overlap = view.overlap;
    void this.look();
  }
  /** Summary, list and picture anew; what is asked meanwhile comes after, once. */
  async look(): Promise<void> {
    if (this.looking) return void (this.again = true);
    this.looking = true;
    do {
      this.again = false;
      const summary = await this.ask<BoxSummary>({ ask: 'boxes', ...this.view });
      if (summary === null) break;
      this.summary = summary;
      if (summary.folder === '') break;
      const list = await this.ask<BoxList>({ ask: 'box_list', ...this.view, from: this.from, count: PAGE });
      if (list === null) break;
      [this.rows, this.total] = [list.rows, list.total];
      if (this.chosen === '' && list.rows[0]) await this.choose(list.rows[0].name);
      else if (this.chosen !== '') await this.fetch_picture();
    } while (this.again);
    this.looking = false;
  }
  private async fetch_picture(): Promise<void> {
    const name = this.chosen;
    const picture = await this.ask<ReviewedPicture>({ ask: 'box_picture', ...this.view, name });
    if (picture === null || name !== this.chosen) return;
    if (picture.boxes.length !== this.picture?.boxes.length) this.box = null;
    this.picture = picture;
  }
  private forget_picture(): void {
    [this.chosen, this.picture, this.image, this.box] = ['', null, null, null];
  }
  async choose(name: string): Promise<void> {
    if (name !== this.chosen) this.forget_picture();
    this.chosen = name;
    this.problem = null;
    await this.fetch_picture();
    if (this.image?.name === name) return;
    const image = await this.ask<BoxImage>({ ask: 'box_image', name });
    if (image === null || name !== this.chosen) return;
    const bitmap = new Image();
    bitmap.src = `data:image/png;base64,${image.png}`;
    await bitmap.decode();
    if (name === this.chosen) this.image = { name, width: image.width, height: image.height, bitmap };
  }
  /** So many pictures further down the list, over its pages. */
  async move(by: number): Promise<void> {
    const at = Math.max(0, Math.min(this.total - 1, this.from + (this.row < 0 ? 0 : this.row + by)));
    if (at < this.from || at >= this.from + this.rows.length) await this.turn_to(Math.floor(at / PAGE) * PAGE);
    const row = this.rows[at - this.from];
    if (row && row.name !== this.chosen) await this.choose(row.name);
  }
  async turn_to(from: number): Promise<void> {
    const list = await this.ask<BoxList>({ ask: 'box_list', ...this.view, from, count: PAGE });
    if (list !== null) [this.rows, this.from] = [list.rows, from];
  }
  switch_class(label: number): void {
    const hidden = new Set(this.hidden);
    if (!hidden.delete(label)) hidden.add(label);
    [this.hidden, this.box] = [hidden, null];
  }
}
export const boxes = new Boxes();
