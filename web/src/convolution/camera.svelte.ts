// The camera: the newest of its frames goes to the engine as soon as one before it was answered, so that nothing queues.
// The first becomes the picture of the lab, and the one at which it is frozen takes that one's place.
import { Refused } from '../connection';
import type { Problem } from '../protocol';
import { t, type Key } from '../words/index.svelte';
import { lab } from './conv_lab.svelte';
import { luminance, within, without_alpha } from './live';

export type CameraStatus = 'off' | 'asking' | 'live' | 'frozen';

const WANTED = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30 }, facingMode: 'user' };
const MOST_PIXELS = 640 * 480;
const MOST_ON_WAY = 2; // one on the line while another is filtered
const SECOND = 1000;

/** What is told of an error of getUserMedia, by its name. */
export function reason_of(name: string): Key {
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'conv.camera.denied';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'conv.camera.absent';
  if (name === 'NotReadableError' || name === 'AbortError') return 'conv.camera.busy';
  return 'conv.camera.failed';
}

class Camera {
  status = $state<CameraStatus>('off');
  reason = $state<Key | null>(null); // why it is off
  problem = $state.raw<Problem | null>(null); // what the engine says against the frames
  mirrored = $state(true);
  rate = $state(0); // pictures a second
  engine = $state(0); // milliseconds for one

  private stream: MediaStream | null = null;
  private readonly video = typeof document === 'undefined' ? null : document.createElement('video');
  readonly sheet = typeof document === 'undefined' ? null : document.createElement('canvas');
  private size = { width: 0, height: 0 }; // of the frame on the sheet; none: there is none
  private buffer = new Uint8Array(0);
  private name = ''; // of the picture, while it is the camera's
  private fresh = false; // there is a frame that was not sent
  private on_way = 0; // frames that are not answered yet
  private turn = 0; // of the camera: what belongs to an earlier one ends
  private run = 0; // from one freezing to the next
  private painted: number[] = [];

  get on(): boolean {
    return this.status === 'live' || this.status === 'frozen';
  }

  async start(): Promise<void> {
    if (this.status !== 'off') return;
    [this.reason, this.problem] = [null, null];
    if (!navigator.mediaDevices?.getUserMedia) return void (this.reason = 'conv.camera.insecure');
    const turn = ++this.turn;
    this.status = 'asking';
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ video: WANTED, audio: false });
      if (turn !== this.turn) return end(stream); // given up meanwhile
      this.stream = stream;
      stream.getVideoTracks()[0]?.addEventListener('ended', () => { if (turn === this.turn) void this.stop('conv.camera.lost'); });
      const video = this.video!;
      video.muted = video.playsInline = true;
      video.srcObject = stream;
      await video.play();
      if (turn !== this.turn) return;
      this.name = t('conv.camera');
      this.draw();
      await this.keep(false);
      if (turn !== this.turn) return;
      this.go();
    } catch (error) {
      if (turn !== this.turn) return;
      if (error instanceof Refused) lab.tell(error.problem);
      void this.stop(error instanceof Refused ? null : reason_of(error instanceof Error ? error.name : ''));
    }
  }

  /** Ends it, and the light goes off; the last frame stays as the picture. */
  async stop(reason: Key | null = null): Promise<void> {
    ++this.turn;
    const stays = this.status === 'live' && this.size.width > 0;
    if (this.stream) end(this.stream);
    this.stream = null;
    if (this.video) this.video.srcObject = null;
    this.status = 'off';
    this.reason = reason;
    if (stays) await this.freeze_last();
    if (this.status === 'off') lab.live = null;
  }

  async toggle(): Promise<void> {
    if (this.status === 'frozen') return this.go();
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

  private go(): void {
    this.status = 'live';
    this.painted = [];
    const [turn, run, video] = [this.turn, ++this.run, this.video!];
    const wait = (act: () => void): unknown => ('requestVideoFrameCallback' in video ? video.requestVideoFrameCallback(act) : requestAnimationFrame(act));
    const next = (): void => {
      if (turn !== this.turn || run !== this.run || this.status !== 'live') return;
      wait(next);
      this.fresh = true;
      this.pump(turn);
    };
    wait(next);
  }

  private pump(turn: number): void {
    while (this.fresh && this.on_way < MOST_ON_WAY && turn === this.turn && this.status === 'live') {
      this.fresh = false;
      ++this.on_way;
      void this.filter().finally(() => {
        --this.on_way;
        this.pump(turn);
      });
    }
  }
  private async filter(): Promise<void> {
    this.draw();
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

  /** The frame at hand, onto the sheet. */
  private draw(): void {
    const [video, sheet] = [this.video!, this.sheet!];
    this.size = within(video.videoWidth, video.videoHeight, MOST_PIXELS);
    if (sheet.width !== this.size.width || sheet.height !== this.size.height) Object.assign(sheet, this.size);
    const context = this.context();
    context.setTransform(this.mirrored ? -1 : 1, 0, 0, 1, this.mirrored ? this.size.width : 0, 0);
    context.drawImage(video, 0, 0, this.size.width, this.size.height);
  }
  /** What stands on the sheet, until it is asked for again. */
  private pixels(channels: 1 | 3): Uint8Array {
    const { width, height } = this.size;
    if (this.buffer.length !== channels * width * height) this.buffer = new Uint8Array(channels * width * height);
    (channels === 3 ? without_alpha : luminance)(this.context().getImageData(0, 0, width, height).data, this.buffer);
    return this.buffer;
  }
  private context(): CanvasRenderingContext2D {
    return this.sheet!.getContext('2d', { willReadFrequently: true, alpha: false })!;
  }

  private keep(instead: boolean): Promise<void> {
    return lab.send({ ask: 'pixels', name: this.name, ...this.size, channels: 3, instead }, this.pixels(3));
  }
  /** The last frame that was sent becomes the picture, with all its numbers. */
  private async freeze_last(): Promise<void> {
    try {
      await this.keep(true);
    } catch (error) {
      if (error instanceof Refused) lab.tell(error.problem);
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

function end(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

export const camera = new Camera();
