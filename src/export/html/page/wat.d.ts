// A WebAssembly text file, which the bundler compiles: its bytes in base64.
declare module '*.wat' {
  const base64: string;
  export default base64;
}
