// Files appear whole or not at all: the one way of writing, under the name that the upper layers know it by.
export { writeAtomically, writeAtomicallyAsync } from '../torch/atomic';
