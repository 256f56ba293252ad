// The camera before the network of the run: the next frame goes when the one before has its answer.
import { CameraFeed } from '../shell/camera.svelte';
import { t, type Key } from '../words/index.svelte';
import { lab } from './training_lab.svelte';
import { trial } from './try.svelte';

const WANTED = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30 }, facingMode: 'user' };
const SIDE = 224; // of the square that is sent

class TryCamera extends CameraFeed {
  constructor() {
    super({ video: WANTED, most_pixels: SIDE * SIDE, square: true, most_on_way: 1 });
  }

  protected begun(): Promise<void> {
    trial.live = () => void this.stop();
    lab.give_way(true);
    return Promise.resolve();
  }
  protected told(): boolean {
    return false;
  }
  protected take(): Promise<void> {
    return trial.frame_of(t('conv.camera'), this.size, this.pixels(3));
  }
  /** The last frame stays as the picture that is tried. */
  async stop(reason: Key | null = null): Promise<void> {
    if (this.on) lab.give_way(false);
    this.darken(reason);
    trial.live = null;
  }
  leave(): void {
    void this.stop();
  }
}

export const camera = new TryCamera();
