// What the playground knows: the server's state, the last picture, what the reader looks at, and how to ask for changes.
// It computes nothing about the network: every number on the page comes from the server.
import { Connection, Refused, type LineStatus } from '../connection';
import { decode_picture, type DecodedPicture, type Field } from '../picture';
import type { Answer, Catalogue, LayerSettings, Probe, Problem, Request, Settings, State } from '../protocol';
import { sit, type Desk, type Notice } from '../shell/desk.svelte';
import { keep, kept } from '../shell/kept';
import { extras_of, read_hash } from '../shell/link';
import { covers, is_teachers, lock_against, touched, type Rules, type TeacherFile } from '../shell/teacher';
import type { KeptSlope } from '../slope/kept';
import { changed, columns_of } from './settings';
import type { OutputView, UnitView, View } from './view';

export type { OutputView, UnitView } from './view';
export interface Points { train: Float32Array; test: Float32Array }
export interface Chosen { kind: 'weight' | 'bias' | 'unit'; layer: number; unit: number; column: number }
/** A number that the reader wants explained, and the element that shows it. A cell of the confusion matrix has its place. */
export interface Asked { what: 'loss' | 'accuracy' | 'r2' | 'lr' | 'cell'; half: 'train' | 'test'; row: number; column: number; from: HTMLElement }

const LOCKED: Problem = {
  code: 'page.locked',
  where: '',
  message: { en: 'The teacher has locked this.', fr: 'L’enseignant a verrouillé cela.' },
  hint: { en: 'It stays as it is; whatever has no lock can be changed.', fr: 'Cela reste en l’état ; ce qui n’a pas de cadenas peut être changé.' },
};

const NO_POINTS: Points = { train: new Float32Array(0), test: new Float32Array(0) };

export class Lab implements Desk {
  status = $state<LineStatus>('connecting');
  wait = $state(0);
  state = $state.raw<State | null>(null);
  settings = $state.raw<Settings | null>(null); // the server's, with what has been asked for already
  catalogue = $state.raw<Catalogue | null>(null);
  picture = $state.raw<DecodedPicture | null>(null);
  points = $state.raw<Points>(NO_POINTS);
  warp = $state.raw<DecodedPicture | null>(null);
  problems = $state<Record<string, Problem>>({}); // by setting
  notices = $state<Notice[]>([]);
  teacher = $state.raw<TeacherFile | null>(null);
  lesson = $state.raw<Rules | null>(null); // what the lesson under way hides and locks

  unit_view = $state<UnitView>('activation');
  output_view = $state<OutputView>('value');
  discrete = $state(false);
  gradients = $state(false);
  show_train = $state(true);
  show_test = $state(false);
  hovered = $state.raw<{ layer: number; unit: number } | null>(null);
  chosen = $state.raw<Chosen | null>(null);
  asked = $state.raw<Asked | null>(null);
  cursor = $state.raw<{ x1: number; x2: number; target: number | null } | null>(null);
  probe = $state.raw<Probe | null>(null);

  private connection: Connection<State, DecodedPicture, Request, Answer> | null = null;
  private pending: Record<string, unknown> = {};
  private pending_goes_on = false;
  private goes_on = false; // while an edit of a drag is made that is not its first
  private dragged = false;
  private in_flight: Record<string, unknown> | null = null;
  private points_seen = -1;
  private probing = false;
  private next_notice = 1;
  private shared: string | null = null; // a state from the link, to open once connected

  async start(): Promise<void> {
    sit(this);
    const session = new URLSearchParams(location.search).get('session') ?? new_session();
    try {
      this.shared = await read_hash(location.hash);
    } catch {
      this.tell({ code: 'page.link', where: '', message: { en: 'The link is not whole: its end seems to be missing.', fr: 'Le lien n’est pas complet : sa fin semble manquer.' }, hint: { en: 'Copy it again, or use a saved file.', fr: 'Copiez-le de nouveau, ou utilisez un fichier enregistré.' } });
    }
    this.connection = new Connection(
      {
        state: (state) => this.arrived(state),
        picture: (picture) => this.drawn(picture),
        status: (status, seconds) => {
          this.status = status;
          this.wait = seconds;
          if (status === 'open') void this.connected();
        },
        broken: (error) => console.error(error),
      },
      session,
      { lab: null, decode: decode_picture, leads_on: ({ head }) => head.kind === 'network' },
    );
  }

