// The lessons at hand, which one is open, and which tasks are done.
import { lab } from '../playground/lab.svelte';
import { setting_at } from '../playground/settings';
import { lesson_of, met, type Lesson } from './lesson';

const files = import.meta.glob<unknown>('./*.json', { eager: true, import: 'default' });
const BUNDLED = Object.entries(files).sort(([a], [b]) => a.localeCompare(b)).flatMap(([, file]) => lesson_of(file) ?? []);

class Lessons {
  all = $state.raw<Lesson[]>(BUNDLED);
  open = $state.raw<Lesson | null>(null);
  done = $state<boolean[]>([]);
  private moving = false; // the settings of a task are on their way
  readonly current = $derived(this.done.indexOf(false));

  /** Opens a lesson: its first settings are set, its locks hold. */
  start(name: string): void {
    const lesson = this.all.find((one) => one.name === name) ?? null;
    this.open = lesson;
    this.done = lesson ? lesson.tasks.map(() => false) : [];
    lab.teacher = lesson && (lesson.hide || lesson.lock) ? { hide: lesson.hide ?? [], lock: lesson.lock ?? [] } : null;
    if (lesson?.start) void this.prepare(lesson.start);
  }
  /** Sets what differs, then begins anew; no task is checked meanwhile. */
  private async prepare(start: Record<string, unknown>): Promise<void> {
    const now = lab.state?.settings;
    const changes = Object.fromEntries(Object.entries(start).filter(([path, value]) => !now || JSON.stringify(setting_at(now, path)) !== JSON.stringify(value)));
    this.moving = true;
    if (Object.keys(changes).length > 0) await lab.ask({ ask: 'edit', changes });
    await lab.ask({ ask: 'reset' });
    // The next picture but one is surely of the new network.
    window.setTimeout(() => (this.moving = false), 300);
  }
  add(lesson: Lesson): void {
    this.all = [...this.all.filter((one) => one.name !== lesson.name), lesson];
    this.start(lesson.name);
  }
  /** After each picture: the current task may be done. */
  check(): void {
    if (this.moving) return;
    const task = this.open?.tasks[this.current];
    const head = lab.picture?.head;
    if (task && head && lab.state && met(task.goal, head, lab.state.settings)) {
      this.done[this.current] = true;
      const next = this.open?.tasks[this.current];
      if (next?.start) void this.prepare(next.start);
    }
  }
}
export const lessons = new Lessons();
