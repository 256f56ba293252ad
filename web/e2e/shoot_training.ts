// Pictures of the training lab for looking at: npx vite-node e2e/shoot_training.ts ADDRESS FOLDER [part of a name]
// A run is begun for each; the studio's runs should stand in a folder that may go.
import { mkdirSync } from 'node:fs';
import { launch } from './browser';

const [address = '', folder = '.', only = ''] = process.argv.slice(2);
const SHOTS = [
  { name: '1920-light-en', width: 1920, height: 1080 }, { name: '1280-light-fr', width: 1280, height: 800, lang: 'fr' }, { name: '1280-dark-en', width: 1280, height: 800, dark: true },
  { name: '360-light-fr', width: 360, height: 740, lang: 'fr' },
];

mkdirSync(folder, { recursive: true });
const browser = await launch();
for (const shot of SHOTS.filter(({ name }) => name.includes(only))) {
  const page = await browser.newPage({ viewport: shot, colorScheme: shot.dark ? 'dark' : 'light' });
  page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) console.log(shot.name, message.text()); });
  page.on('pageerror', (error) => console.log(shot.name, error.message));
  await page.goto(`${address}?lab=training&lang=${shot.lang ?? 'en'}&session=shot-${shot.name}`);
  await page.waitForSelector('[data-panel="2"]', { state: 'attached' });
  const tab = async (column: string) => { if (shot.width < 1000) await page.click(`#tab-${column}`); };
  await tab('in');
  const start = page.locator('[data-name="start"]');
  await start.locator('select').selectOption('lenet');
  await start.locator('.numbers input').first().fill('8');
  await page.waitForTimeout(600);
  await start.locator('button[type="submit"]').click();
  await page.waitForTimeout(6000);
  for (const column of shot.width < 1000 ? ['in', 'net', 'out'] : ['']) {
    if (column) await tab(column);
    await page.waitForTimeout(500);
    await page.screenshot({ path: `${folder}/${shot.name}${column && `-${column}`}.png`, fullPage: shot.width < 1000 });
  }
  await page.locator('.transport button').nth(2).click();
  await page.close();
}
await browser.close();
