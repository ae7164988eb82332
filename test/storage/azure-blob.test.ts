import { inspect } from 'node:util';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { EtlError, ProblemsError } from '../../src/base/errors.ts';
import { SILENT, type Log } from '../../src/base/log.ts';
import { checkSchema } from '../../src/base/schema.ts';
import { Secrets } from '../../src/base/secrets.ts';
import { openContainer, parseAccount, type AzureAccount } from '../../src/storage/azure-account.ts';
import { azureBlob, AzureBlobStorage } from '../../src/storage/azure-blob.ts';
import { startAzurite, type Azurite, type SasOptions } from '../azurite.ts';
import { startProxy, type Fate, type Proxy } from './proxy.ts';

let azurite: Azurite;
let container: string;
const proxies: Proxy[] = [];

beforeAll(async () => {
  azurite = await startAzurite();
  container = await azurite.newContainer();
  await azurite.service.getContainerClient(container).uploadBlockBlob('there.csv', 'a;b\n', 4);
});
afterEach(async () => {
  for (const proxy of proxies.splice(0)) await proxy.stop();
});

interface Opening extends SasOptions {
  readonly accountUrl?: string;
  readonly container?: string;
  readonly log?: Log;
  readonly answerSeconds?: number;
  readonly renewMs?: number;
  readonly retryMs?: number;
}

function open(options: Opening = {}): AzureBlobStorage {
  const {
    accountUrl = azurite.accountUrl,
    container: name = container,
    log = SILENT,
    answerSeconds = 60,
    renewMs = 20_000,
    retryMs = 20,
  } = options;
  const account = parseAccount({ accountUrl, sasToken: azurite.sas(name, options) }) as AzureAccount;
  return new AzureBlobStorage(account, name, log, { answerSeconds, renewMs, retryMs });
}

async function openThrough(
  fate: (method: string, n: number) => Fate | Promise<Fate>,
  options: Opening = {},
): Promise<AzureBlobStorage> {
  const proxy = await startProxy(azurite.accountUrl, fate);
  proxies.push(proxy);
  return open({ ...options, accountUrl: proxy.accountUrl });
}

async function failureOf(promise: Promise<unknown>): Promise<EtlError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof EtlError)) throw new Error(`no EtlError, but ${inspect(error)}`);
  return error;
}

const AGO = new Date(Date.now() - 60_000);
const AHEAD = new Date(Date.now() + 3_600_000);

describe('a refusal says what is wrong with the token', () => {
  test.each<readonly [string, SasOptions, (storage: AzureBlobStorage) => Promise<unknown>, object]>([
    ['expired', { expiresOn: AGO }, (s) => s.open('there.csv'), { code: 'storage/sas-expired' }],
    ['expired, at a write', { expiresOn: AGO }, (s) => s.write('x', Buffer.from('x')), { code: 'storage/sas-expired' }],
    ['expired, at a lock', { expiresOn: AGO }, (s) => s.lock('x.lock'), { code: 'storage/sas-expired' }],
    ['not yet valid', { startsOn: AHEAD }, (s) => s.read('there.csv'), { code: 'storage/sas-not-yet-valid' }],
    ['signed with another key', { forged: true }, (s) => s.read('there.csv'), { code: 'storage/sas-refused' }],
    [
      'no right to read',
      { rights: 'w' },
      (s) => s.open('there.csv'),
      { code: 'storage/sas-missing-right', args: { right: 'read', has: 'write' } },
    ],
    [
      'no right to write',
      { rights: 'rl' },
      (s) => s.write('there.csv', Buffer.from('x')),
      { code: 'storage/sas-missing-right', args: { right: 'write', has: 'read, list' } },
    ],
    [
      'no right to create',
      { rights: 'r' },
      (s) => s.write('new.csv', Buffer.from('x'), 'none'),
      { code: 'storage/sas-missing-right', args: { right: 'create', has: 'read' } },
    ],
    [
      'no right to lock',
      { rights: 'r' },
      (s) => s.lock('x.lock'),
      { code: 'storage/sas-missing-right', args: { right: 'write' } },
    ],
  ])('%s', async (_, options, act, expected) => {
    const error = await failureOf(act(open(options)));
    expect(error).toMatchObject({ ...expected, exitCode: 3 });
    expect(error.message).toContain(`container ${container} at ${azurite.accountUrl}`);
    expect(error.hint).toBeTruthy();
    // Neither the error nor anything in it tells the token: it may be printed with -v.
    const all = `${error.message} ${error.hint} ${inspect(error, { depth: 20, showHidden: true })}`;
    expect(all).not.toMatch(/sig=|[?&]se=|sv=\d/);
  });
});

