// What the convolution lab knows: the server's state, the last picture, the place of the walk, and how to ask for changes.
// It computes no convolution: every number on the page comes from the server.
import { to_base64 } from '../base64';
import { Connection, Refused, type LineStatus } from '../connection';
import type { ConvolutionAnswer, ConvolutionCatalogue, ConvolutionMatrix, ConvolutionRequest, ConvolutionSettings, ConvolutionState, ConvolutionUpload, Problem, Walk } from '../protocol';
import { sit, type Desk, type Notice } from '../shell/desk.svelte';
import { t } from '../words/index.svelte';
import { is_animated } from './animated';
import { channels_of } from './layer';
import { decode, is_live, type LabPicture, type LiveFrame } from './picture';
import { sentences } from './walk';

export interface Place { row: number; column: number }

class ConvolutionLab implements Desk {
  status = $state<LineStatus>('connecting');
  wait = $state(0);
  state = $state.raw<ConvolutionState | null>(null);
  settings = $state.raw<ConvolutionSettings | null>(null); // the server's, with what has been asked for already
  catalogue = $state.raw<ConvolutionCatalogue | null>(null);
  picture = $state.raw<LabPicture | null>(null);
  live = $state.raw<LiveFrame | null>(null); // what the filter made of the last frame of a camera; null: it shows none
  matrix = $state.raw<ConvolutionMatrix | null>(null);
  matrix_problem = $state.raw<Problem | null>(null);
  problems = $state<Record<string, Problem>>({}); // by setting
  notices = $state<Notice[]>([]);

  place = $state.raw<Place>({ row: 0, column: 0 });
  step = $state.raw<Walk | null>(null);
  looked_map = $state(0); // of the output, as it was chosen: there may be fewer by now
  looked_slice = $state(0); // of the chosen filter
  walking = $state(false);
  rate = $state(4); // places a second
  wants_matrix = false;

  private connection: Connection<ConvolutionState, LabPicture | LiveFrame, ConvolutionRequest, ConvolutionAnswer, ConvolutionUpload> | null = null;
  private pending: Partial<ConvolutionSettings> = {};
  private in_flight: Partial<ConvolutionSettings> | null = null;
  private pending_goes_on = false;
  private goes_on = false;
  private dragged = false;
  private asking = false; // for the step
  private next_notice = 1;
  private stride_time = 0;

  async start(): Promise<void> {
    sit(this);
    const session = new URLSearchParams(location.search).get('session');
    this.connection = new Connection({
      state: (state) => this.arrived(state),
      picture: (picture) => {
        if (is_live(picture)) return void (this.live = picture);
        const first = this.picture === null;
        this.picture = picture;
        this.visit(first ? { row: this.places.rows >> 1, column: this.places.columns >> 1 } : this.place);
        if (this.wants_matrix) void this.ask_matrix();
      },
      status: (status, seconds) => {
        this.status = status;
        this.wait = seconds;
        if (status === 'open') void this.connected();
      },
      broken: (error) => console.error(error),
    }, session, { lab: 'convolution', decode, leads_on: (picture) => !is_live(picture), answers: (picture) => (is_live(picture) ? picture.head.reply : null) });
  }
  hurry(): void {
    this.connection?.hurry();
  }
  private async connected(): Promise<void> {
    if (this.catalogue !== null) return;
    try {
      const response = await fetch('/api/convolution');
      if (!response.ok) throw new Error(response.statusText);
      this.catalogue = (await response.json()) as ConvolutionCatalogue;
    } catch {
      window.setTimeout(() => void this.connected(), 1000);
    }
  }
  private arrived(state: ConvolutionState): void {
    this.state = state;
    this.settings = { ...state.settings, ...this.in_flight, ...this.pending };
    const address = new URL(location.href);
    if (address.searchParams.get('session') === state.session) return;
    address.searchParams.set('session', state.session);
    history.replaceState(null, '', address);
  }

  /** A request; what the server refuses is told to the reader, and beside the setting that it names, or `place`. Null: refused. */
  async ask(request: ConvolutionRequest, place?: string): Promise<ConvolutionAnswer | null> {
    try {
      return (await this.connection?.ask(request)) ?? null;
    } catch (error) {
      if (error instanceof Refused) this.tell(place === undefined ? error.problem : { ...error.problem, where: place });
      else console.error(error);
      return null;
    }
  }

