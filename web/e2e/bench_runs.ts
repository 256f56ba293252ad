// A thousand runs in the table: npx vite-node e2e/bench_runs.ts PROGRAM [runs]
// Makes the folders, starts a studio on them and measures, in the page, from a reader's act to the frame that shows it: the table to
// open, to sort, to filter, and to scroll. Ends both.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch } from './browser';
import { make_run } from './made_runs';

const [program = 'percept', asked = '1000'] = process.argv.slice(2);
const runs = mkdtempSync(join(tmpdir(), 'percept-bench-'));
for (let i = 1; i <= Number(asked); ++i) make_run(runs, `made-${i}`, { seed: i, tags: i % 10 === 0 ? ['tenth'] : [], began: new Date(1.767e12 + 1e6 * i).toISOString().replace(/\.\d+/, '') });
const studio = spawn(program, ['studio', '--no-browser', '--runs', runs], { stdio: ['ignore', 'pipe', 'inherit'] });
const address = await new Promise<string>((resolve, reject) => {
  studio.stdout.on('data', (bytes: Buffer) => { const found = /http:\/\/[^\s/]+/.exec(bytes.toString()); if (found) resolve(found[0]); });
  studio.on('exit', () => reject(new Error('the studio ended')));
});
const browser = await launch();
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
const begun = Date.now();
await page.goto(`${address}?lab=training&lang=en&session=bench-runs-${process.pid}`);
await page.waitForFunction((wanted) => document.querySelector('[role="option"]')?.getAttribute('aria-setsize') === wanted, asked, { timeout: 60_000 });
console.log(`from the address to ${asked} runs in the list: ${Date.now() - begun} ms`);

/** Milliseconds from an act to the end of the frame that shows what came of it. */
async function timed(what: string, act: string, times = 7): Promise<void> {
  const all = await page.evaluate(async ([act, times]) => {
    const run = new Function('i', `return (${act})(i)`) as (i: number) => void;
    const found: number[] = [];
    for (let i = 0; i < Number(times); ++i) {
      const before = performance.now();
      run(i);
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      found.push(performance.now() - before);
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    return found;
  }, [act, String(times)] as const);
  const sorted = [...all].sort((a, b) => a - b);
  console.log(`${what}: median ${sorted[sorted.length >> 1]!.toFixed(0)} ms, most ${sorted.at(-1)!.toFixed(0)} ms (${times} times)`);
}
const column = (label: string) => `() => [...document.querySelectorAll('dialog th button')].find((one) => one.textContent.startsWith('${label}')).click()`;
await timed('open the table', `() => [...document.querySelectorAll('button')].find((one) => one.textContent === 'All runs').click()`, 1);
await timed('sort by accuracy', column('Accuracy'));
await timed('sort by name', column('Run'));
await timed('filter by a tag and by nothing', `(i) => { const box = document.querySelector('dialog input[type="text"]'); box.value = i % 2 ? '' : 'tenth'; box.dispatchEvent(new Event('input', { bubbles: true })); }`, 8);
await timed('scroll to anywhere', `(i) => { document.querySelector('dialog .scroll').scrollTop = (7919 * (i + 1)) % 36000; }`, 30);
await timed('choose a run', `(i) => document.querySelectorAll('dialog tbody input')[i + 2].click()`, 6);
console.log(`rows on the page: ${await page.locator('dialog tbody tr:not([aria-hidden])').count()}`);
await browser.close();
studio.kill();
rmSync(runs, { recursive: true, force: true });
