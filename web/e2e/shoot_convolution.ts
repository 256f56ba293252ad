// Pictures of the convolution lab for looking at: npx vite-node e2e/shoot_convolution.ts ADDRESS FOLDER [part of a name]
import { mkdirSync } from 'node:fs';
import { launch } from './browser';

const [address = '', folder = '.', only = ''] = process.argv.slice(2);
const SHOTS = [
  { name: '1920-light-en', width: 1920, height: 1080, picture: 'shapes' }, { name: '1280-light-fr', width: 1280, height: 800, lang: 'fr', picture: 'lecture-6', border: 'zero' },
  { name: '1280-dark-en', width: 1280, height: 800, dark: true, picture: 'digit', border: 'reflect' }, { name: '1280-dark-pool', width: 1280, height: 800, dark: true, picture: 'lecture-6', operation: /Max/ },
  { name: '360-light-fr', width: 360, height: 740, lang: 'fr', picture: 'digit' }, { name: '360-dark-en', width: 360, height: 740, dark: true, picture: 'lecture-4' },
];

mkdirSync(folder, { recursive: true });
const browser = await launch();
for (const shot of SHOTS.filter(({ name }) => name.includes(only))) {
  const page = await browser.newPage({ viewport: shot, colorScheme: shot.dark ? 'dark' : 'light' });
  page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) console.log(shot.name, message.text()); });
  page.on('pageerror', (error) => console.log(shot.name, error.message));
  await page.goto(`${address}?lab=convolution&lang=${shot.lang ?? 'en'}&session=shot-${shot.name}`);
  await page.waitForSelector('[data-panel="4"]', { state: 'attached' });
  const tab = async (column: string) => { if (shot.width < 1000) await page.click(`#tab-${column}`); };
  await tab('in');
  await page.locator('[data-name="picture"] select').first().selectOption(shot.picture);
  await tab('net');
  if (shot.border) await page.locator('[data-name="operation"] select').selectOption(shot.border);
  if (shot.operation) await page.getByRole('button', { name: shot.operation }).click();
  if (shot.picture.startsWith('lecture')) await page.locator('[data-name="matrix"] button').first().click();
  await page.waitForTimeout(500);
  for (let i = 0; i < 7; ++i) await page.keyboard.press('ArrowRight');
  await page.waitForTimeout(900);
  for (const column of shot.width < 1000 ? ['in', 'net', 'out'] : ['']) {
    if (column) await tab(column);
    await page.waitForTimeout(300);
    await page.screenshot({ path: `${folder}/${shot.name}${column && `-${column}`}.png`, fullPage: shot.width < 1000 });
  }
  await page.close();
}
await browser.close();
