// The messages of event files, with the field numbers of TensorFlow's event.proto, summary.proto and tensor.proto.
import type { Type } from 'protobufjs/light';

const field = (id: number, type: string) => ({ id, type });
const repeated = (id: number, type: string) => ({ id, type, rule: 'repeated' });

const MESSAGES = {
  nested: {
    Event: {
      // One of them: fields that are absent are not written.
      fields: {
        wallTime: field(1, 'double'),
        step: field(2, 'int64'),
        fileVersion: field(3, 'string'),
        summary: field(5, 'Summary'),
        sessionLog: field(7, 'SessionLog'),
      },
    },
    SessionLog: { fields: { status: field(1, 'int32') } },
    Summary: { fields: { value: repeated(1, 'Value') } },
    Value: {
      // Of these one is written whatever it is, 0 too.
      oneofs: { value: { oneof: ['simpleValue', 'image', 'tensor'] } },
      fields: {
        tag: field(1, 'string'),
        simpleValue: field(2, 'float'),
        image: field(4, 'Image'),
        tensor: field(8, 'Tensor'),
        metadata: field(9, 'Metadata'),
      },
    },
    Image: {
      fields: {
        height: field(1, 'int32'),
        width: field(2, 'int32'),
        colorspace: field(3, 'int32'),
        encodedImageString: field(4, 'bytes'),
      },
    },
    Metadata: { fields: { pluginData: field(1, 'PluginData') } },
    PluginData: { fields: { pluginName: field(1, 'string') } },
    Tensor: {
      fields: { dtype: field(1, 'int32'), tensorShape: field(2, 'Shape'), stringVal: repeated(8, 'bytes') },
    },
    Shape: { fields: { dim: repeated(2, 'Dimension') } },
    Dimension: { fields: { size: field(1, 'int64') } },
  },
};

let event: Type | undefined;

/** The type of an event. Loaded at its first use: most runs write no event files. */
function eventType(): Type {
  if (event === undefined) {
    const { Root } = require('protobufjs/light') as typeof import('protobufjs/light');
    event = Root.fromJSON(MESSAGES).lookupType('Event');
  }
  return event;
}

/** A PNG file; `channels` is 1 for grey, 3 for colours. */
export interface BoardPicture {
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

/** What an event holds: values by tag, or a mark of TensorBoard's own. */
export type BoardContent =
  | { readonly scalars: Readonly<Record<string, number>> }
  | { readonly tag: string; readonly picture: BoardPicture }
  /** Shown as Markdown. */
  | { readonly tag: string; readonly text: string }
  | 'version'
  | 'start';

// SessionLog.SessionStatus START, and DataType DT_STRING.
const START = 1;
const STRING = 7;

/** The bytes of one event. @param seconds since 1970 */
export function encodeEvent(seconds: number, step: number, content: BoardContent): Uint8Array {
  const type = eventType();
  return type.encode(type.create({ wallTime: seconds, step, ...fieldsOf(content) })).finish();
}

function fieldsOf(content: BoardContent): object {
  if (content === 'version') return { fileVersion: 'brain.Event:2' };
  if (content === 'start') return { sessionLog: { status: START } };
  if ('scalars' in content) {
    const value = Object.entries(content.scalars).map(([tag, simpleValue]) => ({ tag, simpleValue }));
    return { summary: { value } };
  }
  const { tag } = content;
  if ('picture' in content) {
    const { png, width, height, channels } = content.picture;
    const image = { width, height, colorspace: channels, encodedImageString: png };
    return { summary: { value: [{ tag, image }] } };
  }
  const tensor = {
    dtype: STRING,
    tensorShape: { dim: [{ size: 1 }] },
    stringVal: [Buffer.from(content.text)],
  };
  return { summary: { value: [{ tag, tensor, metadata: { pluginData: { pluginName: 'text' } } }] } };
}
