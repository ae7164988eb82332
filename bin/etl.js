#!/usr/bin/env -S node --
// The -- keeps Node from taking --env-file, which is also an option of its own, wherever it stands: it would read the
// file first, drain a pipe, and stop where there is none. npm's shims for Windows repeat this line. Who starts it as
// `node bin/etl.js` writes `node -- bin/etl.js`; from in here nothing can be done, for Node looks before it starts us.
//
// Nothing is imported here, and nothing written that an old Node cannot read: it is to say that it is too old.
var needed = [24, 15];
var present = process.versions.node.split('.').map(Number);
if (present[0] < needed[0] || (present[0] === needed[0] && present[1] < needed[1])) {
  var what = 'etl needs Node ' + needed.join('.') + ' or later; this is ' + process.versions.node;
  process.stderr.write(what + ' (' + process.execPath + ').\n');
  process.exitCode = 70;
} else {
  void import('./start.cjs');
}