  hurry(): void {
    this.connection?.hurry();
  }

  /** A step has been asked for and is not yet made. */
  stepping = false;

  private async connected(): Promise<void> {
    this.points_seen = -1;
    if (this.catalogue === null) {
      try {
        const response = await fetch('/api/catalogue');
        if (!response.ok) throw new Error(response.statusText);
        this.catalogue = (await response.json()) as Catalogue;
      } catch {
        window.setTimeout(() => void this.connected(), 1000);
        return;
      }
    }
    this.send_view();
    if (this.shared !== null) {
      const text = this.shared;
      this.shared = null;
      history.replaceState(null, '', location.pathname + location.search);
      void this.open(text);
    }
  }

  /** A saved state, with the page's own keys in it. */
  async open(text: string): Promise<void> {
    if ((await this.ask({ ask: 'open', text })) === null) return;
    const { view, slope, teacher } = extras_of(text);
    this.look(view);
    if (slope) this.takes_slope(slope);
    if (teacher) this.set_teacher(teacher);
  }

  /** What becomes of the slope tab of a saved state: the tab says it. */
  takes_slope: (kept: Partial<KeptSlope>) => void = () => undefined;

  get view(): View {
    return { tiles: this.unit_view, output: this.output_view, discrete: this.discrete, train: this.show_train, test: this.show_test, speed: this.speed };
  }
  look({ tiles = this.unit_view, output = this.output_view, discrete = this.discrete, train = this.show_train, test = this.show_test, speed = this.speed }: Partial<View>): void {
    [this.unit_view, this.output_view, this.discrete, this.show_train, this.show_test] = [tiles, output, discrete, train, test];
    if (speed !== this.speed) this.set_speed(speed);
    this.send_view();
  }

  set_teacher(teacher: TeacherFile): void {
    this.teacher = teacher;
    if (this.state) keep(this.state.session, { teacher });
  }

  private arrived(state: State): void {
    if (this.state?.session !== state.session && this.teacher === null) {
      const { teacher } = kept(state.session);
      if (is_teachers(teacher)) this.teacher = teacher;
    }
    const before = this.state;
    this.state = state;
    this.heard?.();
    this.settings = changed(state.settings, { ...this.in_flight, ...this.pending });
    const address = new URL(location.href);
    if (address.searchParams.get('session') !== state.session) {
      address.searchParams.set('session', state.session);
      history.replaceState(null, '', address);
    }
    if (state.points !== this.points_seen) {
      this.points_seen = state.points;
      void this.ask({ ask: 'points' });
    }
    if (this.chosen && !still_there(this.chosen, before, state)) this.chosen = null;
    if (this.hovered && this.hovered.unit >= (state.layers[this.hovered.layer]?.units ?? 0)) this.hovered = null;
  }

  private drawn(picture: DecodedPicture): void {
    if (picture.head.kind === 'network') {
      this.picture = picture;
      if (this.cursor) this.ask_probe();
    } else if (picture.head.kind === 'points') {
      const list = (name: string) => {
        const data = picture.fields.get(name)?.data;
        return data instanceof Float32Array ? data : new Float32Array(0);
      };
      this.points = { train: list('train'), test: list('test') };
    } else {
      this.warp = picture;
    }
  }

  /** A request; what a lock or the server refuses is told to the reader, also beside the field `place`. Null: refused. A lesson may
      set what it locks itself. */
  async ask(request: Request, { of_lesson = false, place }: { of_lesson?: boolean; place?: string } = {}): Promise<(Answer & { problem?: never }) | null> {
    const rules = of_lesson ? (this.teacher ?? {}) : this.rules;
    if (lock_against(request, rules, this.state?.settings ?? null) !== null) {
      this.tell(LOCKED);
      return null;
    }
    const locks = rules.lock?.length ? rules.lock : null;
    const before = this.state;
    const answer = await this.send(request, place);
    const back = before && answer && locks ? way_back(request, before) : null;
    if (before === null || back === null || locks === null) return answer;
    // Which settings these bring is known only once the new state is here.
    await this.state_after(before);
    const after = this.state?.settings ?? before.settings;
    const weights = covers(locks, 'weights') && JSON.stringify(after) === JSON.stringify(before.settings);
    if (!weights && touched(locks, before.settings, after) === null) return answer;
    await this.send(back);
    this.tell(LOCKED);
    return null;
  }

