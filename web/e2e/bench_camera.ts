// Pictures a second of a camera that are filtered and painted, and how soon: npx vite-node e2e/bench_camera.ts ADDRESS [seconds]
// The camera is Chromium's own pattern, 640x480 at 30 a second.
import { CAMERA, launch } from './browser';

interface Seen { spent: number[]; engine: number[] }
declare global {
  interface Window { __camera: Seen }
}

const [address = '', seconds = '10'] = process.argv.slice(2);
const browser = await launch(CAMERA);
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
await page.addInitScript(() => {
  const state: Seen = { spent: [], engine: [] };
  window.__camera = state;
  const sent: number[] = []; // when each frame on its way was taken
  const head = (data: ArrayBuffer) => JSON.parse(new TextDecoder().decode(new Uint8Array(data, 4, new DataView(data).getUint32(0, true)))) as { ask?: string; kind?: string; milliseconds: number };
  let taken = 0;
  const Line = window.WebSocket;
  window.WebSocket = class extends Line {
    constructor(address: string | URL) {
      super(address);
      this.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => {
        if (typeof data === 'string' || head(data).kind !== 'live') return;
        const from = sent.shift()!;
        state.engine.push(head(data).milliseconds);
        requestAnimationFrame(() => setTimeout(() => state.spent.push(performance.now() - from)));
      });
    }
    override send(data: string | ArrayBuffer): void {
      if (typeof data !== 'string' && head(data).ask === 'frame') sent.push(taken);
      super.send(data);
    }
  };
  const draw = CanvasRenderingContext2D.prototype.drawImage as (this: CanvasRenderingContext2D, ...given: unknown[]) => void;
  CanvasRenderingContext2D.prototype.drawImage = function (this: CanvasRenderingContext2D, ...given: unknown[]): void {
    if (given[0] instanceof HTMLVideoElement) taken = performance.now();
    draw.apply(this, given);
  };
});
await page.goto(`${address}?lab=convolution&lang=en&session=bench-camera-${Date.now()}`);
await page.waitForSelector('[data-name="walk"] table');
const at = (numbers: number[], share: number) => [...numbers].sort((a, b) => a - b)[Math.floor((numbers.length - 1) * share)]!.toFixed(1);

const preset = (name: string) => page.locator('[data-name="kernel"] select').first().selectOption(name);
let stages = 1;
const CHAIN = ['gaussian-5', 'sharpen', 'gaussian-5', 'edge-vertical'];
for (const [what, first, colour, chain] of [['edge 3x3, grey', 'edge-vertical', false, []], ['gaussian-5, grey', 'gaussian-5', false, []], ['gaussian-5, three channels', 'gaussian-5', true, []],
  ['five kernels, 3x3 and 5x5, grey', 'gaussian-3', false, CHAIN], ['five kernels, three channels', 'gaussian-3', true, CHAIN]] as const) {
  if (stages === 1) await preset(first);
  for (const name of stages > 1 ? [] : chain) {
    await page.getByRole('button', { name: 'Add a blur' }).click();
    await page.waitForTimeout(200);
    await preset(name);
    await page.waitForTimeout(200);
  }
  stages = chain.length + 1;
  await page.getByRole('button', { name: 'Camera', exact: true }).click();
  await page.waitForSelector('[data-rate]');
  await page.getByRole('checkbox', { name: 'In its three channels' }).setChecked(colour);
  await page.waitForTimeout(1500);
  const before = await page.evaluate(() => { window.__camera.spent.length = window.__camera.engine.length = 0; return performance.now(); });
  await page.waitForTimeout(Number(seconds) * 1000);
  const { spent, engine, now } = await page.evaluate(() => ({ ...window.__camera, now: performance.now() }));
  console.log(`${what}: ${((spent.length * 1000) / (now - before)).toFixed(1)} pictures/s; from capture to paint median ${at(spent, 0.5)} ms, p95 ${at(spent, 0.95)} ms; engine median ${at(engine, 0.5)} ms`);
  await page.getByRole('button', { name: 'Camera off' }).click();
}
await browser.close();
