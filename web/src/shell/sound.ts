// The loss as a sound: the higher the tone, the larger the loss; a click for each epoch (at most ten a second).
let context: AudioContext | null = null;
let tone: OscillatorNode | null = null;
let volume: GainNode | null = null;
let last_epoch = 0;
let last_click = 0;

/** 110 Hz for a loss of 0.001 and below, 880 Hz for 1 and above. */
export function pitch(loss: number | null): number {
  if (loss === null) return 880;
  const share = (Math.log10(Math.min(1, Math.max(1e-3, loss))) + 3) / 3;
  return 110 * 2 ** (3 * share);
}

export function hear(loss: number | null, epoch: number): void {
  context ??= new AudioContext();
  if (!tone) {
    tone = context.createOscillator();
    volume = context.createGain();
    volume.gain.value = 0.04;
    tone.type = 'triangle';
    tone.connect(volume).connect(context.destination);
    tone.start();
  }
  tone.frequency.setTargetAtTime(pitch(loss), context.currentTime, 0.05);
  if (Math.floor(epoch) !== last_epoch && context.currentTime - last_click > 0.1) {
    last_epoch = Math.floor(epoch);
    last_click = context.currentTime;
    const click = context.createOscillator();
    const gain = context.createGain();
    click.frequency.value = 1800;
    gain.gain.setValueAtTime(0.03, context.currentTime);
    gain.gain.exponentialRampToValueAtTime(1e-4, context.currentTime + 0.02);
    click.connect(gain).connect(context.destination);
    click.start();
    click.stop(context.currentTime + 0.02);
  }
}

export function silence(): void {
  tone?.stop();
  tone = null;
  volume = null;
}
