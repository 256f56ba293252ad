// The lessons at hand, which one is open, and which tasks are done.
import { lab } from '../playground/lab.svelte';
import { lesson_of, met, type Lesson } from './lesson';

const files = import.meta.glob<unknown>('./*.json', { eager: true, import: 'default' });
const BUNDLED = Object.entries(files).sort(([a], [b]) => a.localeCompare(b)).flatMap(([, file]) => lesson_of(file) ?? []);

class Lessons {
  all = $state.raw<Lesson[]>(BUNDLED);
  open = $state.raw<Lesson | null>(null);
  done = $state<boolean[]>([]);
  readonly current = $derived(this.done.indexOf(false));

  /** Opens a lesson: its first settings are set, its locks hold. */
  start(name: string): void {
    const lesson = this.all.find((one) => one.name === name) ?? null;
    this.open = lesson;
    this.done = lesson ? lesson.tasks.map(() => false) : [];
    lab.teacher = lesson && (lesson.hide || lesson.lock) ? { hide: lesson.hide ?? [], lock: lesson.lock ?? [] } : null;
    if (lesson?.start) lab.edit(lesson.start, true);
  }
  add(lesson: Lesson): void {
    this.all = [...this.all.filter((one) => one.name !== lesson.name), lesson];
    this.start(lesson.name);
  }
  /** After each picture: the current task may be done. */
  check(): void {
    const task = this.open?.tasks[this.current];
    const head = lab.picture?.head;
    if (task && head && lab.state && met(task.goal, head, lab.state.settings)) {
      this.done[this.current] = true;
      const next = this.open?.tasks[this.current];
      if (next?.start) lab.edit(next.start, true);
    }
  }
}
export const lessons = new Lessons();
