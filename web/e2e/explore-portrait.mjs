// The picture of the guide's page about exploring: a year of weather, narrowed to warm days.
// node explore-portrait.mjs <address of a server> <file>
import { basename, dirname } from 'node:path';
import { open, until } from './browser.mjs';

const [url, file] = process.argv.slice(2);
const { page, close } = await open({ url, folder: dirname(file), width: 1440, height: 900 });
const answer = await page.request.post(`${url}/api/data/upload`, {
  multipart: { file: { name: 'weather.csv', mimeType: 'text/csv', buffer: Buffer.from(weather()) } },
});
const { dataset_id: dataset } = await answer.json();
await until('the table is there', async () => {
  const found = await (await page.request.get(`${url}/api/datasets/${dataset}`)).json();
  return found.dataset.state === 'ready';
});
const look = {
  sort: [{ column: 'temperature', descending: true }],
  filter: { column: 'temperature', operator: 'gt', value: 18 },
  pinned: ['station'],
};
await page.goto(`${url}/data/${dataset}?look=${encodeURIComponent(JSON.stringify(look))}`);
await page.getByRole('grid').getByRole('application').first().waitFor();
await page.waitForLoadState('networkidle');
await page.getByRole('grid').locator('[aria-rowindex="5"] [aria-colindex="4"]').click();
await page.screenshot({ path: `${dirname(file)}/${basename(file)}` });
await page.request.delete(`${url}/api/datasets/${dataset}`);
await close();

function weather() {
  const stations = ['Bergen', 'Kraków', 'Lisbon', 'Turku', 'Zadar'];
  let state = 7;
  const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
  const bell = () => random() + random() + random() + random() - 2;
  const lines = ['station,day,temperature,humidity,wind,rain,cloudy,observer'];
  for (let day = 0; day < 1825; day += 1) {
    const date = new Date(Date.UTC(2024, 0, 1 + Math.floor(day / 5))).toISOString().slice(0, 10);
    const warm = 11 - 12 * Math.cos((2 * Math.PI * day) / 1825) + 5 * bell() + (day % 5) * 1.5;
    const rain = random() < 0.4 ? (9 * random() ** 2).toFixed(1) : '0.0';
    const wet = random() < 0.06 ? '' : Math.round(68 + 16 * bell() - warm / 3);
    const observer = random() < 0.25 ? '' : ['Ada', 'Grace', 'Emmy'][Math.floor(3 * random())];
    lines.push(`${stations[day % 5]},${date},${warm.toFixed(1)},${wet},${(4 + 3 * random()).toFixed(1)},${rain},${rain !== '0.0'},${observer}`);
  }
  return lines.join('\n');
}
