// The files of an archive or a wheel that Tadpole needs, and their places: torch/{lib,include,share} and nvidia/*/lib.

/** Libraries of Python's torch and of its tests. */
const UNNEEDED =
  /^lib(torch_python|shm|torch_global_deps|jitbackend_test|backend_with_compiler|torchbind_test|aoti_custom_ops)\./;

/**
 * The place of an entry of libtorch's archive (`libtorch/...`) or of torch's wheel (`torch/...`).
 * @param {string} name
 * @returns {string | null}
 */
export function torchPlace(name) {
  const match = /^(?:libtorch|torch)\/((lib|include|share)\/.+)$/.exec(name);
  if (match === null) return null;
  const [, rest = '', folder] = match;
  if (folder !== 'lib') return `torch/${rest}`;
  const file = rest.slice('lib/'.length);
  return isLibrary(file) && !UNNEEDED.test(file) ? `torch/${rest}` : null;
}

/** Headers of NCCL, and those of CUDA that they include. */
const NCCL_HEADER = /^nvidia\/(nccl|cu\d+|cuda_(runtime|crt|cccl))\/include\/.+$/;

/**
 * The place of an entry of one of NVIDIA's wheels, as in site-packages: its shared libraries, and the headers that NCCL needs.
 * @param {string} name
 * @returns {string | null}
 */
export function nvidiaPlace(name) {
  if (NCCL_HEADER.test(name)) return name;
  const match = /^nvidia\/[^/]+\/lib\/([^/]+)$/.exec(name);
  return match !== null && isLibrary(match[1] ?? '') ? name : null;
}

/** @param {string} file */
function isLibrary(file) {
  return !file.includes('/') && /\.(so(\.[\d.]+)?|dylib)$/.test(file);
}
