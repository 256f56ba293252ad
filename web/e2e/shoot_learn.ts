// Pictures of the convolution lab's deeper panels, for looking at: npx vite-node e2e/shoot_learn.ts ADDRESS FOLDER PANEL PICTURE [lang] [dark] [width]
import { mkdirSync } from 'node:fs';
import { launch } from './browser';

const [address = '', folder = '.', panel = 'learn', picture = 'digit', lang = 'en', dark = '', width = '1280'] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const browser = await launch();
const page = await browser.newPage({ viewport: { width: Number(width), height: 1500 }, colorScheme: dark ? 'dark' : 'light' });
page.on('pageerror', (error) => console.log(error.message));
page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) console.log(message.text()); });
await page.goto(`${address}?lab=convolution&lang=${lang}&session=shot-${panel}-${Date.now()}`);
await page.waitForSelector('[data-panel="4"]', { state: 'attached' });
const column = async (name: string) => { if (Number(width) < 1000) await page.click(`#tab-${name}`); };
await column('in');
await page.locator('[data-name="picture"] select').first().selectOption(picture);
await column('out');
if (!(await page.locator(`[data-name="${panel}"]`).isVisible())) await column('net');
await page.locator(`[data-name="${panel}"] h3 button`).click();
await page.waitForTimeout(600);
if (panel === 'learn') {
  await page.locator('[data-name="learn"] .primary').click();
  await page.waitForTimeout(2500);
}
if (panel === 'times') {
  await page.locator('[data-name="times"] button').nth(1).click();
  await page.waitForTimeout(6000);
}
await page.locator(`[data-name="${panel}"]`).screenshot({ path: `${folder}/${panel}-${picture}-${lang}${dark && '-dark'}-${width}.png` });
await browser.close();
