// Pictures of "Try it" and the maps for looking at: npx vite-node e2e/shoot_try.ts ADDRESS FOLDER [part of a name]
import { mkdirSync } from 'node:fs';
import { launch } from './browser';

const [address = '', folder = '.', only = ''] = process.argv.slice(2);
const SHOTS = [
  { name: '1920-light-en', width: 1920, height: 1400 }, { name: '1280-dark-fr', width: 1280, height: 1400, lang: 'fr', dark: true }, { name: '360-light-fr', width: 360, height: 740, lang: 'fr' },
];

mkdirSync(folder, { recursive: true });
const browser = await launch();
for (const shot of SHOTS.filter(({ name }) => name.includes(only))) {
  const page = await browser.newPage({ viewport: shot, colorScheme: shot.dark ? 'dark' : 'light' });
  page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) console.log(shot.name, message.text()); });
  page.on('pageerror', (error) => console.log(shot.name, error.message));
  await page.goto(`${address}?lab=training&lang=${shot.lang ?? 'en'}&session=shot-try-${shot.name}`);
  await page.waitForSelector('[data-panel="2"]', { state: 'attached' });
  const tab = async (column: string) => { if (shot.width < 1000) await page.click(`#tab-${column}`); };
  await tab('in');
  const start = page.locator('[data-name="start"]');
  await start.locator('select').selectOption('lenet');
  await start.locator('.numbers input').first().fill('60');
  await page.waitForTimeout(600);
  await start.locator('button[type="submit"]').click();
  await page.waitForSelector('[data-name="try"] .fold', { state: 'attached' });
  await tab('out');
  await page.locator('[data-name="try"] .fold').click();
  const box = (await page.locator('[data-name="try"] .pad canvas').boundingBox())!;
  const three = [[0.3, 0.2], [0.6, 0.15], [0.66, 0.35], [0.45, 0.48], [0.7, 0.62], [0.6, 0.82], [0.3, 0.8]].map(([x, y]) => [box.x + x! * box.width, box.y + y! * box.height] as const);
  await page.mouse.move(...three[0]!);
  await page.mouse.down();
  for (const spot of three) await page.mouse.move(...spot, { steps: 4 });
  await page.mouse.up();
  await page.waitForTimeout(2500);
  if (shot.width < 1000) await page.screenshot({ path: `${folder}/${shot.name}-try.png`, fullPage: true });
  await tab('net');
  await page.locator('[data-name="maps"] .fold').click();
  await page.waitForTimeout(1000);
  await page.locator('[data-name="maps"] .fold').evaluate((element) => element.scrollIntoView({ block: 'start' }));
  await page.waitForTimeout(500);
  await page.screenshot({ path: `${folder}/${shot.name}.png`, fullPage: shot.width < 1000 });
  await page.locator('.transport button').nth(2).click();
  await page.close();
}
await browser.close();
