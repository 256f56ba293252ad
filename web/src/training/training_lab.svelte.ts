// What the training lab knows: the server's state, the curves of the run that is looked at, the runs there are, and how to ask
// for changes.
import { Connection, Refused, type LineStatus } from '../connection';
import type { Problem, RunChanges, RunLabels, RunRow, RunView, StartPlan, SteerAnswer, TrainingAnswer, TrainingCatalogue, TrainingPicture, TrainingRequest, TrainingState, TrainingUpload } from '../protocol';
import { sit, type Desk, type Notice } from '../shell/desk.svelte';
import { language } from '../words/index.svelte';
import { grown, type Curves } from './curves';
import { decode, is_inspection, type InspectionFrame, type LabPicture } from './picture';

export interface StartWords { recipe: string; data: string; settings: string[] }

class TrainingLab implements Desk {
  status = $state<LineStatus>('connecting');
  wait = $state(0);
  state = $state.raw<TrainingState | null>(null);
  catalogue = $state.raw<TrainingCatalogue | null>(null);
  head = $state.raw<TrainingPicture | null>(null);
  curves = $state.raw<Curves>(new Map());
  inspection = $state.raw<InspectionFrame | null>(null); // what the network says of the picture that is tried
  runs = $state.raw<ReadonlyMap<string, RunRow>>(new Map());
  deletions = $state(0); // that can be taken back
  problems = $state<Record<string, Problem>>({}); // by setting
  notices = $state<Notice[]>([]);
  asking = $state(false); // for what the training does at its next step

  private connection: Connection<TrainingState, LabPicture, TrainingRequest, TrainingAnswer, TrainingUpload> | null = null;
  private table = 0; // version of `runs`
  private fetching = false;
  private next_notice = 1;

  get run(): RunView | null {
    return this.state?.run ?? null;
  }

  async start(): Promise<void> {
    sit(this);
    const address = new URLSearchParams(location.search);
    const session = address.get('session');
    let asked = address.get('run');
    let left: string | null = null; // the run of before a break: a server that has begun anew knows it not
    this.connection = new Connection({
      state: (state) => {
        this.arrived(state);
        const run = asked ?? (state.run === null ? left : null);
        asked = left = null;
        if (run !== null && state.run?.name !== run) void this.ask({ ask: 'open_run', run });
      },
      picture: (picture) => {
        if (is_inspection(picture)) return void (this.inspection = picture);
        this.head = picture.head;
        this.curves = grown(this.curves, picture);
      },
      status: (status, seconds) => {
        this.status = status;
        this.wait = seconds;
        if (status === 'open') {
          this.table = 0; // another server may count anew
          left = this.run?.name ?? null;
          this.inspection = null;
          void this.connected();
        }
      },
      broken: (error) => console.error(error),
    }, session, { lab: 'training', decode, leads_on: (picture) => !is_inspection(picture), answers: (picture) => (is_inspection(picture) ? picture.head.reply : null) });
  }
  hurry(): void {
    this.connection?.hurry();
  }
  private async connected(): Promise<void> {
    if (this.catalogue !== null) return;
    try {
      const response = await fetch('/api/training');
      if (!response.ok) throw new Error(response.statusText);
      this.catalogue = (await response.json()) as TrainingCatalogue;
    } catch {
      window.setTimeout(() => void this.connected(), 1000);
    }
  }
  private arrived(state: TrainingState): void {
    this.state = state;
    if (state.table !== this.table) void this.fetch_runs();
    const address = new URL(location.href);
    address.searchParams.set('session', state.session);
    if (state.run) address.searchParams.set('run', state.run.name);
    else address.searchParams.delete('run');
    if (address.href !== location.href) history.replaceState(null, '', address);
  }
  /** What has changed in the table, as often as there is something. */
  private async fetch_runs(): Promise<void> {
    if (this.fetching) return;
    this.fetching = true;
    while (this.state !== null && this.state.table !== this.table && this.status === 'open') {
      const since = this.table;
      const answer = (await this.ask({ ask: 'runs', since })) as RunChanges | null;
      if (answer === null) break;
      const runs = new Map(since === 0 ? [] : this.runs);
      for (const row of answer.rows) runs.set(row.name, row);
      for (const name of answer.gone) runs.delete(name);
      this.runs = runs;
      this.deletions = answer.undo;
      this.table = answer.version;
    }
    this.fetching = false;
  }