  /** A question of a panel's own: what the server refuses, the panel says. */
  async inquire(request: ConvolutionRequest): Promise<ConvolutionAnswer | null> {
    return (await this.connection?.ask(request)) ?? null;
  }
  /** Pixels, with a request at their head; throws what the server refuses. */
  async send(upload: ConvolutionUpload, pixels: Uint8Array): Promise<void> {
    await this.connection?.send(upload, pixels);
  }

  /** Settings to change. While one change is on its way later ones wait and are merged, so a dragged number never queues. */
  edit(changes: Partial<ConvolutionSettings>): void {
    if (this.settings === null) return;
    for (const name of Object.keys(changes)) this.forget(name);
    this.pending_goes_on = this.goes_on && (Object.keys(this.pending).length === 0 || this.pending_goes_on);
    Object.assign(this.pending, changes);
    this.settings = { ...this.settings, ...changes };
    if (this.in_flight === null) void this.send_edits();
  }
  private async send_edits(): Promise<void> {
    while (Object.keys(this.pending).length > 0) {
      this.in_flight = this.pending;
      this.pending = {};
      const answer = await this.ask({ ask: 'edit', changes: { ...this.in_flight }, goes_on: this.pending_goes_on });
      this.in_flight = null;
      if (answer === null && this.state) this.settings = { ...this.state.settings, ...this.pending };
    }
  }
  drag(act: () => void): void {
    this.goes_on = this.dragged;
    this.dragged = true;
    act();
    this.goes_on = false;
  }
  drop(): void {
    this.dragged = false;
  }

  async open(file: File): Promise<void> {
    if (file.size > MOST_BYTES) return this.tell(TOO_LARGE);
    let bytes: Uint8Array;
    try {
      bytes = new Uint8Array(await file.arrayBuffer());
    } catch {
      return this.tell(UNREADABLE); // a folder, or gone meanwhile
    }
    this.forget('picture');
    const answer = await this.ask({ ask: 'open_picture', name: file.name, base64: to_base64(bytes) }, 'picture');
    if (answer !== null && is_animated(bytes)) this.tell(ANIMATED, true);
  }

  get transposed(): boolean {
    return this.settings?.operation === 'convolution' && this.settings.transposed;
  }
  /** Rows and columns that the walk goes over: of a transposed convolution those of the picture. */
  readonly places = $derived.by(() => {
    const field = this.picture?.fields.get(this.transposed ? 'input' : 'output');
    return { rows: field?.shape[1] ?? 1, columns: field?.shape[2] ?? 1 };
  });
  /** The channel of the output that is looked at: of a colour picture the one that is shown. */
  get channel(): number {
    if (this.state?.coloured) return Math.max(0, Math.min(this.settings?.channel ?? 0, 2));
    return Math.max(0, Math.min(this.looked_map, (this.picture?.fields.get('output')?.shape[0] ?? 1) - 1));
  }
  /** The channel of the input that is looked at. */
  get source(): number {
    const settings = this.settings;
    const at = settings?.operation === 'layer' ? (channels_of(settings, this.filter)[this.slice] ?? 0) : this.channel;
    return Math.min(at, (this.picture?.fields.get('input')?.shape[0] ?? 1) - 1);
  }
  /** The filter of a layer that is edited, and which of its kernels. */
  get filter(): number {
    return Math.max(0, Math.min(this.looked_map, (this.settings?.filters.length ?? 1) - 1));
  }
  get slice(): number {
    return Math.max(0, Math.min(this.looked_slice, (this.settings?.filters[this.filter]?.weights.length ?? 1) - 1));
  }
  look_at(map: number): void {
    this.looked_map = map;
    this.visit({ ...this.place });
  }

