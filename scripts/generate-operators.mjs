// Writes the typed surface of libtorch's operators, src/torch/tensor/generated/*.ts, from the schemas of the addon's dispatcher.
// `node scripts/generate-operators.mjs` writes the files, `--check` fails when they differ from what would be written.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const outputFolder = path.join(root, 'src', 'torch', 'tensor', 'generated');
const lineWidth = 110;

const holder = { exports: {} };
process.dlopen(holder, path.join(root, 'build', 'Release', 'tadpole.node'), constants.dlopen.RTLD_NOW);
/** @type {import('../src/torch/addon/binding.js').NativeBinding} */
const native = /** @type {any} */ (holder.exports);
const { camelCase } = native;

/** Operators that only libtorch itself calls, or that belong to one backend: reachable through `torch.ops.aten`. */
const internal =
  /^_|_backward(_|$)|_copy$|^(mkldnn|cudnn|miopen|mps|xpu|fbgemm|quantized|quantize|fake_quantize|sym|sparse_|thnn|slow_conv|q_|int_repr|fused_moving|record_stream|dequantize|native_|nuclear_norm|to_mkldnn|lift|lstm_mps|segment_reduce|rowwise_prune|resize_as_sparse|sspaddmm|hspmm|chunk_cat|qscheme|ger_out|make_dual|unsafe_|nested_|backward$|align_|rename|refine_names|size$|device$|dtype$|is_leaf$|output_nr$|retains_grad$|set_data$|data$|requires_grad_$|item$|to$|grad$|equal_out|len$|Bool|Int|Float|Complex|Scalar|str$|ord|chr|list|dict|keys|values$|items|copy$|is_pinned|pin_memory|is_set_to|storage_offset)/;
/** Names with a hand-written method or function. */
const handWrittenMethods = new Set([
  'to',
  'item',
  'size',
  'dim',
  'numel',
  'requires_grad_',
  'backward',
  'data',
  'grad',
  'is_leaf',
  'set_data',
  'T',
  'float',
  'double',
  'long',
  'bool',
  'cpu',
  'cuda',
  'type',
  'dispose',
  'tolist',
  'shape',
  'dtype',
  'device',
  'layout',
]);
const handWrittenFunctions = new Set([
  'tensor',
  'scope',
  'grad',
  'load',
  'save',
  'memory',
  'keep',
  'ops',
  'Generator',
]);
const reservedWords = new Set([
  'var',
  'delete',
  'new',
  'in',
  'with',
  'default',
  'import',
  'export',
  'function',
  'return',
]);

/** @type {Record<string, string>} */
const plainTypes = {
  Tensor: 'Tensor',
  number: 'Scalar',
  Scalar: 'Scalar',
  int: 'number',
  SymInt: 'number',
  float: 'number',
  bool: 'boolean',
  str: 'string',
  ScalarType: 'DType',
  Layout: 'Layout',
  Device: 'Device',
  MemoryFormat: 'MemoryFormat',
  Generator: 'Generator',
};

/**
 * The TypeScript type of a schema type, or null when JavaScript cannot pass it.
 * @param {string} type
 * @param {number | null} size
 * @param {boolean} isResult
 * @returns {string | null}
 */
function typeOf(type, size = null, isResult = false) {
  const optional = /^Optional\[(.*)\]$/.exec(type);
  if (optional) {
    const inner = typeOf(/** @type {string} */ (optional[1]), size, isResult);
    return inner && `${inner} | null`;
  }
  const list = /^List\[(.*)\]$/.exec(type);
  if (list) {
    const inner = typeOf(/** @type {string} */ (list[1]), null, isResult);
    if (!inner) return null;
    const array = inner.includes('|') ? `(${inner})[]` : `${inner}[]`;
    if (isResult) return array;
    return size === null ? `readonly ${array}` : `${inner} | readonly ${array}`;
  }
  if (isResult && (type === 'number' || type === 'Scalar')) return 'Scalar | Complex';
  return plainTypes[type] ?? null;
}

/**
 * @typedef {object} Signature
 * @property {string} parameters after `self`
 * @property {string} self
 * @property {string} result
 * @property {string} schema
 * @property {boolean} isMethod
 * @property {string} key
 */

/** @typedef {import('../src/torch/addon/binding.js').SchemaArgument & { type: string }} TypedArgument */

/**
 * The TypeScript signature of one overload, or null when it has none.
 * @param {string} base
 * @param {string} overload
 * @returns {Signature | null}
 */
