// jsii describes the types of a package in one JSON file, `.jsii`: 130 MB for AWS. At the first load it parses all of
// it (1.3 GB of memory) and starts to write an index beside it, from which later loads read single types. That index
// needs seconds, and a lazy synthesis has ended by then: it would never be finished. So it is written here, before
// jsii looks for it, type by type, with the same bytes. Where that fails, jsii does what it always does.
'use strict';
const fs = require('node:fs');
const path = require('node:path');

// The format is jsii's own affair (runtime-index.ts of @jsii/kernel) and its version stands in the names: with
// another version these names are never asked for.
const MANIFEST = '.jsii.runtime.v1.json';
const INDEX = '.jsii.runtime-index.v1';
const DEFINITIONS = '.jsii.runtime-defs.v1.jsonl';
const KINDS = ['class', 'interface', 'enum'];
const UNUSED_AT_RUN_TIME = ['docs', 'locationInModule', 'sourceLine'];
const PROVIDER = /[\\/]node_modules[\\/](@cdktf[\\/]provider-[^\\/]+)[\\/][^\\/]+$/;

const { readFileSync } = fs;

fs.readFileSync = function (file, ...rest) {
  const provider = typeof file === 'string' && PROVIDER.exec(file)?.[1];
  if (provider && path.basename(file) === MANIFEST && !fs.existsSync(file)) {
    try {
      writeIndex(path.dirname(file));
    } catch (error) {
      process.stderr.write(`bindings: no index of the types of ${provider}: ${error.message}\n`);
    }
  } else if (provider && path.basename(file) === '.jsii') {
    process.stderr.write(`bindings: jsii reads all types of ${provider}, without its index, which is slow\n`);
  }
  return readFileSync.call(this, file, ...rest);
};

function writeIndex(directory) {
  const names = [];
  const kinds = [];
  const offsets = [0];
  const assembly = replaceFile(path.join(directory, DEFINITIONS), (write) =>
    readAssembly(path.join(directory, '.jsii'), (name, type) => {
      const kind = KINDS.indexOf(type.kind);
      if (kind < 0) throw new Error(`${name} is of the unknown kind ${type.kind}`);
      const definition = Buffer.from(`${JSON.stringify(type, atRunTime)}\n`);
      write(definition);
      names.push(name);
      kinds.push(kind);
      offsets.push(offsets.at(-1) + definition.length);
    }),
  );
  const columns = [Buffer.from(names.join('\n')), Buffer.from(kinds), Buffer.from(Uint32Array.from(offsets).buffer)];
  replaceFile(path.join(directory, INDEX), (write) => write(Buffer.concat(columns)));
  const { types, readme, submodules, ...assemblyMetadata } = assembly;
  const starts = [0, columns[0].length, columns[0].length + columns[1].length];
  const range = (column) => ({ start: starts[column], length: columns[column].length });
  const layout = { typeCount: names.length, names: range(0), kinds: range(1), offsets: range(2) };
  const files = { index: INDEX, defs: DEFINITIONS };
  const manifest = { schema: 'jsii/runtime-index', version: 1, ...files, assemblyMetadata, layout };
  // The last file: jsii takes its presence for the completeness of the others.
  replaceFile(path.join(directory, MANIFEST), (write) => write(JSON.stringify(manifest)));
}

function atRunTime(key, value) {
  return UNUSED_AT_RUN_TIME.includes(key) ? undefined : value;
}

// Calls onType(name, type) for each type, and returns the rest. It relies on the indentation, and parses every byte:
// the types one by one, what stands around them as a whole.
function readAssembly(file, onType) {
  const descriptor = fs.openSync(file);
  try {
    const until = reader(descriptor);
    const head = until('\n  "types": {\n');
    let separator;
    do {
      const [[name, type]] = Object.entries(JSON.parse(`{${until('\n    }')}}}`));
      onType(name, type);
      separator = until('\n');
    } while (separator === ',');
    return JSON.parse(`${head}"types": {${separator}${until()}`);
  } finally {
    fs.closeSync(descriptor);
  }
}

// A function that returns the text before the next `mark` and steps over it; without a mark, all the rest.
function reader(descriptor) {
  let pending = Buffer.alloc(0);
  return (mark) => {
    let found;
    while ((found = mark === undefined ? -1 : pending.indexOf(mark)) < 0) {
      const chunk = Buffer.alloc(1 << 20);
      const size = fs.readSync(descriptor, chunk);
      if (size === 0 && mark === undefined) return pending.toString();
      if (size === 0) throw new Error(`.jsii is laid out differently: no ${JSON.stringify(mark)}`);
      pending = Buffer.concat([pending, chunk.subarray(0, size)]);
    }
    const text = pending.toString('utf8', 0, found);
    pending = pending.subarray(found + Buffer.byteLength(mark));
    return text;
  };
}

// Another process may read the file, or write it too: it is there whole or not at all.
function replaceFile(file, fill) {
  const unfinished = `${file}.${process.pid}.tmp`;
  const descriptor = fs.openSync(unfinished, 'w');
  try {
    const result = fill((content) => fs.writeFileSync(descriptor, content));
    fs.renameSync(unfinished, file);
    return result;
  } finally {
    fs.closeSync(descriptor);
    fs.rmSync(unfinished, { force: true });
  }
}