test('a token that may read and one that may write do their parts', async () => {
  const source = open({ rights: 'r' });
  const index = open({ rights: 'rcw' });
  expect((await source.read('there.csv'))?.bytes.toString()).toBe('a;b\n');
  const lock = await index.lock('index.json.lock');
  const written = await index.write('index.json', Buffer.from('{}'), 'none');
  expect(await index.write('index.json', Buffer.from('{ }'), written?.etag)).not.toBeNull();
  await lock.release();
  expect((await source.read('index.json'))?.bytes.toString()).toBe('{ }');
});

test('a token that may only create can make a file, and not replace one', async () => {
  const storage = open({ rights: 'rc' });
  expect(await storage.write('made-once.json', Buffer.from('1'), 'none')).not.toBeNull();
  expect(await failureOf(storage.write('made-once.json', Buffer.from('2')))).toMatchObject({
    code: 'storage/sas-missing-right',
    args: { right: 'write' },
  });
});

describe('what is not there', () => {
  test('a container', async () => {
    const storage = open({ container: 'no-such-container' });
    const missing = { code: 'storage/container-missing', exitCode: 3 };
    expect(await failureOf(storage.open('x.csv'))).toMatchObject(missing);
    expect(await failureOf(storage.write('x.csv', Buffer.from('x')))).toMatchObject(missing);
    expect(await failureOf(storage.write('x.csv', Buffer.from('x'), 'none'))).toMatchObject(missing);
    expect(await failureOf(storage.lock('x.lock'))).toMatchObject(missing);
  });

  test('a server', async () => {
    const proxy = await startProxy(azurite.accountUrl, () => ({ is: 'pass' }));
    await proxy.stop();
    const error = await failureOf(open({ accountUrl: proxy.accountUrl }).read('x.csv'));
    expect(error).toMatchObject({ code: 'storage/unreachable', args: { reason: 'ECONNREFUSED' } });
  });

  test('a server that is not Azure', async () => {
    for (const status of [200, 302, 404]) {
      const storage = await openThrough(() => ({ is: 'answer', status }));
      expect(await failureOf(storage.read('x.csv'))).toMatchObject({ code: 'storage/unexpected-answer' });
    }
  });
});

