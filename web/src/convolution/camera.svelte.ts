// The camera in front of the filter. The first frame becomes the picture of the lab, and the one at which it is frozen takes that
// one's place.
import { Refused } from '../connection';
import type { Problem } from '../protocol';
import { CameraFeed } from '../shell/camera.svelte';
import { t, type Key } from '../words/index.svelte';
import { lab } from './conv_lab.svelte';

const WANTED = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30 }, facingMode: 'user' };
const SECOND = 1000;

class Camera extends CameraFeed {
  problem = $state.raw<Problem | null>(null); // what the engine says against the frames
  rate = $state(0); // pictures a second
  engine = $state(0); // milliseconds for one

  private name = ''; // of the picture, while it is the camera's
  private painted: number[] = [];

  constructor() {
    super({ video: WANTED, most_pixels: 640 * 480, square: false, most_on_way: 2 }); // one on the line while another is filtered
  }

  protected begun(): Promise<void> {
    this.name = t('conv.camera');
    [this.problem, this.painted] = [null, []];
    return this.keep(false);
  }
  protected told(error: unknown): boolean {
    if (error instanceof Refused) lab.tell(error.problem);
    return error instanceof Refused;
  }

  /** Ends it, and the light goes off; the last frame stays as the picture. */
  async stop(reason: Key | null = null): Promise<void> {
    const stays = this.status === 'live' && this.size.width > 0;
    this.darken(reason);
    if (stays) await this.freeze_last();
    if (this.status === 'off') lab.live = null;
  }

  async toggle(): Promise<void> {
    if (this.status === 'frozen') {
      this.painted = [];
      return this.go();
    }
    if (this.status !== 'live') return;
    this.status = 'frozen';
    await this.freeze_last();
    if (this.status === 'frozen') lab.live = null;
  }

  /** The lab shows another picture: nothing of the camera may take its place. */
  leave(): void {
    this.size = { width: 0, height: 0 };
    void this.stop();
  }
  /** Whether the lab's picture is this camera's, as far as the server has told. */
  get shown(): boolean {
    return lab.state !== null && lab.settings?.picture === 'own' && lab.state.own === this.name;
  }

  protected async take(): Promise<void> {
    const channels = lab.settings?.colour ? 3 : 1;
    try {
      await lab.send({ ask: 'frame', ...this.size, channels, map: lab.channel }, this.pixels(channels));
      this.problem = null;
      this.count();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.problem = error.problem;
      await new Promise((done) => setTimeout(done, SECOND / 4));
    }
  }

  private keep(instead: boolean): Promise<void> {
    return lab.send({ ask: 'pixels', name: this.name, ...this.size, channels: 3, instead }, this.pixels(3));
  }
  /** The last frame that was sent becomes the picture, with all its numbers. */
  private async freeze_last(): Promise<void> {
    try {
      await this.keep(true);
    } catch (error) {
      this.told(error);
    }
  }

  private count(): void {
    const now = performance.now();
    this.painted.push(now);
    while (this.painted[0]! < now - SECOND) this.painted.shift();
    if (this.painted.length % 10 !== 0) return; // figures that can be read
    this.rate = ((this.painted.length - 1) * SECOND) / (now - this.painted[0]!);
    this.engine = lab.live?.head.milliseconds ?? 0;
  }
}

export const camera = new Camera();
