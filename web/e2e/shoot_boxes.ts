// Pictures of the view of boxes for looking at: npx vite-node e2e/shoot_boxes.ts ADDRESS FOLDER VOC_FOLDER CSV [part of a name]
import { mkdirSync } from 'node:fs';
import { launch } from './browser';

const [address = '', folder = '.', voc = '', csv = '', only = ''] = process.argv.slice(2);
const SHOTS = [
  { name: '1920-light-en', width: 1920, height: 1080 }, { name: '1280-dark-fr', width: 1280, height: 800, lang: 'fr', dark: true }, { name: '360-light-fr', width: 360, height: 740, lang: 'fr' },
];

mkdirSync(folder, { recursive: true });
const browser = await launch();
for (const shot of SHOTS.filter(({ name }) => name.includes(only))) {
  const page = await browser.newPage({ viewport: shot, colorScheme: shot.dark ? 'dark' : 'light' });
  page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) console.log(shot.name, message.text()); });
  page.on('pageerror', (error) => console.log(shot.name, error.message));
  await page.goto(`${address}?lab=training&lang=${shot.lang ?? 'en'}&session=boxes-${shot.name}`);
  await page.waitForSelector('[data-name="boxes"]', { state: 'attached' });
  if (shot.width < 1000) await page.click('#tab-net');
  await page.locator('[data-name="curves"] .fold').click();
  const panel = page.locator('[data-name="boxes"]');
  await panel.locator('.fold').click();
  const input = panel.locator('form input');
  await input.fill(voc);
  await input.press('Enter');
  await panel.locator('[data-loaded="true"]').waitFor();
  await page.screenshot({ path: `${folder}/${shot.name}-true.png`, fullPage: shot.width < 1000 });
  await panel.locator('input[type="file"]').setInputFiles(csv);
  await panel.getByTestId('map').waitFor();
  await panel.locator('[data-loaded="true"]').waitFor();
  await panel.locator('[role="application"]').focus();
  await page.keyboard.press('ArrowLeft');
  await page.screenshot({ path: `${folder}/${shot.name}-found.png`, fullPage: shot.width < 1000 });
  await page.keyboard.press('+');
  await page.keyboard.press('+');
  await panel.locator('[role="application"]').scrollIntoViewIfNeeded();
  await page.screenshot({ path: `${folder}/${shot.name}-near.png` });
  await page.close();
}
await browser.close();
