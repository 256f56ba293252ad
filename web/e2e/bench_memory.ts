// Whether the page of a long training grows: npx vite-node e2e/bench_memory.ts ADDRESS [minutes] [seconds between two looks] [recipe]
// Begins a training, opens what draws all the time, and looks at the heap (after a forced collection), the nodes and the listeners.
// The slopes are of least squares over the second half: what is filled at first, 2,048 rows a curve, is no growth.
import { launch } from './browser';

const [address = '', minutes = '15', every = '20', recipe = 'lenet'] = process.argv.slice(2);
const browser = await launch();
const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
await page.goto(`${address}?lab=training&lang=en&session=bench-memory-${process.pid}`);
const start = page.locator('[data-name="start"]');
await start.locator('select').selectOption(recipe);
await start.locator('.numbers input').first().fill('100000');
await page.waitForTimeout(600);
await start.locator('button[type="submit"]').click();
await page.waitForFunction(() => (window.__perceptLag?.length ?? 0) > 20, undefined, { timeout: 60_000 });
for (const name of ['try', 'maps']) await page.locator(`[data-name="${name}"] .fold`).click();
await page.locator('[data-name="try"]').getByRole('button', { name: 'Show', exact: true }).click();
const cdp = await page.context().newCDPSession(page);
await cdp.send('Performance.enable');
await cdp.send('HeapProfiler.enable');

const WATCHED = ['JSHeapUsedSize', 'Nodes', 'JSEventListeners', 'Documents'] as const;
const rows: number[][] = []; // minutes, then what is watched
const begun = Date.now();
while (Date.now() - begun < Number(minutes) * 60_000) {
  await page.waitForTimeout(Number(every) * 1000);
  for (let i = 0; i < 2; ++i) await cdp.send('HeapProfiler.collectGarbage');
  const { metrics } = await cdp.send('Performance.getMetrics');
  const row = [(Date.now() - begun) / 60_000, ...WATCHED.map((name) => metrics.find((one) => one.name === name)?.value ?? NaN)];
  rows.push(row);
  console.log(`${row[0]!.toFixed(1)} min: ${(row[1]! / 1e6).toFixed(2)} MB, ${row[2]} nodes, ${row[3]} listeners, ${row[4]} documents; step ${await page.locator('.transport dl').innerText().then((text) => text.split('\n')[1])}`);
}
const half = rows.slice(rows.length >> 1);
const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
for (const [i, name] of WATCHED.entries()) {
  const [x, y] = [mean(half.map((row) => row[0]!)), mean(half.map((row) => row[i + 1]!))];
  const slope = half.reduce((sum, row) => sum + (row[0]! - x) * (row[i + 1]! - y), 0) / half.reduce((sum, row) => sum + (row[0]! - x) ** 2, 0);
  console.log(`${name}: mean ${y.toFixed(0)}, ${slope >= 0 ? '+' : ''}${(60 * slope).toFixed(0)} an hour (${((6000 * slope) / y).toFixed(1)} %)`);
}
await page.getByRole('button', { name: 'Stop', exact: true }).click();
await page.waitForTimeout(500);
await browser.close();
