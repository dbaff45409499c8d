// torch.jit: TorchScript modules, from files and by tracing.
export { load, type ScriptLoadOptions } from './load';
export { ScriptModule, type ScriptSaveOptions, type ScriptValue } from './scriptModule';
export { type Traceable, type TraceOptions, trace } from './trace';
