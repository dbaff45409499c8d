// The bytes of an ONNX file: its messages of protobuf, with the field numbers of onnx.proto.
import { Root } from 'protobufjs/light';
import { TadpoleError } from '../../errors';
import { type Attribute, DATA_TYPES, IR_VERSION, type OnnxModel, type OnnxValue, OPSET } from './model';

const field = (id: number, type: string, repeated = false) => ({
  id,
  type,
  ...(repeated ? { rule: 'repeated' } : {}),
});

const root = Root.fromJSON({
  nested: {
    onnx: {
      nested: {
        Model: {
          fields: {
            irVersion: field(1, 'int64'),
            producerName: field(2, 'string'),
            graph: field(7, 'Graph'),
            opsetImport: field(8, 'OperatorSet', true),
            metadataProps: field(14, 'Entry', true),
          },
        },
        OperatorSet: { fields: { domain: field(1, 'string'), version: field(2, 'int64') } },
        Entry: { fields: { key: field(1, 'string'), value: field(2, 'string') } },
        Graph: {
          fields: {
            node: field(1, 'Node', true),
            name: field(2, 'string'),
            initializer: field(5, 'Tensor', true),
            input: field(11, 'Value', true),
            output: field(12, 'Value', true),
          },
        },
        Node: {
          fields: {
            input: field(1, 'string', true),
            output: field(2, 'string', true),
            name: field(3, 'string'),
            opType: field(4, 'string'),
            attribute: field(5, 'Attribute', true),
          },
        },
        Attribute: {
          fields: {
            name: field(1, 'string'),
            f: field(2, 'float'),
            i: field(3, 'int64'),
            s: field(4, 'bytes'),
            ints: { ...field(8, 'int64', true), options: { packed: true } },
            type: field(20, 'int32'),
          },
        },
        Tensor: {
          fields: {
            dims: { ...field(1, 'int64', true), options: { packed: true } },
            dataType: field(2, 'int32'),
            name: field(8, 'string'),
            rawData: field(9, 'bytes'),
          },
        },
        Value: { fields: { name: field(1, 'string'), type: field(2, 'Type') } },
        Type: { fields: { tensorType: field(1, 'TensorType') } },
        TensorType: { fields: { elemType: field(1, 'int32'), shape: field(2, 'Shape') } },
        Shape: { fields: { dim: field(1, 'Dimension', true) } },
        Dimension: { fields: { dimValue: field(1, 'int64'), dimParam: field(2, 'string') } },
      },
    },
  },
});
const Model = root.lookupType('onnx.Model');

/** What protobuf can hold in one message: 2 GiB. */
const MOST_BYTES = 2 ** 31 - 1;

/**
 * The file of a model.
 *
 * @throws TadpoleError when the weights are more than such a file can hold
 */
export function encodeModel(model: OnnxModel): Uint8Array {
  const bytes = model.constants.reduce((sum, constant) => sum + constant.bytes.length, 0);
  if (bytes > MOST_BYTES) {
    throw new TadpoleError(
      `the weights are ${(bytes / 2 ** 30).toFixed(1)} GiB, more than the 2 GiB that an ONNX file holds`,
      'write them with --safetensors',
    );
  }
  const message = Model.create({
    irVersion: IR_VERSION,
    producerName: 'tadpole',
    opsetImport: [{ domain: '', version: OPSET }],
    metadataProps: Object.entries(model.metadata).map(([key, value]) => ({ key, value })),
    graph: {
      name: model.name,
      node: model.nodes.map(({ name, type, inputs, outputs, attributes }) => ({
        name,
        opType: type,
        input: inputs,
        output: outputs,
        attribute: Object.entries(attributes).map(([key, value]) => attributeMessage(key, value)),
      })),
      initializer: model.constants.map(({ name, dtype, shape, bytes: rawData }) => ({
        name,
        dataType: dataType(dtype),
        dims: shape,
        rawData,
      })),
      input: model.inputs.map(valueMessage),
      output: model.outputs.map(valueMessage),
    },
  });
  return Model.encode(message).finish();
}

// AttributeProto.AttributeType
const FLOAT = 1;
const INT = 2;
const STRING = 3;
const INTS = 7;

function attributeMessage(name: string, value: Attribute): object {
  if ('int' in value) return { name, i: value.int, type: INT };
  if ('ints' in value) return { name, ints: value.ints, type: INTS };
  if ('float' in value) return { name, f: value.float, type: FLOAT };
  return { name, s: Buffer.from(value.text), type: STRING };
}

function valueMessage({ name, dtype, shape }: OnnxValue): object {
  const dim = shape.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: { elemType: dataType(dtype), shape: { dim } } } };
}

/** @throws TadpoleError for a dtype that ONNX does not have */
export function dataType(dtype: OnnxValue['dtype']): number {
  const code = DATA_TYPES[dtype];
  if (code !== undefined) return code;
  throw new TadpoleError(`ONNX has no tensors of ${dtype}`, 'convert the generator to float32 first');
}
