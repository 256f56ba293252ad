// The folders of images that were given to the studio at some time.
import type { FolderList, KeptFolder, Problem, TrainingRequest } from '../protocol';
import { lab } from './training_lab.svelte';

class KeptFolders {
  all = $state.raw<KeptFolder[] | null>(null); // null: not asked yet
  undo = $state(0);
  problem = $state.raw<Problem | null>(null);

  private async ask(request: TrainingRequest): Promise<void> {
    const answer = await lab.try_ask(request);
    if (answer === null) return;
    if ('code' in answer) {
      this.problem = answer;
      if (request.ask !== 'folders') void this.look(false); // another page may have changed them
      return;
    }
    const list = answer as FolderList;
    [this.all, this.undo] = [list.folders, list.undo];
  }
  look(forget = true): Promise<void> {
    if (forget) this.problem = null;
    return this.ask({ ask: 'folders' });
  }
  remove(name: string): Promise<void> {
    this.problem = null;
    return this.ask({ ask: 'remove_folder', name });
  }
  bring_back(): Promise<void> {
    this.problem = null;
    return this.ask({ ask: 'return_folder' });
  }
}

export const kept = new KeptFolders();
