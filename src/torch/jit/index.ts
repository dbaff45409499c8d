// torch.jit: TorchScript modules, from files and by tracing, and their graphs.
export { type Evaluation, evaluateGraph, type GraphValue } from './evaluate';
export { type Graph, type GraphConstant, type GraphExpression, type GraphNode, graphOf } from './graph';
export { load, type ScriptLoadOptions } from './load';
export { ScriptModule, type ScriptSaveOptions, type ScriptValue } from './scriptModule';
export { type Traceable, type TraceOptions, trace } from './trace';
