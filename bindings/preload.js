// What the Node behind cdktf loads first (node.py): it makes the provider packages load only what is used.
// Whatever does not look as expected loads plainly, after one line on stderr.
'use strict';
const { isMainThread } = require('node:worker_threads');

if (isMainThread) {
  require('./single_process.js');
  require('./lazy_requires.js');
  require('./type_index.js');
  require('./creation_stacks.js');
  // cdktf calls functions that Node deprecates, and nobody who runs a synthesis can change that.
  process.noDeprecation = true;
}