describe('a bad road', () => {
  test('a server that is busy for a while is tried again', async () => {
    const storage = await openThrough((_, n) => (n < 4 ? { is: 'answer', status: 503 } : { is: 'pass' }));
    expect((await storage.read('there.csv'))?.bytes.toString()).toBe('a;b\n');
  });

  test('one that stays busy is given up after four tries', async () => {
    const storage = await openThrough(() => ({ is: 'answer', status: 503 }));
    expect(await failureOf(storage.read('there.csv'))).toMatchObject({ code: 'storage/unavailable' });
    expect(proxies[0]?.seen).toHaveLength(4);
  });

  test('a write whose answer got lost is known to be ours', async () => {
    const direct = open();
    const first = await direct.write('lost.json', Buffer.from('1'));
    const storage = await openThrough((method, n) =>
      method === 'PUT' && n === 1 ? { is: 'cut', after: -1 } : { is: 'pass' },
    );
    const second = await storage.write('lost.json', Buffer.from('2'), first?.etag);
    expect(proxies[0]?.seen.filter((method) => method === 'PUT')).toHaveLength(2);
    expect(second).not.toBeNull();
    expect(await direct.read('lost.json')).toMatchObject({ etag: second?.etag, bytes: Buffer.from('2') });
  });

  test('bytes whose answer got lost are added once, and only they are sent', async () => {
    const direct = open();
    await direct.write('log', Buffer.alloc(1000, 'a'));
    const storage = await openThrough((method, n) =>
      method === 'PUT' && n % 2 === 1 ? { is: 'cut', after: -1 } : { is: 'pass' },
    );
    for (let size = 1000; size < 1005; size += 1)
      expect(await storage.append('log', Buffer.from('b'), size)).toBe(true);
    expect((await direct.read('log'))?.bytes.toString()).toBe(`${'a'.repeat(1000)}bbbbb`);
    expect(proxies[0]?.seen.filter((method) => method === 'GET')).toHaveLength(1);
  });

  test('what others have added meanwhile stays, and is not added to', async () => {
    const [storage, others] = [open(), open()];
    await storage.write('theirs', Buffer.from('a'));
    expect(await storage.append('theirs', Buffer.from('b'), 1)).toBe(true);
    expect(await others.append('theirs', Buffer.from('c'), 2)).toBe(true);
    expect(await storage.append('theirs', Buffer.from('d'), 2)).toBe(false);
    expect((await storage.read('theirs'))?.bytes.toString()).toBe('abc');
    expect(await storage.append('theirs', Buffer.from('e'), 3)).toBe(true);
    expect((await others.read('theirs'))?.bytes.toString()).toBe('abce');
  });

  const big = Buffer.alloc(3_000_000, 'abcdefghijklmnopqrstuvwxyz');

  test('a download that breaks off is taken up where it broke', async () => {
    await open().write('big.csv', big);
    const storage = await openThrough((_, n) => (n <= 3 ? { is: 'cut', after: 700_000 } : { is: 'pass' }));
    expect((await storage.read('big.csv'))?.bytes.equals(big)).toBe(true);
    expect(proxies[0]?.seen.length).toBeGreaterThan(3);
  });

  test('one that always breaks off fails, and says how far it got', async () => {
    await open().write('big.csv', big);
    const storage = await openThrough((_, n) => ({ is: 'cut', after: n === 1 ? 100_000 : 0 }));
    expect(await failureOf(storage.read('big.csv'))).toMatchObject({
      code: 'storage/connection-lost',
      args: { size: big.length, received: 100_000 },
    });
  });

  test('one that stands still is given up', async () => {
    await open().write('big.csv', big);
    const storage = await openThrough(() => ({ is: 'stall', after: 0 }), { answerSeconds: 0.4 });
    expect(await failureOf(storage.read('big.csv'))).toMatchObject({
      code: expect.stringMatching(/connection-lost|timeout/),
    });
  });

  test('a blob that is replaced meanwhile is not put together of two', async () => {
    await open().write('big.csv', big);
    const storage = await openThrough(async (_, n) => {
      if (n === 1) return { is: 'cut', after: 1_000_000 };
      await open().write('big.csv', Buffer.from(big).reverse());
      return { is: 'pass' };
    });
    expect(await failureOf(storage.read('big.csv'))).toMatchObject({ code: 'storage/changed-while-reading' });
  });

  test('bytes that changed on the way are found', async () => {
    await open().write('big.csv', big);
    const storage = await openThrough(() => ({ is: 'damage', at: 1_234_567 }));
    expect(await failureOf(storage.read('big.csv'))).toMatchObject({ code: 'storage/damaged' });
  });
});