  /** Goes to the nearest place that there is, and asks for its numbers: one question at a time. */
  visit({ row, column }: Place): void {
    this.place = { row: Math.max(0, Math.min(this.places.rows - 1, row)), column: Math.max(0, Math.min(this.places.columns - 1, column)) };
    if (!this.asking && this.picture) void this.ask_step();
  }
  private async ask_step(): Promise<void> {
    this.asking = true;
    let asked: Place, picture: LabPicture | null;
    do {
      [asked, picture] = [this.place, this.picture];
      try {
        const answer = await this.connection?.ask({ ask: 'walk', channel: this.channel, ...asked });
        if (answer && 'taps' in answer) this.step = answer as unknown as Walk;
      } catch {
        this.step = null; // a picture has changed under it: the next one asks again
      }
    } while (asked !== this.place || picture !== this.picture);
    this.asking = false;
  }
  move(rows: number, columns: number): void {
    this.walking = false;
    this.visit({ row: this.place.row + rows, column: this.place.column + columns });
  }
  /** So many places on, row by row; behind the last comes the first. */
  advance(count: number): void {
    const { rows, columns } = this.places;
    const at = (((this.place.row * columns + this.place.column + count) % (rows * columns)) + rows * columns) % (rows * columns);
    this.visit({ row: Math.floor(at / columns), column: at % columns });
  }
  toggle_walk(): void {
    this.walking = !this.walking;
    if (!this.walking) return;
    this.stride_time = performance.now();
    const go = (now: number): void => {
      if (!this.walking) return;
      const count = Math.floor(((now - this.stride_time) * this.rate) / 1000);
      if (count > 0) {
        this.stride_time += (count * 1000) / this.rate;
        this.advance(count);
      }
      requestAnimationFrame(go);
    };
    requestAnimationFrame(go);
  }

  async ask_matrix(): Promise<void> {
    try {
      const answer = await this.connection?.ask({ ask: 'matrix' });
      if (answer && 'numbers' in answer) [this.matrix, this.matrix_problem] = [answer as unknown as ConvolutionMatrix, null];
    } catch (error) {
      this.matrix = null;
      if (error instanceof Refused) this.matrix_problem = error.problem;
    }
  }

  hidden(): boolean {
    return false;
  }
  fixed(): boolean {
    return false;
  }
  tell(problem: Problem, good = false): void {
    if (problem.where !== '') this.problems[problem.where] = problem;
    this.notices = [...this.notices.filter((notice) => notice.problem.code !== problem.code), { id: this.next_notice++, problem, good }].slice(-3);
  }
  dismiss(id: number): void {
    this.notices = this.notices.filter((notice) => notice.id !== id);
  }
  forget(name: string): void {
    delete this.problems[name];
  }
  /** Why there is no output, in the reader's language, without a heading. */
  get reason(): string {
    if (!this.state?.problem) return '';
    return this.fault_of(this.state.chain.findIndex(({ problem }) => problem !== null));
  }
  /** Why that stage of the chain cannot be made; of several it is named. */
  fault_of(stage: number): string {
    const chain = this.state?.chain ?? [];
    const why = sentences(chain[stage]?.problem, chain[stage]?.hint);
    return chain.length > 1 ? `${t('conv.chain.stage', { n: stage + 1 })}: ${why}` : why;
  }
}

export const MOST_BYTES = 11_500_000; // as text it must fit into one message
const TOO_LARGE: Problem = {
  code: 'page.large', where: 'picture',
  message: { en: 'The file is larger than 11 MB.', fr: 'Le fichier dépasse 11 Mo.' },
  hint: { en: 'Make the picture smaller with any program for pictures.', fr: 'Réduisez l’image avec n’importe quel programme d’images.' },
};

const UNREADABLE: Problem = {
  code: 'page.unreadable', where: 'picture',
  message: { en: 'This cannot be read as a file.', fr: 'Ceci ne se lit pas comme un fichier.' },
  hint: { en: 'A folder is no picture: choose or drop one file, PNG or JPEG.', fr: 'Un dossier n’est pas une image : choisissez ou déposez un seul fichier, PNG ou JPEG.' },
};
const ANIMATED: Problem = {
  code: 'page.animated', where: '',
  message: { en: 'This PNG is animated: its first picture is taken.', fr: 'Ce PNG est animé : sa première image est prise.' },
  hint: null,
};

export const lab = new ConvolutionLab();
