// Pictures of runs side by side for looking at: npx vite-node e2e/shoot_runs.ts ADDRESS FOLDER
// The studio's folder must hold runs; the first five of them are compared.
import { mkdirSync } from 'node:fs';
import { launch } from './browser';

const [address = '', folder = '.'] = process.argv.slice(2);
const SHOTS = [{ name: '1920-light-en', width: 1920, height: 1080 }, { name: '1280-dark-fr', width: 1280, height: 900, lang: 'fr', dark: true }, { name: '360-light-fr', width: 360, height: 740, lang: 'fr' }];

mkdirSync(folder, { recursive: true });
const browser = await launch();
for (const shot of SHOTS) {
  const page = await browser.newPage({ viewport: shot, colorScheme: shot.dark ? 'dark' : 'light' });
  page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) console.log(shot.name, message.text()); });
  await page.goto(`${address}?lab=training&lang=${shot.lang ?? 'en'}&session=shot-runs-${shot.name}`);
  await page.waitForSelector('[role="option"]', { state: 'attached' });
  if (shot.width < 1000) await page.click('#tab-in');
  await page.locator('[data-name="runs"] .body > button').click();
  for (let i = 0; i < 5; ++i) await page.locator('dialog tbody input').nth(i).click();
  await page.screenshot({ path: `${folder}/runs-${shot.name}-table.png` });
  await page.locator('dialog .row button').first().click();
  if (shot.width < 1000) await page.click('#tab-net');
  await page.waitForTimeout(1500);
  await page.locator('[data-name="compare"] .chart').scrollIntoViewIfNeeded();
  await page.locator('[data-name="compare"] .chart').hover();
  await page.screenshot({ path: `${folder}/runs-${shot.name}.png`, fullPage: shot.width < 1000 });
  await page.locator('[data-name="compare"] table').last().scrollIntoViewIfNeeded();
  await page.screenshot({ path: `${folder}/runs-${shot.name}-tables.png` });
  await page.close();
}
await browser.close();
