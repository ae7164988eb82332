import type { CodeText } from './code-row.ts';

export const STORAGE_CODES = {
  // What a connection says.
  'storage/credentials': {
    message: () => 'An azure-blob connection needs either accountUrl and sasToken, or connectionString.',
    hint: () => 'Give exactly one of the two, from the environment: sasToken: "${MY_SAS}".',
  },
  'storage/bad-url': {
    message: (a) => `The accountUrl is not the address of a storage account: ${a('reason')}.`,
    hint: () => 'It looks like https://<account>.blob.core.windows.net, without container and without token.',
  },
  'storage/plain-http': {
    message: (a) => `${a('url')} is plain http: data and token would go over the network for all to read.`,
    hint: () => 'Use https://. Plain http is for a service on this very machine (127.0.0.1).',
  },
  'storage/bad-sas': {
    message: () => 'The sasToken is not a shared access signature: it has no sig= in it.',
    hint: () => 'Take the whole token, from sv= or sp= to the end of sig=…. In an INI file write each % as %%.',
  },
  'storage/bad-connection-string': {
    message: (a) => `The connectionString cannot be used: ${a('reason')}.`,
    hint: () => 'Copy it whole from the Azure portal, under Access keys or Shared access signature.',
  },
  'storage/bad-path': {
    message: (a) => `"${a('path')}" is not a path inside ${a('root')}: ${a('reason')}.`,
    hint: () => 'Write it as folder/file.csv: parts separated by /, without .. and without a / at its start.',
  },

  // The way to Azure, and what it answers.
  'storage/unreachable': {
    message: (a) => `${a('location')}: nothing answers there (${a('reason')}).`,
    hint: () => 'Check accountUrl of the connection, the network and, where there is one, the proxy (HTTPS_PROXY).',
  },
  'storage/unknown-host': {
    message: (a) => `${a('location')}: there is no such host.`,
    hint: () => 'Check the name of the account in accountUrl, and the name server of this machine.',
  },
  'storage/tls': {
    message: (a) => `${a('location')}: no secure connection (${a('reason')}).`,
    hint: () => 'The certificate is not valid here. For an authority of your own set NODE_EXTRA_CA_CERTS.',
  },
  'storage/timeout': {
    message: (a) => `${a('location')}: no answer within ${a('seconds')} s.`,
    hint: () => 'Try again later.',
  },
  'storage/unavailable': {
    message: (a) => `${a('location')}: the storage is not available now (${a('reason')}).`,
    hint: () => 'Try again later; it was tried several times.',
  },
  'storage/connection-lost': {
    message: (a) =>
      `${a('location')}: the transfer broke off after ${a('received')} of ${a('size')} bytes (${a('reason')}).`,
    hint: () => 'Try again; it was resumed several times.',
  },
  'storage/damaged': {
    message: (a) => `${a('location')}: what arrived is not what is stored (${a('reason')}).`,
    hint: () => 'Try again. If it stays, upload the file again, and look at the proxy on the way.',
  },
  'storage/changed-while-reading': {
    message: (a) => `${a('location')} was changed while it was being read.`,
    hint: () => 'Run again once whoever writes it has finished.',
  },
  'storage/sas-expired': {
    message: (a) => `${a('location')}: the SAS token expired on ${a('expiry')}.`,
    hint: () => 'Have a new token made, and put it in its place.',
  },
  'storage/sas-not-yet-valid': {
    message: (a) => `${a('location')}: the SAS token is valid only from ${a('start')} on.`,
    hint: () => 'Wait, or have one made that starts earlier.',
  },
  'storage/sas-missing-right': {
    message: (a) =>
      `${a('location')}: the SAS token has not the right to ${a('right')}${a('has') && `; it has ${a('has')}`}.`,
    hint: (a) =>
      `Have a token made with ${a('right')} among its permissions${a('right') === 'read' ? '' : ' (an index needs read, write and create)'}.`,
  },
  'storage/sas-refused': {
    message: (a) => `${a('location')}: Azure does not accept the signature of the token or key.`,
    hint: () =>
      'Was it copied whole, for this account and this container? Has the key that signed it been renewed since? In an INI file write each % as %%.',
  },
  'storage/refused': {
    message: (a) => `${a('location')}: Azure refuses the request (${a('reason')}).`,
    hint: () => 'Look at the firewall and network rules of the account, and at what the token is restricted to.',
  },
  'storage/container-missing': {
    message: (a) => `${a('location')}: there is no such container.`,
    hint: () => 'Check container and accountUrl of the connection.',
  },
  'storage/leased': {
    message: (a) => `${a('location')}: somebody else has a lease on it, so it cannot be written.`,
    hint: () =>
      'See who works on it; in the Azure portal a forgotten lease can be broken (Break lease). A lock of ours goes with `etl unlock SPEC`.',
  },
  'storage/unexpected-answer': {
    message: (a) => `${a('location')}: Azure answers ${a('reason')}.`,
    hint: () => 'Check accountUrl of the connection.',
  },

  // Files and folders.
  'storage/denied': {
    message: (a) => `${a('location')}: this user may not ${a('doing')} it.`,
    hint: () => 'Check the owner and the permissions of the file and of its folders.',
  },
  'storage/unfit': {
    message: (a) => `${a('location')} cannot be read: ${a('reason')}.`,
    hint: () => 'Name a regular file: pipes and devices may never end. A file that is read whole has at most 500 MiB.',
  },
  'storage/is-a-folder': {
    message: (a) => `${a('location')} is a folder, not a file.`,
    hint: () => 'Name the file in it.',
  },
  'storage/not-a-folder': {
    message: (a) => `${a('location')}: a part of the path is a file, not a folder.`,
    hint: () => 'Check the path, part by part.',
  },
  'storage/no-space': {
    message: (a) => `${a('location')}: there is no space left to write it.`,
    hint: () => 'Make room on the disk, or raise the quota, and run again.',
  },
  'storage/read-only': {
    message: (a) => `${a('location')}: it lies on a read-only file system.`,
    hint: () => 'Name a folder that can be written.',
  },
  'storage/busy': {
    message: (a) => `${a('location')}: another process keeps writing it (${a('by')}).`,
    hint: (a) => `Try again. If that process is gone for good, remove ${a('file')}.`,
  },
  'storage/file-failed': {
    message: (a) => `${a('location')}: the system could not ${a('doing')} it (${a('reason')}).`,
  },
} satisfies Record<string, CodeText>;
