// A camera of this computer: opened, put on a sheet frame by frame, and lost. Who takes the frames says how; the newest goes as
// soon as one before it was answered, so that nothing queues.
import type { Key } from '../words/index.svelte';

export type CameraStatus = 'off' | 'asking' | 'live' | 'frozen';
export interface CameraWish { video: MediaTrackConstraints; most_pixels: number; square: boolean; most_on_way: number }

/** What is told of an error of getUserMedia, by its name. */
export function reason_of(name: string): Key {
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'conv.camera.denied';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'conv.camera.absent';
  if (name === 'NotReadableError' || name === 'AbortError') return 'conv.camera.busy';
  return 'conv.camera.failed';
}

/** A picture as large as `most` pixels at the most, with the sides' proportion. */
export function within(width: number, height: number, most: number): { width: number; height: number } {
  const share = Math.min(1, Math.sqrt(most / (width * height)));
  return { width: Math.max(1, Math.floor(width * share)), height: Math.max(1, Math.floor(height * share)) };
}

/** RGBA, as a canvas has it, without the A. */
export function without_alpha(rgba: Uint8ClampedArray, into: Uint8Array): void {
  for (let from = 0, to = 0; to < into.length; from += 4) {
    into[to++] = rgba[from]!;
    into[to++] = rgba[from + 1]!;
    into[to++] = rgba[from + 2]!;
  }
}

/** Its luminance instead, 0.299 R + 0.587 G + 0.114 B, as the engine takes it: a third of the bytes. */
export function luminance(rgba: Uint8ClampedArray, into: Uint8Array): void {
  for (let from = 0, to = 0; to < into.length; from += 4) into[to++] = (299 * rgba[from]! + 587 * rgba[from + 1]! + 114 * rgba[from + 2]! + 500) / 1000;
}

export abstract class CameraFeed {
  status = $state<CameraStatus>('off');
  reason = $state<Key | null>(null); // why it is off
  mirrored = $state(true);

  readonly sheet = typeof document === 'undefined' ? null : document.createElement('canvas');
  protected size = { width: 0, height: 0 }; // of the frame on the sheet; none: there is none
  private stream: MediaStream | null = null;
  private readonly video = typeof document === 'undefined' ? null : document.createElement('video');
  private buffer = new Uint8Array(0);
  private fresh = false; // there is a frame that was not sent
  private on_way = 0; // frames that are not answered yet
  private turn = 0; // of the camera: what belongs to an earlier one ends
  private run = 0; // from one freezing to the next

  constructor(private readonly wish: CameraWish) {}

  /** The first frame lies on the sheet. */
  protected abstract begun(): Promise<void>;
  /** Takes the frame on the sheet; done when the next one may come. */
  protected abstract take(): Promise<void>;
  /** An error of `begun` that is none of the camera's: true where it has been told. */
  protected abstract told(error: unknown): boolean;
  /** The page has no use for it any more. */
  abstract leave(): void;
  abstract stop(reason?: Key | null): Promise<void>;

  get on(): boolean {
    return this.status === 'live' || this.status === 'frozen';
  }

  async start(): Promise<void> {
    if (this.status !== 'off') return;
    this.reason = null;
    if (!navigator.mediaDevices?.getUserMedia) return void (this.reason = 'conv.camera.insecure');
    const turn = ++this.turn;
    this.status = 'asking';
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ video: this.wish.video, audio: false });
      if (turn !== this.turn) return end(stream); // given up meanwhile
      this.stream = stream;
      stream.getVideoTracks()[0]?.addEventListener('ended', () => { if (turn === this.turn) void this.stop('conv.camera.lost'); });
      const video = this.video!;
      video.muted = video.playsInline = true;
      video.srcObject = stream;
      await video.play();
      if (turn !== this.turn) return;
      this.draw();
      await this.begun();
      if (turn !== this.turn) return;
      this.go();
    } catch (error) {
      if (turn !== this.turn) return;
      void this.stop(this.told(error) ? null : reason_of(error instanceof Error ? error.name : ''));
    }
  }
  /** The light goes off. */
  protected darken(reason: Key | null): void {
    ++this.turn;
    if (this.stream) end(this.stream);
    this.stream = null;
    if (this.video) this.video.srcObject = null;
    this.status = 'off';
    this.reason = reason;
  }

  protected go(): void {
    this.status = 'live';
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
    while (this.fresh && this.on_way < this.wish.most_on_way && turn === this.turn && this.status === 'live') {
      this.fresh = false;
      ++this.on_way;
      this.draw();
      void this.take().finally(() => {
        --this.on_way;
        this.pump(turn);
      });
    }
  }

  /** The frame at hand, onto the sheet; where a square is wanted, its middle. */
  private draw(): void {
    const [video, sheet] = [this.video!, this.sheet!];
    const side = Math.min(video.videoWidth, video.videoHeight);
    const [width, height] = this.wish.square ? [side, side] : [video.videoWidth, video.videoHeight];
    this.size = within(width, height, this.wish.most_pixels);
    if (sheet.width !== this.size.width || sheet.height !== this.size.height) Object.assign(sheet, this.size);
    const context = this.context();
    context.setTransform(this.mirrored ? -1 : 1, 0, 0, 1, this.mirrored ? this.size.width : 0, 0);
    context.drawImage(video, (video.videoWidth - width) / 2, (video.videoHeight - height) / 2, width, height, 0, 0, this.size.width, this.size.height);
  }
  /** What stands on the sheet, until it is asked for again. */
  protected pixels(channels: 1 | 3): Uint8Array {
    const { width, height } = this.size;
    if (this.buffer.length !== channels * width * height) this.buffer = new Uint8Array(channels * width * height);
    (channels === 3 ? without_alpha : luminance)(this.context().getImageData(0, 0, width, height).data, this.buffer);
    return this.buffer;
  }
  private context(): CanvasRenderingContext2D {
    return this.sheet!.getContext('2d', { willReadFrequently: true, alpha: false })!;
  }
}

function end(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
