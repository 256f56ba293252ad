// What a page that looks on costs a training on the same machine: npx vite-node e2e/bench_page.ts ADDRESS RUNS
// RUNS is the studio's folder. Begins a training of LeNet, counts its steps with the page and then without, and stops it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from './browser';

const SETTLES = 8_000; // ms
const LASTS = 20_000;
const [address = '', runs = 'runs'] = process.argv.slice(2);
const before = new Set(readdirSync(runs));
const browser = await launch();
const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
const here = `${address}?lab=training&lang=en&session=bench-page-${process.pid}`;
await page.goto(here);
const start = page.locator('[data-name="start"]');
await start.locator('select').selectOption('lenet');
await start.locator('.numbers input').first().fill('1000');
await page.waitForTimeout(600);
await start.locator('button[type="submit"]').click();

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));
await wait(SETTLES);
const run = readdirSync(runs).find((name) => name.startsWith('lenet') && !before.has(name))!;
const step = () => Number(/.*"step":(\d+)/s.exec(readFileSync(join(runs, run, 'metrics.jsonl'), 'utf8'))![1]); // the last
async function rate(what: string): Promise<void> {
  const [from, begun] = [step(), Date.now()];
  await wait(LASTS);
  console.log(`${what}: ${((1000 * (step() - from)) / (Date.now() - begun)).toFixed(0)} steps/s`);
}
await rate('with the page');
await page.goto('about:blank');
await wait(SETTLES);
await rate('without');
await page.goto(here);
await page.getByRole('button', { name: 'Stop', exact: true }).click();
await page.waitForTimeout(1000);
await browser.close();
