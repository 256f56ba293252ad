// Pictures of the review of a run for looking at: npx vite-node e2e/shoot_review.ts ADDRESS FOLDER RUN
import { mkdirSync } from 'node:fs';
import { launch } from './browser';

const [address = '', folder = '.', run = 'lenet-1'] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const browser = await launch();
for (const shot of [{ name: 'review-1280-light-fr', width: 1280, height: 1600, lang: 'fr' }, { name: 'review-360-dark-en', width: 360, height: 740, lang: 'en', dark: true }]) {
  const page = await browser.newPage({ viewport: shot, colorScheme: shot.dark ? 'dark' : 'light' });
  page.on('pageerror', (error) => console.log(shot.name, error.message));
  await page.goto(`${address}?lab=training&lang=${shot.lang}&session=shot-${shot.name}&run=${run}`);
  await page.waitForSelector('[data-name="examples"]', { state: 'attached' });
  if (shot.width < 1000) await page.click('#tab-net');
  await page.click('[data-name="curves"] .fold');
  await page.click('[data-name="examples"] .fold');
  await page.waitForSelector('[data-name="examples"] table');
  await page.click('[data-name="layers"] .fold');
  await page.waitForSelector('[data-name="layers"] table');
  await page.locator('[data-name="layers"] select').last().selectOption({ index: 2 });
  await page.waitForTimeout(600);
  await page.screenshot({ path: `${folder}/${shot.name}.png`, fullPage: true });
  await page.close();
}
await browser.close();