  private async send(request: Request, place?: string): Promise<(Answer & { problem?: never }) | null> {
    try {
      const answer = await this.connection?.ask(request);
      return answer ?? null;
    } catch (error) {
      if (error instanceof Refused) this.tell(error.problem, false, place);
      else console.error(error);
      return null;
    }
  }

  private heard: (() => void) | null = null; // when a state arrives
  private async state_after(before: State): Promise<void> {
    if (this.state !== before) return;
    await new Promise<void>((resolve) => {
      this.heard = resolve;
      window.setTimeout(resolve, 1000);
    });
    this.heard = null;
  }

  /** Settings to change. While one change is on its way later ones wait and are merged, so a dragged slider never queues. */
  edit(changes: Record<string, unknown>): void {
    if (this.settings === null) return;
    for (const path of Object.keys(changes)) this.forget(path);
    // What is merged is as much a step of its own as any of its parts.
    this.pending_goes_on = this.goes_on && (Object.keys(this.pending).length === 0 || this.pending_goes_on);
    Object.assign(this.pending, changes);
    this.settings = changed(this.settings, changes);
    if (this.shift) this.reset_after = true;
    if (this.in_flight === null) void this.send_edits();
  }

  /** What `act` edits is one drag until `drop`: undo takes it back in one step. */
  drag(act: () => void): void {
    this.goes_on = this.dragged;
    this.dragged = true;
    act();
    this.goes_on = false;
  }
  drop(): void {
    this.dragged = false;
    if (this.reset_after && this.in_flight === null) void this.send_edits();
  }

  /** Shift is held in a click or with Enter: the network is reset after what is edited. */
  shift = false;
  private reset_after = false;

  edit_layer(k: number, change: Partial<LayerSettings>): void {
    const layers = this.settings?.layers.map((layer, i) => (i === k ? { ...layer, ...change } : layer));
    if (layers) this.edit({ layers });
  }

  private async send_edits(): Promise<void> {
    while (Object.keys(this.pending).length > 0) {
      this.in_flight = this.pending;
      this.pending = {};
      const answer = await this.ask({ ask: 'edit', changes: this.in_flight, ...(this.pending_goes_on && { goes_on: true }) });
      this.in_flight = null;
      if (answer !== null) continue;
      this.reset_after = false;
      if (this.state) this.settings = changed(this.state.settings, this.pending);
    }
    if (!this.reset_after || this.dragged) return;
    this.reset_after = false;
    await this.ask({ ask: 'reset' });
  }

  send_view(): void {
    const units = this.unit_view === 'dead' ? 'activation' : this.unit_view;
    void this.ask({ ask: 'view', units, grid: 64, output_grid: 128, gradients: this.gradients || this.unit_view === 'gradient', discrete: this.discrete });
  }

  toggle_play(): void {
    if (this.playing) void this.ask({ ask: 'pause' });
    else void this.ask({ ask: 'play', epochs_per_second: this.speed });
  }
  step(unit: 'sample' | 'batch' | 'epoch', count: number): void {
    this.stepping = true;
    void this.ask({ ask: 'step', unit, count }).finally(() => (this.stepping = false));
  }
  get playing(): boolean {
    return this.picture?.head.playing ?? this.state?.playing ?? false;
  }
  speed = $state(0);
  set_speed(epochs_per_second: number): void {
    this.speed = epochs_per_second;
    if (this.playing) void this.ask({ ask: 'play', epochs_per_second });
  }

  set_weight(path: string, index: number, value: number): void {
    void this.ask({ ask: 'weight', path, index, value });
  }
  locked(path: string, index: number): boolean {
    return this.state?.locks.some((lock) => lock.path === path && lock.index === index) ?? false;
  }

