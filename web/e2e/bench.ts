// How soon a picture is painted, what the page does meanwhile, and how soon a drag is seen: npx vite-node e2e/bench.ts ADDRESS [seconds]
import { launch } from './browser';

const [address = '', seconds = '8'] = process.argv.slice(2);
const browser = await launch();
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
await page.goto(`${address}?lang=en`);
await page.waitForFunction(() => (window.__perceptPaint?.length ?? 0) > 0);
const client = await page.context().newCDPSession(page);
await client.send('Profiler.enable');
await page.keyboard.press('Space');
await page.waitForTimeout(1500);
await client.send('Profiler.start');
const start = Date.now();
await page.waitForTimeout(Number(seconds) * 1000);
const { profile } = await client.send('Profiler.stop');
const wall = (Date.now() - start) / 1000;
const times = (await page.evaluate(() => [...(window.__perceptPaint ?? [])])).sort((a, b) => a - b);
const at = (share: number) => times[Math.floor((times.length - 1) * share)]?.toFixed(1);
console.log(`from message to paint: median ${at(0.5)} ms, p95 ${at(0.95)} ms, most ${at(1)} ms (${times.length} pictures)`);
const own = new Map<string, number>();
profile.samples?.forEach((id, i) => {
  const node = profile.nodes.find((one) => one.id === id);
  const name = node ? `${node.callFrame.functionName || '(anonymous)'} ${node.callFrame.url.split('/').pop() ?? ''}:${node.callFrame.lineNumber}:${node.callFrame.columnNumber}` : '?';
  own.set(name, (own.get(name) ?? 0) + (profile.timeDeltas?.[i] ?? 0) / 1000);
});
for (const [name, spent] of [...own].sort((a, b) => b[1] - a[1]).slice(0, 14)) console.log(`${((spent / wall / 1000) * 100).toFixed(1).padStart(6)} %  ${name}`);

// A weight is dragged: from each move of the pointer to the paint of the picture that it changed.
await page.keyboard.press('Space');
await page.waitForTimeout(1000);
const drags = await page.evaluate(async () => {
  const edge = document.getElementById('edge-0')!;
  const { x, y } = edge.getBoundingClientRect();
  const send = (type: string, dy: number) => edge.dispatchEvent(new PointerEvent(type, { bubbles: true, pointerId: 1, clientX: x, clientY: y + dy, buttons: 1 }));
  edge.setPointerCapture = () => undefined; // no real pointer is down
  send('pointerdown', 0);
  const all: number[] = [];
  for (let i = 1; i <= 60; ++i) {
    const start = performance.now();
    send('pointermove', -4 * i);
    const painted = () => performance.getEntriesByName('picture-painted').some((mark) => mark.startTime > start);
    while (!painted() && performance.now() - start < 2000) await new Promise(requestAnimationFrame);
    all.push(performance.now() - start);
    await new Promise((done) => setTimeout(done, 20));
  }
  send('pointerup', -240);
  return all.sort((a, b) => a - b);
});
const of = (share: number) => drags[Math.floor((drags.length - 1) * share)]?.toFixed(1);
console.log(`from a drag to its picture: median ${of(0.5)} ms, p95 ${of(0.95)} ms, most ${of(1)} ms (${drags.length} moves)`);
await browser.close();
