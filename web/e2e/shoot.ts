// Pictures of the page for looking at: npx vite-node e2e/shoot.ts ADDRESS FOLDER [part of a name]
import { mkdirSync } from 'node:fs';
import { launch } from './browser';

const [address = '', folder = '.', only = ''] = process.argv.slice(2);
const SHOTS = [
  { name: '1920-light-en', width: 1920, height: 1080 }, { name: '1280-light-fr', width: 1280, height: 800, lang: 'fr' },
  { name: '1280-dark-en', width: 1280, height: 800, dark: true }, { name: '1920-dark-fr', width: 1920, height: 1080, dark: true, lang: 'fr' },
  { name: '360-light-en', width: 360, height: 740 }, { name: '360-dark-fr', width: 360, height: 740, dark: true, lang: 'fr' },
];

mkdirSync(folder, { recursive: true });
const browser = await launch();
for (const shot of SHOTS.filter(({ name }) => name.includes(only))) {
  const page = await browser.newPage({ viewport: shot, colorScheme: shot.dark ? 'dark' : 'light' });
  page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) console.log(shot.name, message.text()); });
  page.on('pageerror', (error) => console.log(shot.name, error.message));
  await page.goto(`${address}?lang=${shot.lang ?? 'en'}&session=shot-${shot.name}`);
  await page.waitForSelector('[data-panel="4"]');
  await page.keyboard.press('Space');
  await page.waitForTimeout(2500);
  await page.keyboard.press('Space');
  await page.waitForTimeout(400);
  await page.screenshot({ path: `${folder}/${shot.name}.png`, fullPage: shot.width > 400 });
  if (shot.width < 1000) {
    for (const column of ['in', 'out']) {
      await page.click(`#tab-${column}`);
      await page.waitForTimeout(300);
      await page.screenshot({ path: `${folder}/${shot.name}-${column}.png`, fullPage: true });
    }
  }
  await page.close();
}
await browser.close();
