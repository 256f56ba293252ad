// How soon a stroke is answered while a training runs: npx vite-node e2e/bench_try.ts ADDRESS [strokes] [recipe]
// From the end of the stroke to the first answer to it on the screen. Training, server and browser share this machine.
import { launch } from './browser';

interface Tried { head: { milliseconds: number; blobs: { name: string; shape: number[] }[] }; data: ArrayBuffer; at: number }
const [address = '', strokes = '40', recipe = 'lenet'] = process.argv.slice(2);
const browser = await launch();
const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
await page.addInitScript(() => {
  const Line = window.WebSocket;
  window.WebSocket = class extends Line {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols);
      this.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => {
        if (typeof data === 'string') return;
        const head = JSON.parse(new TextDecoder().decode(new Uint8Array(data, 4, new DataView(data).getUint32(0, true)))) as { kind: string };
        if (head.kind === 'inspection') Object.assign(window, { __tried: { head, data, at: performance.now() } });
      });
    }
  };
});
await page.goto(`${address}?lab=training&lang=en&session=bench-try-${process.pid}`);
const start = page.locator('[data-name="start"]');
await start.locator('select').selectOption(recipe);
await start.locator('.numbers input').first().fill('200');
await page.waitForTimeout(600);
await start.locator('button[type="submit"]').click();
await page.locator('[data-name="try"] .fold').click();
const pad = page.locator('[data-name="try"] .pad canvas');
const box = (await pad.boundingBox())!;
// The picture that the network saw changes with the stroke alone: newer weights leave it as it is.
await page.evaluate(() => {
  const measured: [number, number][] = [];
  let ended = 0, seen = '';
  const image = (): string => {
    const tried = (window as unknown as { __tried?: Tried }).__tried;
    if (tried?.head.blobs[0]?.name !== 'image') return '';
    const at = 4 + new DataView(tried.data).getUint32(0, true);
    return new Uint8Array(tried.data, at, tried.head.blobs[0].shape.reduce((a, b) => a * b, 1)).join();
  };
  addEventListener('pointerup', (event) => { if ((event.target as Element).tagName !== 'CANVAS') return; ended = performance.now(); seen = image(); }, true);
  const look = (): void => {
    if (ended > 0 && image() !== seen) {
      const from = ended;
      ended = 0;
      const heard = (window as unknown as { __tried: Tried }).__tried.at - from;
      setTimeout(() => measured.push([performance.now() - from, heard]), 0); // after the frame that shows it
    }
    requestAnimationFrame(look);
  };
  look();
  Object.assign(window, { __measured: measured });
});
// A 3, arc by arc; then the pad is cleared.
const ARCS: [number, number][][] = [[[0.3, 0.2], [0.6, 0.15], [0.65, 0.35], [0.45, 0.48]], [[0.45, 0.48], [0.7, 0.6], [0.6, 0.82], [0.3, 0.8]]];
for (let i = 0; i < Number(strokes); ++i) {
  const arc = ARCS[i % 2]!;
  if (i % 2 === 0) await page.getByRole('button', { name: 'Clear' }).first().click();
  await page.waitForTimeout(250);
  const at = ([x, y]: [number, number]) => [box.x + x * box.width, box.y + y * box.height] as const;
  await page.mouse.move(...at(arc[0]!));
  await page.mouse.down();
  for (const spot of arc.slice(1)) await page.mouse.move(...at(spot), { steps: 4 });
  await page.mouse.up();
  await page.waitForTimeout(250);
}
const times = await page.evaluate(() => (window as unknown as { __measured: [number, number][] }).__measured);
for (const [i, what] of ['on the screen', 'heard'].entries()) {
  const sorted = times.map((both) => both[i]!).sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)]?.toFixed(0);
  console.log(`from the stroke to its answer, ${what}: median ${at(0.5)} ms, p95 ${at(0.95)} ms, most ${at(1)} ms (${times.length} of ${strokes} strokes)`);
}
console.log(`answer: ${await page.locator('[data-testid="answer"]').innerText()}; network alone ${await page.evaluate(() => (window as unknown as { __tried: Tried }).__tried.head.milliseconds.toFixed(2))} ms`);
await page.getByRole('button', { name: 'Stop', exact: true }).click();
await page.waitForTimeout(500);
await browser.close();
