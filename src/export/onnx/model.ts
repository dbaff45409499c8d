// An ONNX model as data: the parts of the format that a generator needs (github.com/onnx/onnx, onnx.proto).
import type { DType } from '../../torch';

/** The version of the operators: the newest of IR version 8, read by ONNX Runtime 1.14 and everything newer. */
export const OPSET = 18;
/** The version of the file format, of ONNX 1.13. */
export const IR_VERSION = 8;

/** A setting of a node: whole numbers, other numbers (`float`), or a text. */
export type Attribute =
  | { readonly int: number }
  | { readonly ints: readonly number[] }
  | { readonly float: number }
  | { readonly text: string };

export interface OnnxNode {
  readonly name: string;
  readonly type: string;
  /** Names of values; an optional input that is left out is ''. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** A constant. */
export interface OnnxTensor {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** Little-endian, in row-major order. */
  readonly bytes: Uint8Array;
}

/** An input or output; a text stands for a dimension that is free. */
export interface OnnxValue {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly (number | string)[];
}

export interface OnnxModel {
  readonly name: string;
  readonly nodes: readonly OnnxNode[];
  readonly constants: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  /** Notes of the file, such as the range of the values. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** TensorProto.DataType of the dtypes that both know. */
export const DATA_TYPES: Readonly<Partial<Record<DType, number>>> = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int16: 5,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  float64: 11,
  bfloat16: 16,
};
