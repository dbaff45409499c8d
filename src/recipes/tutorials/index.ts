// The six published tutorials.
export { digitsKeras } from './digits-keras';
export { digitsKerasCnn } from './digits-keras-cnn';
export { digitsMxnet } from './digits-mxnet';
export { digitsTensorflow } from './digits-tensorflow';
export { frogsCntk } from './frogs-cntk';
export { frogsKeras } from './frogs-keras';