  /** A request; what the server refuses is told to the reader, and beside the setting that it names. Null: refused. */
  async ask(request: TrainingRequest): Promise<TrainingAnswer | null> {
    try {
      return (await this.connection?.ask(request)) ?? null;
    } catch (error) {
      if (error instanceof Refused) this.tell(error.problem);
      else console.error(error);
      return null;
    }
  }
  /** A question of a panel's own: what the server refuses, the panel says. */
  async inquire(request: TrainingRequest): Promise<TrainingAnswer | null> {
    return (await this.connection?.ask(request)) ?? null;
  }
  /** The same with bytes behind it. */
  async send(upload: TrainingUpload, bytes: Uint8Array): Promise<TrainingAnswer | null> {
    return (await this.connection?.send(upload, bytes)) ?? null;
  }
  /** What the reader draws comes before the curves. */
  give_way(on: boolean): void {
    this.connection?.give_way(on);
  }
  /** One command at a time: the training answers between two of its steps. */
  private async steer(request: TrainingRequest): Promise<SteerAnswer | null> {
    if (this.asking) return null;
    this.asking = true;
    const answer = (await this.ask(request)) as SteerAnswer | null;
    this.asking = false;
    return answer;
  }
  toggle_pause(): void {
    if (this.run?.live) void this.steer({ ask: 'steer', command: this.run.status === 'paused' ? 'resume' : 'pause' });
  }
  step(count: number): void {
    if (this.run?.live) void this.steer({ ask: 'steps', count });
  }
  stop(): void {
    if (this.run?.live) void this.steer({ ask: 'steer', command: 'stop' });
  }
  async snapshot(): Promise<void> {
    const answer = await this.steer({ ask: 'steer', command: 'snapshot' });
    if (answer?.path) this.praise({ en: `Written: ${answer.path}`, fr: `Écrit : ${answer.path}` });
  }
  set(rates: { lr?: number; momentum?: number; weight_decay?: number }): void {
    void this.steer({ ask: 'rates', lr: rates.lr ?? null, momentum: rates.momentum ?? null, weight_decay: rates.weight_decay ?? null });
  }
  async note(text: string): Promise<boolean> {
    return (await this.steer({ ask: 'note', text })) !== null;
  }
  open(run: string): void {
    if (run !== this.run?.name) void this.ask({ ask: 'open_run', run });
  }
  begin(words: StartWords): void {
    void this.ask({ ask: 'start', ...words, language: language.current });
  }
  resume(): void {
    if (this.run) void this.ask({ ask: 'resume_run', run: this.run.name, language: language.current });
  }
  /** A request whose problem is told where it arose, not to all the page. */
  async try_ask(request: TrainingRequest): Promise<TrainingAnswer | Problem | null> {
    try {
      return (await this.connection?.ask(request)) ?? null;
    } catch (error) {
      return error instanceof Refused ? error.problem : null;
    }
  }
  /** How it would be begun; a problem where it could not. */
  async plan(words: StartWords): Promise<StartPlan | Problem | null> {
    return (await this.try_ask({ ask: 'plan', ...words })) as StartPlan | Problem | null;
  }
  label(run: string, labels: RunLabels): void {
    void this.ask({ ask: 'label', run, labels });
  }
  remove(runs: string[]): void {
    void this.ask({ ask: 'delete_runs', runs });
  }
  undo_remove(): void {
    void this.ask({ ask: 'undelete' });
  }

  hidden(): boolean {
    return false;
  }
  fixed(): boolean {
    return false;
  }
  drag(act: () => void): void {
    act();
  }
  drop(): void {
    return;
  }
  tell(problem: Problem): void {
    if (problem.where !== '') this.problems[problem.where] = problem;
    this.notices = [...this.notices.filter((notice) => notice.problem.code !== problem.code), { id: this.next_notice++, problem, good: false }].slice(-3);
  }
  private praise(message: { en: string; fr: string }): void {
    this.notices = [...this.notices, { id: this.next_notice++, problem: { code: 'page.done', message, hint: null, where: '' }, good: true }].slice(-3);
  }
  dismiss(id: number): void {
    this.notices = this.notices.filter((notice) => notice.id !== id);
  }
  forget(name: string): void {
    delete this.problems[name];
  }
}

export const lab = new TrainingLab();
