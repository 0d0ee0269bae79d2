// Each token of cdktf remembers the stack on which it was made, to show it when it cannot be resolved. Called from
// Python, that stack is the inside of jsii, which helps nobody, and taking it is a sixth of the work in Node.
'use strict';
const Module = require('node:module');

const STACK_TRACE = /[\\/]node_modules[\\/]cdktf[\\/]lib[\\/]tokens[\\/]private[\\/]stack-trace\.js$/;

const plainly = Module._extensions['.js'];

Module._extensions['.js'] = function (module, filename, ...rest) {
  plainly.call(this, module, filename, ...rest);
  if (STACK_TRACE.test(filename)) {
    module.exports.captureStackTrace = () => [];
  }
};
