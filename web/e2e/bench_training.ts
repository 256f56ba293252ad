// How old a training's newest step is when it stands on the screen: npx vite-node e2e/bench_training.ts ADDRESS [seconds] [recipe]
// Training, server and browser share this machine and its clock. A run is begun in the studio's folder, and stopped.
import { launch } from './browser';

const [address = '', seconds = '8', recipe = 'lenet'] = process.argv.slice(2);
const browser = await launch();
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
await page.goto(`${address}?lab=training&lang=en&session=bench-training-${process.pid}`);
const start = page.locator('[data-name="start"]');
await start.locator('select').selectOption(recipe);
await start.locator('.numbers input').first().fill('200');
await page.waitForTimeout(600);
await start.locator('button[type="submit"]').click();
await page.waitForFunction(() => (window.__perceptLag?.length ?? 0) > 20, undefined, { timeout: 60_000 });
await page.evaluate(() => window.__perceptLag?.splice(0));
await page.waitForTimeout(Number(seconds) * 1000);
const lags = (await page.evaluate(() => [...(window.__perceptLag ?? [])])).sort((a, b) => a - b);
const figures = await page.locator('.transport dl').innerText();
await page.getByRole('button', { name: 'Stop', exact: true }).click();
const at = (share: number) => lags[Math.floor((lags.length - 1) * share)]?.toFixed(0);
console.log(`from the step to its pixel: median ${at(0.5)} ms, p95 ${at(0.95)} ms, most ${at(1)} ms (${lags.length} pictures in ${seconds} s)`);
console.log(figures.replace(/\n/g, ' '));
await page.waitForTimeout(500);
await browser.close();