describe('locks', () => {
  test('a lease that nobody renews any more is taken over', async () => {
    const blob = azurite.service.getContainerClient(container).getBlockBlobClient('stale.lock');
    await blob.upload('', 0);
    await blob.getBlobLeaseClient().acquireLease(15);
    const storage = open();
    expect(await failureOf(storage.lock('stale.lock'))).toMatchObject({ code: 'run/locked', exitCode: 5 });
    await azurite.passTime(16_000);
    await (await storage.lock('stale.lock')).release();
  });

  test('is renewed, and it is noted when it was lost', async () => {
    const warnings: string[] = [];
    const lock = await open({ renewMs: 50, log: { ...SILENT, warn: (message) => warnings.push(message) } }).lock(
      'lost.lock',
    );
    const lease = azurite.service.getContainerClient(container).getBlobClient('lost.lock').getBlobLeaseClient();
    await lease.breakLease(0);
    await lease.acquireLease(15);
    await expect.poll(() => lock.isLost).toBe(true);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('lost.lock');
    await lock.release();
    expect(await failureOf(open().lock('lost.lock'))).toMatchObject({ code: 'run/locked' });
  });

  test('a file that somebody has leased cannot be written', async () => {
    const blob = azurite.service.getContainerClient(container).getBlockBlobClient('leased.json');
    await blob.upload('1', 1);
    await blob.getBlobLeaseClient().acquireLease(15);
    expect(await failureOf(open().write('leased.json', Buffer.from('2')))).toMatchObject({ code: 'storage/leased' });
  });
});

