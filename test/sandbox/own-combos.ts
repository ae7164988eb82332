import { objectsOf } from '../../src/sandbox/loose-json.ts';
import { send } from './http-client.ts';
import { credentials, type Exchange } from './recordings.ts';

/** Option combos that a server has made have other UIDs on each: where recordings name them by their option, by its own. */
export async function withOwnCombos(exchange: Exchange, url: string): Promise<Exchange> {
  const text = JSON.stringify(exchange);
  const named = new Set(text.match(/\(combination \w+\)/g));
  if (named.size === 0) return exchange;
  const path = '/api/categoryOptionCombos?paging=false&fields=id,categoryOptions%5Bid%5D';
  const { json } = await send(url, { path, basic: credentials('admin') });
  const combos = objectsOf((json as Record<string, unknown>)['categoryOptionCombos']);
  const idOf = (name: string): string => {
    const found = combos.find(
      ({ categoryOptions }) => name === `(combination ${String(objectsOf(categoryOptions)[0]?.['id'])})`,
    );
    return String(found?.['id']);
  };
  return JSON.parse(text.replaceAll(/\(combination \w+\)/g, idOf)) as Exchange;
}