  /** Explains a number; asked for again it is put away. */
  explain(what: Asked['what'], from: HTMLElement, half: Asked['half'] = 'test', row = -1, column = -1): void {
    const now = this.asked;
    this.asked = now?.what === what && now.half === half && now.row === row && now.column === column ? null : { what, half, row, column, from };
  }
  explained(what: Asked['what'], half: Asked['half'] = 'test', row = -1, column = -1): boolean {
    const now = this.asked;
    return now !== null && now.what === what && now.half === half && now.row === row && now.column === column;
  }

  /** Where the reader points: the values on the way of that place are asked for, one question at a time. */
  point_at(place: { x1: number; x2: number; target: number | null } | null): void {
    this.cursor = place;
    if (place === null) this.probe = null;
    else this.ask_probe();
  }
  private ask_probe(): void {
    const place = this.cursor;
    if (this.probing || place === null) return;
    this.probing = true;
    this.connection
      ?.ask({ ask: 'probe', ...place })
      .then((answer) => {
        if (this.cursor !== null && 'layers' in answer) this.probe = answer as unknown as Probe;
      })
      .catch(() => undefined)
      .finally(() => {
        this.probing = false;
        if (this.cursor !== null && this.cursor !== place) this.ask_probe();
      });
  }

  field(name: string): Field | undefined {
    return this.picture?.fields.get(name);
  }
  get classes(): number {
    return this.state?.classes.length ?? 0;
  }
  /** The part of the plane that the maps show; of a curve the heights are those of its points. */
  get domain(): { left: number; right: number; bottom: number; top: number } {
    const [left = -6, right = 6, bottom = -6, top = 6] = this.state?.domain ?? [];
    return { left, right, bottom, top };
  }

  get curve(): boolean {
    return this.settings?.mode === 'curve';
  }

  /** What a teacher's file and the lesson say about a control, named by its setting: "data" covers "data.noise". */
  readonly rules = $derived<Rules>({ hide: [...(this.teacher?.hide ?? []), ...(this.lesson?.hide ?? [])], lock: [...(this.teacher?.lock ?? []), ...(this.lesson?.lock ?? [])] });
  hidden(name: string): boolean {
    return covers(this.rules.hide, name);
  }
  fixed(name: string): boolean {
    return covers(this.rules.lock, name);
  }
  barred(name: string): boolean {
    return this.hidden(name) || this.fixed(name);
  }
  /** Whether a part of the page is locked, told to the reader. */
  refuses(name: string): boolean {
    if (this.barred(name)) this.tell(LOCKED);
    return this.barred(name);
  }

  tell(problem: Problem, good = false, place = problem.where): void {
    if (place !== '') this.problems[place] = problem;
    this.notices = [...this.notices.filter((notice) => notice.problem.code !== problem.code), { id: this.next_notice++, problem, good }].slice(-3);
  }
  say(en: string, fr: string): void {
    this.tell({ code: 'page.done', message: { en, fr }, hint: null, where: '' }, true);
  }
  dismiss(id: number): void {
    this.notices = this.notices.filter((notice) => notice.id !== id);
  }
  forget(path: string): void {
    for (const where of Object.keys(this.problems)) if (where === path || where.startsWith(`${path}.`)) delete this.problems[where];
  }
}

/** A name that no other page has: the state on the server goes by it. */
function new_session(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => (byte % 36).toString(36)).join('');
}

/** Whether what is chosen is there still. A weight goes by its place: where it reads something else by now, it is another. */
function still_there({ kind, layer, unit, column }: Chosen, before: State | null, now: State): boolean {
  if (unit >= (now.layers[layer]?.units ?? 0)) return false;
  if (kind !== 'weight') return true;
  const source = ({ layers }: State) => {
    const from = columns_of(layers, layer)[column];
    return from && JSON.stringify([layers.length, from, layers[from.layer]?.names[from.unit]]);
  };
  return source(now) !== undefined && (before === null || source(before) === source(now));
}

function way_back(request: Request, before: State): Request | null {
  if (request.ask === 'undo') return { ask: 'redo' };
  if (request.ask === 'redo' || request.ask === 'adopt') return { ask: 'undo' };
  return request.ask === 'branch' ? { ask: 'branch', id: before.branch } : null;
}

export const lab = new Lab();
