// What axe says of a page, in both colour schemes.
import axe from 'axe-core';

/** Fail where somebody could not read or use what the page shows now. */
export async function refuseBarriers(page, what) {
  const scheme = await page.evaluate(() => (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'));
  const found = [];
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    for (const one of await barriersOf(page)) found.push(`${colorScheme}: ${one}`);
  }
  await page.emulateMedia({ colorScheme: scheme });
  if (found.length > 0) throw new Error(`${what} has barriers:\n${found.join('\n')}`);
}

/** What axe finds, a line for each kind: its rule, what is wrong, and where. */
async function barriersOf(page) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => (await window.axe.run(document, { resultTypes: ['violations'] })).violations);
  return violations.map(({ id, help, nodes }) => {
    const places = nodes.slice(0, 3).map(({ target, any }) => `${target.join(' ')} ${any[0]?.message ?? ''}`);
    return `${id}: ${help} (${nodes.length} ×)\n    ${places.join('\n    ')}`;
  });
}
