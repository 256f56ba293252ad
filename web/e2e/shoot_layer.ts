// Pictures of the convolution lab's layers and chains for looking at: npx vite-node e2e/shoot_layer.ts ADDRESS FOLDER [part of a name]
import { mkdirSync } from 'node:fs';
import { launch } from './browser';

const [address = '', folder = '.', only = ''] = process.argv.slice(2);
const SHOTS = [
  { name: 'layer-1920-en', width: 1920, height: 1080, layer: 'edges' }, { name: 'chain-1280-fr', width: 1280, height: 900, lang: 'fr', chain: 'edge-strength' },
  { name: 'chain-1280-dark', width: 1280, height: 900, dark: true, chain: 'first-layer' }, { name: 'chain-360-fr', width: 360, height: 740, lang: 'fr', chain: 'first-layer' },
];

mkdirSync(folder, { recursive: true });
const browser = await launch();
for (const shot of SHOTS.filter(({ name }) => name.includes(only))) {
  const page = await browser.newPage({ viewport: shot, colorScheme: shot.dark ? 'dark' : 'light' });
  page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) console.log(shot.name, message.text()); });
  page.on('pageerror', (error) => console.log(shot.name, error.message));
  await page.goto(`${address}?lab=convolution&lang=${shot.lang ?? 'en'}&session=shot-${shot.name}`);
  await page.waitForSelector('[data-name="picture"] select', { state: 'attached' });
  const tab = async (column: string) => { if (shot.width < 1000) await page.click(`#tab-${column}`); };
  await tab('in');
  await page.locator('[data-name="picture"] select').first().selectOption('shapes');
  await page.locator('[data-name="numbers"] input[type="checkbox"]').first().check();
  await tab('net');
  if (shot.chain) await page.locator('[data-name="chain"] select').selectOption(shot.chain);
  if (shot.layer) await page.locator('[data-name="operation"] button').nth(2).click();
  if (shot.layer) await page.locator('[data-name="layer"] select').last().selectOption(shot.layer);
  await page.waitForTimeout(1500);
  for (const column of shot.width < 1000 ? ['in', 'net', 'out'] : ['']) {
    if (column) await tab(column);
    await page.waitForTimeout(300);
    await page.screenshot({ path: `${folder}/${shot.name}${column && `-${column}`}.png`, fullPage: shot.width < 1000 });
  }
  await page.close();
}
await browser.close();