describe('the connection', () => {
  const SAS = 'sv=2024-05-04&sp=r&sr=c&sig=c2VjcmV0%2Fsignature%3D';
  const URL_OF = 'https://ocba.blob.core.windows.net';
  const KEYED = 'AccountName=ocba;AccountKey=c2VjcmV0a2V5;EndpointSuffix=core.windows.net';

  test.each([
    [{ accountUrl: URL_OF, sasToken: SAS }, URL_OF, SAS],
    [{ accountUrl: `${URL_OF}/`, sasToken: `?${SAS}` }, URL_OF, SAS],
    [{ accountUrl: ` ${URL_OF} `, sasToken: ` ${URL_OF}/sipca?${SAS}\n` }, URL_OF, SAS],
    [
      { accountUrl: 'http://127.0.0.1:10000/devstoreaccount1', sasToken: SAS },
      'http://127.0.0.1:10000/devstoreaccount1',
      SAS,
    ],
    [{ connectionString: `DefaultEndpointsProtocol=https;${KEYED}` }, URL_OF, undefined],
    [{ connectionString: `BlobEndpoint=${URL_OF}/;SharedAccessSignature=${SAS}` }, URL_OF, SAS],
    [{ connectionString: 'UseDevelopmentStorage=true' }, 'http://127.0.0.1:10000/devstoreaccount1', undefined],
  ])('%j is understood', (written, url, sasToken) => {
    expect(parseAccount(written)).toMatchObject({ url, sasToken });
  });

  test.each([
    [{}, 'storage/credentials'],
    [{ accountUrl: URL_OF }, 'storage/credentials'],
    [{ sasToken: SAS }, 'storage/credentials'],
    [{ accountUrl: URL_OF, sasToken: SAS, connectionString: KEYED }, 'storage/credentials'],
    [{ accountUrl: URL_OF, connectionString: KEYED }, 'storage/credentials'],
    [{ accountUrl: URL_OF, sasToken: 'secret' }, 'storage/bad-sas'],
    [{ accountUrl: URL_OF, sasToken: 'sv=2024&sig=' }, 'storage/bad-sas'],
    [{ accountUrl: 'http://ocba.blob.core.windows.net', sasToken: SAS }, 'storage/plain-http'],
    [{ accountUrl: 'http://127.0.0.1.example.org', sasToken: SAS }, 'storage/plain-http'],
    [{ accountUrl: 'http://x.localhost', sasToken: SAS }, 'storage/plain-http'],
    [{ accountUrl: 'ocba', sasToken: SAS }, 'storage/bad-url'],
    [{ accountUrl: `${URL_OF}?${SAS}`, sasToken: SAS }, 'storage/bad-url'],
    [{ accountUrl: `${URL_OF}/sipca`, sasToken: SAS }, 'storage/bad-url'],
    [{ accountUrl: 'https://u:secret@ocba.blob.core.windows.net', sasToken: SAS }, 'storage/bad-url'],
    [{ connectionString: `DefaultEndpointsProtocol=http;${KEYED}` }, 'storage/plain-http'],
    [{ connectionString: 'secret' }, 'storage/bad-connection-string'],
    [{ connectionString: 'AccountName=ocba' }, 'storage/bad-connection-string'],
    [{ connectionString: 'AccountName=ocba;AccountKey=c2VjcmV0' }, 'storage/bad-connection-string'],
    [
      { connectionString: 'DefaultEndpointsProtocol=ftp;AccountName=ocba;AccountKey=c2VjcmV0' },
      'storage/bad-connection-string',
    ],
    [
      { connectionString: 'DefaultEndpointsProtocol=https;AccountName=o c/b;AccountKey=c2VjcmV0' },
      'storage/bad-connection-string',
    ],
    [
      { connectionString: 'DefaultEndpointsProtocol=https;AccountName=ocba;AccountKey=c2VjcmV' },
      'storage/bad-connection-string',
    ],
    [{ connectionString: 'BlobEndpoint=https://x.example.org;AccountKey=c2VjcmV0' }, 'storage/bad-connection-string'],
    [{ connectionString: 'BlobEndpoint=x;AccountName=ocba;AccountKey=c2VjcmV0' }, 'storage/bad-url'],
  ])('%j is refused: %s', (written, code) => {
    const answer = parseAccount(written);
    if (!('problems' in answer)) throw new Error('it was accepted');
    expect(answer.problems.map((one) => one.code)).toEqual([code]);
    expect(JSON.stringify(answer.problems)).not.toMatch(/secret|c2VjcmV0/);
  });

  // The SDK throws errors of its own where it does not like a string: that would be a fault of ours.
  test.each([
    'DefaultEndpointsProtocol=https;AccountName=ocba;AccountKey=c2VjcmV0;EndpointSuffix=core.windows.net',
    'defaultendpointsprotocol=HTTPS; accountname=ocba ;accountkey=c2VjcmV0',
    'BlobEndpoint=https://x.example.org/;AccountName=ocba;AccountKey=c2VjcmV0',
    'BlobEndpoint=https://x.example.org;SharedAccessSignature=sv=2024&sig=c2VjcmV0',
    'AccountName=ocba;DefaultEndpointsProtocol=https;SharedAccessSignature=sv=2024&sig=c2VjcmV0',
    'UseDevelopmentStorage=true',
  ])('what is taken can be opened: %s', async (connectionString) => {
    const account = parseAccount({ connectionString });
    if ('problems' in account) throw new Error(JSON.stringify(account.problems));
    const container = await openContainer(account, 'sipca', 1);
    expect(container.url).toBe(`${account.url}/sipca${account.sasToken ? `?${account.sasToken}` : ''}`);
  });

  test('masks its token however it turns up, and never describes it', () => {
    const secrets = new Secrets();
    const config = { accountUrl: URL_OF, container: 'sipca', sasToken: `?${SAS}` } as never;
    const storage = azureBlob.build(config, { folder: '/', log: SILENT, secrets });
    expect(storage.describe('raw/x.csv')).toBe(`container sipca at ${URL_OF}: raw/x.csv`);
    const masked = secrets.mask(`${SAS} c2VjcmV0%2Fsignature%3D c2VjcmV0/signature=`);
    expect(masked).toMatch(/\*\*\* \*\*\* \*\*\*$/);
    expect(masked).not.toContain('c2VjcmV0');
    const wrong = { accountUrl: URL_OF, container: 'sipca' } as never;
    expect(() => azureBlob.build(wrong, { folder: '/', log: SILENT, secrets })).toThrow(ProblemsError);
  });

  test.each([
    [{ accountUrl: 'x', container: 'sipca', sasToken: 'y' }, true],
    [{ container: 'sipca', connectionString: 'y' }, true],
    [{ container: 'sipca' }, false],
    [{ accountUrl: 'x', container: 'Sipca', sasToken: 'y' }, false],
    [{ accountUrl: 'x', container: 'a/../b', sasToken: 'y' }, false],
    [{ accountUrl: 'x', container: 'a--b', sasToken: 'y' }, false],
  ])('the schema takes %j: %s', (config, isGood) => {
    const place = { source: { file: 'p.yaml', text: '' }, start: 0, end: 0 };
    expect(checkSchema(azureBlob.schema, config, () => place).length === 0).toBe(isGood);
  });
});
