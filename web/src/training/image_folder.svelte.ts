// A folder of images on its way to the studio: looked through, given file by file, and then the data of a training.
import { Refused } from '../connection';
import type { Problem, TakenImage, UploadedFolder, Words } from '../protocol';
import { fault_of, of_chosen, of_dropped, type FoundFolder } from './image_folder';
import { lab } from './training_lab.svelte';

const UNREADABLE: Words = { en: 'it cannot be read', fr: 'il ne se lit pas' };
const LONGEST_NAME = 255;

class ImageFolder {
  stage = $state<'none' | 'looking' | 'found' | 'sending' | 'done'>('none');
  found = $state.raw<FoundFolder | null>(null);
  sent = $state(0);
  left_out = $state.raw<{ name: string; reason: Words }[]>([]);
  problem = $state.raw<Problem | null>(null);
  taken = $state.raw<UploadedFolder | null>(null);
  private turn = 0; // of what was dropped, chosen or broken off last

  get fault() {
    return this.found && fault_of(this.found);
  }
  private begin(): () => boolean {
    const turn = ++this.turn;
    if (this.stage === 'sending') void lab.try_ask({ ask: 'cancel_folder' });
    [this.stage, this.found, this.problem, this.taken, this.left_out, this.sent] = ['looking', null, null, null, [], 0];
    return () => turn === this.turn;
  }
  chosen(files: FileList): void {
    this.begin();
    [this.found, this.stage] = [of_chosen(files), 'found'];
  }
  async dropped(entries: FileSystemEntry[]): Promise<void> {
    const wanted = this.begin();
    try {
      const found = await of_dropped(entries, wanted);
      if (wanted()) [this.found, this.stage] = [found, 'found'];
    } catch {
      if (wanted()) [this.problem, this.stage] = [{ code: 'page.unreadable', message: UNREADABLE, hint: null, where: '' }, 'none'];
    }
  }
  /** Stops whatever goes on: nothing of it is kept. */
  cancel(): void {
    this.begin();
    this.stage = 'none';
  }
  /** Gives all its images; what they are then called as data, or null. */
  async send(): Promise<string | null> {
    const found = this.found;
    if (found === null || this.fault !== null) return null;
    const wanted = this.begin();
    [this.found, this.stage] = [found, 'sending'];
    try {
      await lab.inquire({ ask: 'begin_folder', name: found.name.slice(0, LONGEST_NAME) });
      for (const { part, label, name, file } of found.images) {
        if (!wanted()) return null;
        const bytes = await file.arrayBuffer().catch(() => null); // gone meanwhile
        if (!wanted()) return null;
        const reason = bytes === null ? UNREADABLE : ((await lab.send({ ask: 'folder_image', part, label: label.slice(0, LONGEST_NAME), name: name.slice(-LONGEST_NAME) }, new Uint8Array(bytes))) as TakenImage).reason;
        if (!wanted()) return null;
        if (reason !== null) this.left_out = [...this.left_out, { name: `${label}/${name}`, reason }];
        this.sent++;
      }
      const taken = (await lab.inquire({ ask: 'finish_folder' })) as UploadedFolder;
      if (!wanted()) return null;
      [this.taken, this.stage] = [taken, 'done'];
      return taken.spec;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (wanted()) {
        void lab.try_ask({ ask: 'cancel_folder' });
        [this.problem, this.stage] = [error.problem, 'found'];
      }
      return null;
    }
  }
}

export const folder = new ImageFolder();
