// Requires at the first use what is required at the start, and mostly for nothing:
// in the index.js of a provider package, each of its resources; in cdktf, a library that writes zip files.
'use strict';
const fs = require('node:fs');
const Module = require('node:module');

const INDEX = /[\\/]node_modules[\\/](@cdktf[\\/]provider-[^\\/]+)[\\/]lib[\\/]index\.js$/;
const NAMES = /^exports\.\w+ = (?:exports\.\w+ = )*void 0;$/gm;
const EXPORT = /^exports\.(\w+) = require\("(\.\/[^"]+)"\);$/gm;
const ARCHIVES = /[\\/]node_modules[\\/]cdktf[\\/]lib[\\/]private[\\/]fs\.js$/;

const plainly = Module._extensions['.js'];

Module._extensions['.js'] = function (module, filename, ...rest) {
  const provider = INDEX.exec(filename)?.[1];
  if (provider !== undefined && loadLazily(module, filename, provider)) return;
  if (ARCHIVES.test(filename)) {
    const source = fs.readFileSync(filename, 'utf8');
    const lazy = source.replace('= require("archiver");', '= (...given) => require("archiver")(...given);');
    module._compile(lazy, filename);
    return;
  }
  plainly.call(this, module, filename, ...rest);
};

function loadLazily(module, filename, provider) {
  const source = fs.readFileSync(filename, 'utf8');
  const exported = [...source.matchAll(EXPORT)];
  const others = source.replace(NAMES, '').replace(EXPORT, '');
  if (exported.length === 0 || others.includes('require(')) {
    process.stderr.write(`bindings: lib/index.js of ${provider} has another shape; it loads whole, which is slow\n`);
    return false;
  }
  module._compile(others, filename);
  exported.forEach(([, property, path]) => exportLazily(module, property, path));
  return true;
}

function exportLazily(module, property, path) {
  const become = (descriptor) =>
    Object.defineProperty(module.exports, property, { configurable: true, enumerable: true, ...descriptor });
  become({
    get() {
      const value = module.require(path);
      become({ value, writable: true });
      return value;
    },
  });
}
