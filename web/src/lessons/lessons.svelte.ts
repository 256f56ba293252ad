// The lessons at hand, which one is open, and which tasks are done: kept in this browser, for the session it belongs to.
import { lab } from '../playground/lab.svelte';
import { setting_at } from '../playground/settings';
import { keep, kept } from '../shell/kept';
import { lesson_of, met, report_of, solved_of, type Lesson, type Solved } from './lesson';

const files = import.meta.glob<unknown>('./*.json', { eager: true, import: 'default' });
const BUNDLED = Object.entries(files).sort(([a], [b]) => a.localeCompare(b)).flatMap(([, file]) => lesson_of(file) ?? []);

class Lessons {
  all = $state.raw<Lesson[]>(BUNDLED);
  open = $state.raw<Lesson | null>(null);
  done = $state.raw<(Solved | null)[]>([]);
  private moving = 0; // how many tasks' first settings are on their way
  readonly current = $derived(this.done.indexOf(null));

  /** Opens a lesson: its first settings are set, its locks hold. */
  start(name: string): void {
    const lesson = this.all.find((one) => one.name === name) ?? null;
    this.begin(lesson, lesson?.tasks.map(() => null) ?? []);
    if (lesson?.start) void this.prepare(lesson.start);
  }
  private begin(lesson: Lesson | null, done: (Solved | null)[]): void {
    this.open = lesson;
    this.done = done;
    lab.lesson = lesson;
    this.remember();
  }
  private remember(): void {
    const lesson = this.open;
    if (lab.state) keep(lab.state.session, { lesson: { name: lesson?.name ?? '', done: this.done, file: lesson && !BUNDLED.includes(lesson) ? lesson : null } });
  }
  /** After a reload: the lesson that this session was in goes on, over the network that the server has kept. False: there was none. */
  restore(): boolean {
    const before = lab.state ? kept(lab.state.session)['lesson'] : null;
    if (typeof before !== 'object' || before === null) return false;
    const { name, done, file } = before as Record<string, unknown>;
    const own = lesson_of(file);
    if (own) this.all = [...this.all.filter((one) => one.name !== own.name), own];
    const lesson = this.all.find((one) => one.name === name) ?? null;
    this.begin(lesson, lesson ? solved_of(lesson, done) : []);
    return true;
  }
  /** Sets what differs, then begins anew; no task is checked meanwhile. */
  private async prepare(start: Record<string, unknown>): Promise<void> {
    const now = lab.state?.settings;
    const changes = Object.fromEntries(Object.entries(start).filter(([path, value]) => !now || JSON.stringify(setting_at(now, path)) !== JSON.stringify(value)));
    this.moving += 1;
    if (Object.keys(changes).length > 0) await lab.ask({ ask: 'edit', changes }, { of_lesson: true });
    await lab.ask({ ask: 'reset' }, { of_lesson: true });
    // By then the picture is surely of the new network; should none follow, what it shows counts all the same.
    window.setTimeout(() => {
      this.moving -= 1;
      this.check();
    }, 300);
  }
  add(lesson: Lesson): void {
    this.all = [...this.all.filter((one) => one.name !== lesson.name), lesson];
    this.start(lesson.name);
  }
  /** After each picture: the current task may be done. */
  check(): void {
    if (this.moving > 0) return;
    const place = this.current;
    const task = this.open?.tasks[place];
    const head = lab.picture?.head;
    if (task && head && lab.state && met(task.goal, head, lab.state.settings)) {
      const solved: Solved = { when: new Date().toISOString(), epoch: Math.floor(head.epoch), train_loss: head.train.loss, test_loss: head.test.loss };
      this.done = this.done.map((one, i) => (i === place ? solved : one));
      this.remember();
      const next = this.open?.tasks[this.current];
      if (next?.start) void this.prepare(next.start);
    }
  }
  get report(): object | null {
    return this.open && report_of(this.open, this.done, lab.state?.session ?? '');
  }
}
export const lessons = new Lessons();
