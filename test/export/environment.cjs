// Jest's environment of Node with the outer realm's typed arrays, which are those that ONNX Runtime's addon makes.
const { TestEnvironment } = require('jest-environment-node');

module.exports = class extends TestEnvironment {
  async setup() {
    await super.setup();
    Object.assign(this.global, { Float32Array, BigInt64Array });
  }
};