function signature(base, overload) {
  const schema = native.operatorSchema(base, overload);
  if (!schema || schema.arguments.some((argument) => argument.name === 'out' || argument.name === 'out0'))
    return null;
  /** @type {TypedArgument[]} */
  const positional = [];
  /** @type {TypedArgument[]} */
  const keywords = [];
  for (const argument of schema.arguments) {
    const type = typeOf(argument.type, argument.size);
    if (type === null) return null;
    (argument.keywordOnly ? keywords : positional).push({ ...argument, type });
  }
  const first = positional[0];
  const isMethod = first?.name === 'self' && first.type === 'Tensor';
  let lastRequired = positional.length - 1;
  while (lastRequired >= 0 && positional[lastRequired]?.hasDefault) lastRequired--;
  const optionsRequired = keywords.some((keyword) => !keyword.hasDefault);
  const parameters = positional.map(({ name, type }, index) => {
    const safe = reservedWords.has(camelCase(name)) ? `${camelCase(name)}_` : camelCase(name);
    if (index <= lastRequired) return `${safe}: ${type}`;
    return optionsRequired ? `${safe}: ${type} | undefined` : `${safe}?: ${type}`;
  });
  if (keywords.length > 0) {
    const fields = keywords.map(
      ({ name, type, hasDefault }) => `${camelCase(name)}${hasDefault ? '?' : ''}: ${type}`,
    );
    const names = keywords.map(({ name }) => name);
    if (names.includes('pin_memory') && names.includes('dtype')) fields.push('requiresGrad?: boolean');
    parameters.push(`options${optionsRequired ? '' : '?'}: { ${fields.join('; ')} }`);
  }
  const results = schema.returns.map((returned) => typeOf(returned.type, null, true));
  if (results.includes(null)) return null;
  const writesSelf = isMethod && first?.written && base.endsWith('_');
  const result =
    results.length === 0
      ? 'void'
      : results.length === 1
        ? /** @type {string} */ (results[0])
        : `[${results.join(', ')}]`;
  const self = isMethod ? /** @type {string} */ (parameters.shift()) : '';
  return {
    parameters: parameters.join(', '),
    self,
    result: result === 'Tensor | null' ? 'Tensor' : writesSelf ? 'Tensor' : result,
    schema: schema.schema,
    isMethod,
    key: overload,
  };
}

/** Signatures in the order in which the addon tries overloads: those with tensors before those with numbers. */
function signaturesByName() {
  /** @type {Map<string, Signature[]>} */
  const byName = new Map();
  const names = native
    .operatorNames()
    .sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1));
  for (const [base, overload] of names) {
    if (internal.test(base)) continue;
    const found = signature(base, overload);
    if (found) byName.set(base, [...(byName.get(base) ?? []), found]);
  }
  for (const signatures of byName.values()) {
    const rank = (/** @type {Signature} */ s) => (/: Scalar/.test(s.parameters) ? 1 : 0);
    signatures.sort((a, b) => rank(a) - rank(b) || (a.key < b.key ? -1 : 1));
  }
  return byName;
}

/** @param {string} body */
function usedTypes(body) {
  const types = ['Complex', 'DType', 'Device', 'Layout', 'MemoryFormat', 'Scalar'].filter((type) =>
    new RegExp(`\\b${type}\\b`).test(body),
  );
  return `import type { ${types.join(', ')} } from '../../addon';\n`;
}

/** @param {string} schema */
const comment = (schema) => `  /** \`${schema}\` */\n`;

/** @param {Map<string, Signature[]>} byName */
function functionsFile(byName) {
  let body = '';
  const aliases = [];
  for (const [base, signatures] of byName) {
    if (handWrittenFunctions.has(base)) continue;
    const name = camelCase(base);
    const safe = reservedWords.has(name) ? `${name}Function` : name;
    if (safe !== name) aliases.push(`${safe} as ${name}`);
    body += `\n${safe === name ? 'export ' : ''}const ${safe}: {\n`;
    for (const { self, parameters, result, schema } of signatures) {
      body += `${comment(schema)}  (${[self, parameters].filter(Boolean).join(', ')}): ${result};\n`;
    }
    body += `} = operator('${base}');\n`;
  }
  if (aliases.length > 0) body += `\nexport { ${aliases.join(', ')} };\n`;
  return (
    `// Operators of libtorch as functions, with their schemas. Written by scripts/generate-operators.mjs.\n` +
    `import { operator } from '../operators';\nimport type { Generator } from '../random';\nimport type { Tensor } from '../tensor';\n${usedTypes(body)}${body}`
  );
}

/** @param {Map<string, Signature[]>} byName */
function methodsFile(byName) {
  let body = '';
  const names = [];
  for (const [base, signatures] of byName) {
    const methods = signatures.filter((found) => found.isMethod);
    if (methods.length === 0 || handWrittenMethods.has(base)) continue;
    names.push(base);
    for (const { parameters, result, schema } of methods) {
      body += `${comment(schema)}  ${camelCase(base)}(${parameters}): ${result};\n`;
    }
  }
  let list = '';
  let line = ' ';
  for (const name of names) {
    if (line.length + name.length + 5 > lineWidth) {
      list += `${line}\n`;
      line = ' ';
    }
    line += ` '${name}',`;
  }
  return (
    `// Operators of libtorch as methods of Tensor, with their schemas. Written by scripts/generate-operators.mjs.\n` +
    `import type { Generator } from '../random';\nimport type { Tensor } from '../tensor';\n${usedTypes(body)}\n` +
    `/** Operators whose first argument is the tensor itself. */\nexport interface TensorMethods {\n${body}}\n\n` +
    `export const methodNames: readonly string[] = [\n${list}${line}\n];\n`
  );
}

const byName = signaturesByName();
const files = { 'functions.ts': functionsFile(byName), 'methods.ts': methodsFile(byName) };
mkdirSync(outputFolder, { recursive: true });
for (const [name, text] of Object.entries(files)) {
  const file = path.join(outputFolder, name);
  if (process.argv.includes('--check')) {
    if (readFileSync(file, 'utf8') !== text) {
      console.error(`error: ${path.relative(root, file)} is not what the schemas of this libtorch give`);
      console.error('hint: run node scripts/generate-operators.mjs');
      process.exitCode = 1;
    }
  } else {
    writeFileSync(file, text);
    console.log(`${path.relative(root, file)}: ${text.split('\n').length} lines`);
  }
}
