// jsii starts a Node (bin/jsii-runtime.js) that starts another one (lib/program.js), passes each message on to it, and
// each answer back. Here the first one does the work: one process less, and half the waiting for each call.
'use strict';
const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const { Writable } = require('node:stream');

const RUNTIME = /[\\/]bin[\\/]jsii-runtime\.js$/;
// The channel to the first process; from Python the messages come on standard input, and go to standard output.
const CHANNEL = 'readFD:3,writeFD:3';
const STANDARD = 'readFD:0,writeFD:1';

const plainly = Module._extensions['.js'];

Module._extensions['.js'] = function (module, filename, ...rest) {
  if (module !== process.mainModule || !RUNTIME.test(filename)) {
    return plainly.call(this, module, filename, ...rest);
  }
  const program = path.resolve(filename, '../../lib/program.js');
  const source = fs.readFileSync(program, 'utf8');
  if (!source.includes(CHANNEL)) {
    const line = 'the runtime of jsii has another shape; it runs as two processes, which is slower';
    process.stderr.write(`bindings: ${line}\n`);
    return plainly.call(this, module, filename, ...rest);
  }
  ['stdout', 'stderr'].forEach(wrapOutput);
  process.execArgv.push('--preserve-symlinks'); // jsii looks there; Node itself has it from NODE_OPTIONS
  module.filename = program;
  module._compile(source.replace(CHANNEL, STANDARD), program);
};

// What JavaScript prints travels to Python on standard error, one JSON object a line, as from jsii's first process.
function wrapOutput(stream) {
  const write = (chunk, encoding, done) => {
    fs.writeSync(2, `${JSON.stringify({ [stream]: chunk.toString('base64') })}\n`);
    done();
  };
  Object.defineProperty(process, stream, { value: new Writable({ write }) });
}
